/** What the routes of options, modifiers and rules answer alike. */

import { valuesMax } from '../choices.ts';
import type { ApiRequest } from '../resource.ts';
import { pageOf, v3Error, v3List, v3NotFound, v3Page } from './answers.ts';
import { chosenFields } from './chosen-fields.ts';

/** One page of things, with the fields that are asked for. */
export function listOfThings<Row>(
  { store, query }: ApiRequest,
  rows: readonly Row[],
  view: (row: Row) => Record<string, unknown>,
): Response {
  const page = v3Page(query, store.switches['v3-limit-over-250']);
  if (page instanceof Response) return page;
  const shown = pageOf(rows, page).map((row) => chosenFields(view(row), query));
  return v3List(shown, rows.length, page, query);
}

/** The answer to a DELETE. */
export function gone({ store, path }: ApiRequest, wasThere: boolean): Response {
  if (!wasThere && store.switches['v3-delete-missing'] === '404') return v3NotFound(path);
  return new Response(null, { status: 204 });
}

/** 409: a name that another option or modifier of the product has. */
export function nameConflict(): Response {
  return v3Error(409, 'The display_name is a duplicate', { display_name: 'duplicate' });
}

/** 403, as beyond every platform limit. */
export function tooManyValues(): Response {
  return v3Error(403, `An option can have at most ${valuesMax} values.`);
}
