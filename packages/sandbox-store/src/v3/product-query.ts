/** Reads the filters, sort and includes of a V3 product list into one SQL condition. */
import type { Condition } from '../state/tables.ts';
import type { Store } from '../store.ts';
import { v3Error, wholeNumber } from './answers.ts';
import { type Includable, includable } from './product-view.ts';

type Value = string | number;
type Reading = { readonly sql: string; readonly values: readonly Value[] } | undefined;
type Filter = (text: string, now: number) => Reading;

const integer =
  (comparison: string): Filter =>
  (text) => {
    const number = wholeNumber(text);
    return number === undefined ? undefined : { sql: comparison, values: [number] };
  };
const integers =
  (comparison: (marks: string) => string): Filter =>
  (text) => {
    const numbers = text.split(',').map(wholeNumber);
    const known = numbers.filter((number) => number !== undefined);
    if (known.length !== numbers.length) return undefined;
    return { sql: comparison(known.map(() => '?').join(',')), values: known };
  };
const words =
  (comparison: (marks: string) => string): Filter =>
  (text) => {
    const values = text.split(',');
    return { sql: comparison(values.map(() => '?').join(',')), values };
  };
const moment =
  (comparison: string): Filter =>
  (text, now) => {
    const at = momentOf(text, now);
    return at === undefined ? undefined : { sql: comparison, values: [at] };
  };

const filters: Readonly<Record<string, Filter>> = {
  id: integer('id = ?'),
  'id:in': integers((marks) => `id IN (${marks})`),
  'id:not_in': integers((marks) => `id NOT IN (${marks})`),
  'id:min': integer('id >= ?'),
  'id:max': integer('id <= ?'),
  'id:greater': integer('id > ?'),
  'id:less': integer('id < ?'),
  sku: (text) => ({ sql: 'sku = ?', values: [text] }),
  'sku:in': words((marks) => `sku IN (${marks})`),
  name: (text) => ({ sql: 'name = ?', values: [text] }),
  'name:like': (text) => ({ sql: "name LIKE '%' || ? || '%'", values: [text] }),
  keyword: (text) => ({ sql: "(name LIKE '%' || ? || '%' OR sku = ?)", values: [text, text] }),
  is_visible: (text) => ({ sql: 'is_visible = ?', values: [text === 'true' || text === '1' ? 1 : 0] }),
  date_modified: moment('date_modified = ?'),
  'date_modified:min': moment('date_modified >= ?'),
  'date_modified:max': moment('date_modified <= ?'),
};

const sortColumns: Readonly<Record<string, string>> = {
  id: 'id',
  name: 'name',
  sku: 'sku',
  price: 'price',
  date_modified: 'date_modified',
  is_visible: 'is_visible',
};

/** The condition for a product list, or the answer that refuses a filter. */
export function productCondition(store: Store, query: URLSearchParams): Condition | Response {
  const parts: string[] = [];
  const values: Value[] = [];
  for (const [name, text] of query) {
    const filter = filters[name];
    if (filter === undefined) continue;
    const reading = filter(text, store.now());
    if (reading === undefined) {
      return v3Error(422, 'Invalid query parameter(s).', { [name]: `${name} is not valid` });
    }
    parts.push(reading.sql);
    values.push(...reading.values);
  }
  return { sql: parts.length === 0 ? 'TRUE' : parts.join(' AND '), values };
}

/** The order of a product list; ties are broken by id. */
export function productOrder(query: URLSearchParams): string {
  const column = sortColumns[query.get('sort') ?? 'id'] ?? 'id';
  return `${column} ${query.get('direction') === 'desc' ? 'DESC' : 'ASC'}, id`;
}

/** What `include` names; unknown words are passed over. */
export function includesOf(query: URLSearchParams): Set<Includable> {
  const wanted = new Set((query.get('include') ?? '').split(',').map((word) => word.trim()));
  return new Set(includable.filter((name) => wanted.has(name)));
}

// A date without a time takes the time of the request; unix seconds are taken too.
function momentOf(text: string, now: number): number | undefined {
  if (/^\d{9,11}$/.test(text)) return Number(text) * 1000;
  if (/^\d{4}-\d\d-\d\d$/.test(text)) {
    const midnight = Date.parse(`${text}T00:00:00Z`);
    return Number.isNaN(midnight) ? undefined : midnight + (now % 86_400_000);
  }
  const parsed = Date.parse(text.replace(/ (\d\d:\d\d)$/, '+$1'));
  return Number.isNaN(parsed) ? undefined : parsed;
}
