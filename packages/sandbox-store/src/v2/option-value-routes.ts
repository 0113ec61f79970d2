/** V2's option values; the value of a swatch is colours, an address of a picture, or a file of the import folder. */
import { putOption, removeValue, valuesMax, withValue } from '../choices.ts';
import type { ApiRequest, createResource } from '../resource.ts';
import type { OptionRow, OptionValueRow, ProductRow } from '../state/rows.ts';
import type { Store } from '../store.ts';
import { v2Error, v2List, v2NotFound, v2Page, v2PageOf } from './answers.ts';
import { numberOf, readV2Object, v2Created, v2Invalid } from './body.ts';
import { pictureFrom, shownFile } from './rule-picture.ts';

const readOnly = ['id', 'option_id'];

/** Registers the option-value routes. */
export function v2OptionValueRoutes(resource: ReturnType<typeof createResource>): void {
  resource('/options/:oid/values', { GET: list, POST: create, DELETE: removeMany });
  resource('/options/:oid/values/:vid', { GET: get, PUT: update, DELETE: remove });
}

interface Found {
  readonly product: ProductRow;
  readonly option: OptionRow;
}

function find({ store, id }: ApiRequest): Found | undefined {
  for (const product of store.tables.products()) {
    const option = product.options.find((each) => each.id === id('oid'));
    if (option !== undefined) return { product, option };
  }
  return undefined;
}

function valueIn(request: ApiRequest, found: Found | undefined): OptionValueRow | undefined {
  return found?.option.values.find(({ id }) => id === request.id('vid'));
}

function v2Value(option: OptionRow, value: OptionValueRow): Record<string, unknown> {
  const isSwatch = option.type === 'swatch';
  const colors = (value.colors ?? []).join('|');
  return {
    id: value.id,
    option_id: option.id,
    label: value.label,
    sort_order: value.sortOrder,
    // What is no swatch shows the words that the customer sees.
    value: value.swatch === undefined ? (isSwatch ? colors : value.label) : shownFile(value.swatch),
    is_default: value.isDefault,
  };
}

// "Default sorting is by option-value id, from lowest to highest."
function byId({ values }: OptionRow): OptionValueRow[] {
  return values.toSorted((a, b) => a.id - b.id);
}

function list(request: ApiRequest): Response {
  const { store, query } = request;
  const found = find(request);
  if (found === undefined) return v2NotFound();
  const page = v2Page(query, store.switches['v2-limit-over-250']);
  if (page instanceof Response) return page;
  const rows = v2PageOf(byId(found.option), page).map((value) => v2Value(found.option, value));
  return v2List(rows, store.switches['v2-empty-list']);
}

function get(request: ApiRequest): Response {
  const found = find(request);
  const value = valueIn(request, found);
  return found === undefined || value === undefined
    ? v2NotFound()
    : Response.json(v2Value(found.option, value));
}

async function create(request: ApiRequest): Promise<Response> {
  const { store } = request;
  const found = find(request);
  if (found === undefined) return v2NotFound();
  const body = await readV2Object(request.request, readOnly, ['label', 'value']);
  if (body instanceof Response) return body;
  if (found.option.values.length >= valuesMax)
    return v2Error(403, `An option can have at most ${valuesMax} values.`);
  const value = await saved(request, found, undefined, body);
  if (value instanceof Response) return value;
  const path = `/stores/${store.hash}/v2/options/${found.option.id}/values/${value.id}`;
  return v2Created(store.origin(), path, v2Value(found.option, value));
}

async function update(request: ApiRequest): Promise<Response> {
  const found = find(request);
  const current = valueIn(request, found);
  if (found === undefined || current === undefined) return v2NotFound();
  const body = await readV2Object(request.request, readOnly);
  if (body instanceof Response) return body;
  const value = await saved(request, found, current, body);
  return value instanceof Response ? value : Response.json(v2Value(found.option, value));
}

async function saved(
  request: ApiRequest,
  { product, option }: Found,
  current: OptionValueRow | undefined,
  body: Record<string, unknown>,
): Promise<OptionValueRow | Response> {
  const { store } = request;
  const { label = current?.label, is_default: isDefault = current?.isDefault ?? false } = body;
  const sortOrder = numberOf(body['sort_order'] ?? current?.sortOrder ?? 0);
  const isTaken = option.values.some((each) => each.label === label && each.id !== current?.id);
  if (typeof label !== 'string' || label === '' || isTaken) return v2Invalid('label');
  if (typeof isDefault !== 'boolean') return v2Invalid('is_default');
  if (sortOrder === undefined) return v2Invalid('sort_order');
  const id = current?.id ?? store.tables.takeThingId();
  const shown = await shownAs(store, option, id, current, body['value']);
  if (shown instanceof Response) return shown;
  const value: OptionValueRow = { id, label, sortOrder, isDefault, ...shown };
  const now = find(request)?.option ?? option;
  putOption(store, product, { ...now, values: withValue(now.values, value) });
  return value;
}

const color = /^(?:#[0-9a-f]{3}(?:[0-9a-f]{3})?|[a-z]+)$/i;

async function shownAs(
  store: Store,
  option: OptionRow,
  id: number,
  current: OptionValueRow | undefined,
  given: unknown,
): Promise<Pick<OptionValueRow, 'colors' | 'swatch'> | Response> {
  const kept = current?.swatch === undefined ? { colors: current?.colors ?? [] } : { swatch: current.swatch };
  if (given === undefined || option.type !== 'swatch') return kept;
  if (typeof given !== 'string') return v2Invalid('value');
  const colors = given.split('|');
  if (colors.every((each) => color.test(each))) return colors.length > 3 ? v2Invalid('value') : { colors };
  const swatch = await pictureFrom(store, id, current?.swatch ?? null, given, 'value');
  if (swatch instanceof Response) return swatch;
  return swatch === null ? { colors: [] } : { swatch };
}

function remove(request: ApiRequest): Response {
  const found = find(request);
  const value = valueIn(request, found);
  if (found === undefined || value === undefined) return v2NotFound();
  removeValue(request.store, found.product, value.id);
  return new Response(null, { status: 204 });
}

function removeMany(request: ApiRequest): Response {
  const { store, query } = request;
  const found = find(request);
  if (found === undefined) return v2NotFound();
  const page = v2Page(query, store.switches['v2-limit-over-250']);
  if (page instanceof Response) return page;
  const values = byId(found.option);
  const doomed = store.switches['v2-delete-all'] === 'all' ? values : v2PageOf(values, page);
  for (const { id } of doomed)
    removeValue(store, store.tables.product(found.product.id) ?? found.product, id);
  return new Response(null, { status: 204 });
}
