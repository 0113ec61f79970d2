/** Reads the filters of V2's product list and count into one SQL condition. */
import type { Condition } from '../state/tables.ts';
import { v2Invalid } from './body.ts';

type Kind = 'number' | 'text' | 'date' | 'flag';
interface Filter {
  readonly sql: string;
  readonly kind: Kind;
  /** How often the value stands in the SQL. */
  readonly times?: number;
}

const field = (name: string, otherwise: string): string =>
  `coalesce(json_extract(fields, '$.${name}'), ${otherwise})`;
const level = field('inventory_level', '0');
const sold = field('total_sold', '0');
const imported = "unixepoch(json_extract(fields, '$.date_last_imported')) * 1000";

// `include_sku` is listed as a boolean and nothing more: it changes nothing here.
const filters: Readonly<Record<string, Filter>> = {
  min_id: { sql: 'id >= ?', kind: 'number' },
  max_id: { sql: 'id <= ?', kind: 'number' },
  name: { sql: 'name = ?', kind: 'text' },
  keyword_filter: {
    sql: `(name LIKE '%' || ? || '%' OR ${field('search_keywords', "''")} LIKE '%' || ? || '%')`,
    kind: 'text',
    times: 2,
  },
  description: { sql: `${field('description', "''")} = ?`, kind: 'text' },
  sku: { sql: 'sku = ?', kind: 'text' },
  condition: { sql: `${field('condition', "'New'")} = ?`, kind: 'text' },
  availability: { sql: `${field('availability', "'available'")} = ?`, kind: 'text' },
  brand_id: { sql: `${field('brand_id', '0')} = ?`, kind: 'number' },
  min_date_created: { sql: 'date_created >= ?', kind: 'date' },
  max_date_created: { sql: 'date_created <= ?', kind: 'date' },
  min_date_modified: { sql: 'date_modified >= ?', kind: 'date' },
  max_date_modified: { sql: 'date_modified <= ?', kind: 'date' },
  min_date_last_imported: { sql: `${imported} >= ?`, kind: 'date' },
  max_date_last_imported: { sql: `${imported} <= ?`, kind: 'date' },
  min_price: { sql: 'price >= ?', kind: 'number' },
  max_price: { sql: 'price <= ?', kind: 'number' },
  min_number_sold: { sql: `${sold} >= ?`, kind: 'number' },
  max_number_sold: { sql: `${sold} <= ?`, kind: 'number' },
  is_visible: { sql: 'is_visible = ?', kind: 'flag' },
  is_featured: { sql: `${field('is_featured', '0')} = ?`, kind: 'flag' },
  min_inventory_level: { sql: `${level} >= ?`, kind: 'number' },
  max_inventory_level: { sql: `${level} <= ?`, kind: 'number' },
  category: {
    sql: "EXISTS (SELECT 1 FROM json_each(fields, '$.categories') WHERE value = ?)",
    kind: 'number',
  },
  product_tax_code: { sql: `${field('product_tax_code', "''")} = ?`, kind: 'text' },
};

/** The condition for a product list, or the answer that refuses a filter. */
export function v2Condition(query: URLSearchParams): Condition | Response {
  const parts: string[] = [];
  const values: (string | number)[] = [];
  for (const [name, text] of query) {
    const known = filters[name];
    if (known === undefined) continue;
    const value = valueOf(known.kind, text);
    if (value === undefined) return v2Invalid(name);
    const { sql, times = 1 } = known;
    parts.push(sql);
    values.push(...Array.from({ length: times }, () => value));
  }
  return { sql: parts.length === 0 ? 'TRUE' : parts.join(' AND '), values };
}

function valueOf(kind: Kind, text: string): string | number | undefined {
  switch (kind) {
    case 'text':
      return text;
    case 'flag':
      return flagOf(text);
    case 'number':
      return text.trim() === '' || Number.isNaN(Number(text)) ? undefined : Number(text);
    case 'date': {
      const at = Date.parse(text);
      return Number.isNaN(at) ? undefined : at;
    }
  }
}

function flagOf(text: string): number | undefined {
  if (text === 'true' || text === '1') return 1;
  return text === 'false' || text === '0' ? 0 : undefined;
}
