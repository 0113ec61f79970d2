// V2's page numbers: bare arrays, 204 or [] for none. A page that brings a row again is asked for once more and
// then refused, because a list that was skipped or repeated in silence would make images seem missing or extra.
import {
  decodeAnswer,
  type Query,
  type RequestOptions,
  type StoreHttp,
  unexpectedAnswer,
} from '@cutover/store-http';
import { z } from 'zod';

/** The largest page V2 documents. */
export const pageLimitMax = 250;
// The default page. A store that lowers the limit we asked for will do so to a multiple of this.
const pageLimitStep = 50;

export interface PageRequest<Row> {
  readonly path: string;
  readonly query?: Query;
  readonly row: z.ZodType<Row>;
  /** What is wrong with a row that belongs elsewhere; undefined when it is as it should be. */
  readonly fault?: (row: Row) => string | undefined;
}

/** One page; [] for 204, an empty body and []. */
export async function readPage<Row>(
  http: StoreHttp,
  page: PageRequest<Row>,
  options?: RequestOptions,
): Promise<Row[]> {
  const answer = await http.read(page.path, page.query, options);
  if (answer.body === undefined) return [];
  const rows = decodeAnswer(answer, z.array(page.row));
  for (const row of rows) {
    const fault = page.fault?.(row);
    if (fault !== undefined) throw unexpectedAnswer(answer, fault);
  }
  return rows;
}

/** All pages, in the order the store gives them. */
export async function readAllPages<Row extends { readonly id: number }>(
  http: StoreHttp,
  list: PageRequest<Row>,
  options?: RequestOptions,
): Promise<Row[]> {
  const rows = new Map<number, Row>();
  for (let number = 1; ; number++) {
    const request = { ...list, query: { ...list.query, page: number, limit: pageLimitMax } };
    let page = await readPage(http, request, options);
    if (page.some(seenIn(rows))) {
      const seen = seenIn(rows);
      const fault = (row: Row) => (seen(row) ? `it brings the row ${row.id} again` : undefined);
      page = await readPage(http, { ...request, fault: (row) => list.fault?.(row) ?? fault(row) }, options);
    }
    for (const row of page) rows.set(row.id, row);
    // A short page is the last one, unless it is short because the store lowered our limit.
    if (page.length === 0 || page.length % pageLimitStep !== 0) return [...rows.values()];
  }
}

/** True for a row that an earlier page or an earlier row of this page has brought. */
function seenIn(rows: ReadonlyMap<number, unknown>): (row: { readonly id: number }) => boolean {
  const here = new Set<number>();
  return ({ id }) => {
    if (rows.has(id) || here.has(id)) return true;
    here.add(id);
    return false;
  };
}
