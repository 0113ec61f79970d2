/** Reads the filters, sort and includes of a V3 product list into one SQL condition. */
import type { Condition } from '../state/tables.ts';
import type { Store } from '../store.ts';
import { v3Error, wholeNumber } from './answers.ts';
import { type Includable, includable, unset } from './product-view.ts';

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

const amount =
  (comparison: string): Filter =>
  (text) =>
    text.trim() === '' || Number.isNaN(Number(text))
      ? undefined
      : { sql: comparison, values: [Number(text)] };
const exactly =
  (comparison: string, lower = false): Filter =>
  (text) => ({ sql: comparison, values: [lower ? text.toLowerCase() : text] });
const flag =
  (comparison: string): Filter =>
  (text) => ({ sql: comparison, values: [text === 'true' || text === '1' ? 1 : 0] });
const each =
  (comparison: string): Filter =>
  (text) => {
    const numbers = text.split(',').map(wholeNumber);
    const known = numbers.filter((number) => number !== undefined);
    if (known.length !== numbers.length) return undefined;
    return { sql: known.map(() => comparison).join(' AND '), values: known };
  };

/** A field that a product may not have set, as SQL. */
function field(name: keyof typeof unset): string {
  const value = unset[name];
  const otherwise = typeof value === 'string' ? `'${value}'` : value === null ? 'NULL' : String(value);
  return `coalesce(json_extract(fields, '$.${name}'), ${otherwise})`;
}
const level = field('inventory_level');
const imported = `unixepoch(${field('date_last_imported')}) * 1000`;
const inCategory = "EXISTS (SELECT 1 FROM json_each(fields, '$.categories') WHERE value = ?)";
const isTracked = `${field('inventory_tracking')} <> 'none'`;

const filters: Readonly<Record<string, Filter>> = {
  id: integer('id = ?'),
  'id:in': integers((marks) => `id IN (${marks})`),
  'id:not_in': integers((marks) => `id NOT IN (${marks})`),
  'id:min': integer('id >= ?'),
  'id:max': integer('id <= ?'),
  'id:greater': integer('id > ?'),
  'id:less': integer('id < ?'),
  sku: exactly('sku = ?'),
  'sku:in': words((marks) => `sku IN (${marks})`),
  name: exactly('name = ?'),
  'name:like': exactly("name LIKE '%' || ? || '%'"),
  mpn: exactly(`${field('mpn')} = ?`),
  upc: exactly(`${field('upc')} = ?`),
  keyword: (text) => ({
    sql: `(name LIKE '%' || ? || '%' OR ${field('description')} LIKE '%' || ? || '%' OR sku = ?)`,
    values: [text, text, text],
  }),
  price: amount('price = ?'),
  weight: amount(`${field('weight')} = ?`),
  condition: exactly(`lower(${field('condition')}) = ?`, true),
  availability: exactly(`${field('availability')} = ?`),
  type: exactly(`${field('type')} = ?`),
  brand_id: integer(`${field('brand_id')} = ?`),
  // The page: a product of several categories is found by `categories:in` alone.
  categories: integer(
    "json_array_length(fields, '$.categories') = 1 AND json_extract(fields, '$.categories[0]') = ?",
  ),
  'categories:in': each(inCategory),
  'channel_id:in': integers((marks) => `1 IN (${marks})`),
  is_visible: flag('is_visible = ?'),
  is_featured: flag(`${field('is_featured')} = ?`),
  is_free_shipping: flag(`${field('is_free_shipping')} = ?`),
  total_sold: integer(`${field('total_sold')} = ?`),
  inventory_level: integer(`${level} = ?`),
  'inventory_level:in': integers((marks) => `${level} IN (${marks})`),
  'inventory_level:not_in': integers((marks) => `${level} NOT IN (${marks})`),
  'inventory_level:min': integer(`${level} >= ?`),
  'inventory_level:max': integer(`${level} <= ?`),
  'inventory_level:greater': integer(`${level} > ?`),
  'inventory_level:less': integer(`${level} < ?`),
  inventory_low: flag(`(${isTracked} AND ${level} <= ${field('inventory_warning_level')}) = ?`),
  out_of_stock: (text) => ({ sql: text === '1' ? `(${isTracked} AND ${level} <= 0)` : 'TRUE', values: [] }),
  date_modified: moment('date_modified = ?'),
  'date_modified:min': moment('date_modified >= ?'),
  'date_modified:max': moment('date_modified <= ?'),
  date_last_imported: moment(`${imported} = ?`),
  'date_last_imported:not': moment(`${imported} IS NOT ?`),
  'date_last_imported:min': moment(`${imported} >= ?`),
  'date_last_imported:max': moment(`${imported} <= ?`),
};

const sortColumns: Readonly<Record<string, string>> = {
  id: 'id',
  name: 'name',
  sku: 'sku',
  price: 'price',
  calculated_price: 'price',
  date_modified: 'date_modified',
  date_last_imported: imported,
  inventory_level: level,
  total_sold: field('total_sold'),
  is_visible: 'is_visible',
};

/** Whether a query names any filter at all. */
export function isFiltered(query: URLSearchParams): boolean {
  return [...query.keys()].some((name) => name in filters);
}

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
