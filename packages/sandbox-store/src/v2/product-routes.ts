/** V2's products, read only: list with the cheap filters, get, count; SKUs, rules and option values beside them. */
import { listedImages } from '../product-images.ts';
import type { ApiRequest, createResource } from '../resource.ts';
import type { ProductRow } from '../state/rows.ts';
import type { Condition } from '../state/tables.ts';
import type { Store } from '../store.ts';
import { rfcDate, v2Error, v2List, v2NotFound, v2Page } from './answers.ts';
import { v2Addresses } from './image-view.ts';

/** Registers the product routes. */
export function v2ProductRoutes(resource: ReturnType<typeof createResource>): void {
  resource('/products', { GET: list });
  resource('/products/count', { GET: count });
  resource('/products/:pid', { GET: get });
}

function list({ store, query }: ApiRequest): Response {
  const page = v2Page(query, store.switches['v2-limit-over-250']);
  if (page instanceof Response) return page;
  const condition = conditionOf(query);
  if (condition instanceof Response) return condition;
  const rows = store.tables.products(condition, 'id', page.limit, (page.page - 1) * page.limit);
  return v2List(
    rows.map((row) => chosen(v2Product(store, row), query)),
    store.switches['v2-empty-list'],
  );
}

function count({ store, query }: ApiRequest): Response {
  const condition = conditionOf(query);
  return condition instanceof Response
    ? condition
    : Response.json({ count: store.tables.countProducts(condition) });
}

function get({ store, query, id }: ApiRequest): Response {
  const product = store.tables.product(id('pid'));
  return product === undefined ? v2NotFound() : Response.json(chosen(v2Product(store, product), query));
}

const numeric: Readonly<Record<string, string>> = { min_id: 'id >= ?', max_id: 'id <= ?' };
const textual: Readonly<Record<string, string>> = { name: 'name = ?', sku: 'sku = ?' };
const dated: Readonly<Record<string, string>> = {
  min_date_created: 'date_created >= ?',
  max_date_created: 'date_created <= ?',
  min_date_modified: 'date_modified >= ?',
  max_date_modified: 'date_modified <= ?',
};

function conditionOf(query: URLSearchParams): Condition | Response {
  const parts: string[] = [];
  const values: (string | number)[] = [];
  for (const [name, text] of query) {
    const sql = numeric[name] ?? textual[name] ?? dated[name];
    if (sql === undefined) continue;
    const value = name in textual ? text : name in dated ? Date.parse(text) : Number(text);
    if (Number.isNaN(value)) return v2Error(400, `The field '${name}' is invalid.`);
    parts.push(sql);
    values.push(value);
  }
  return { sql: parts.length === 0 ? 'TRUE' : parts.join(' AND '), values };
}

function v2Product(store: Store, product: ProductRow): Record<string, unknown> {
  const link = (resource: string): Record<string, string> => ({
    url: `${store.origin()}/stores/${store.hash}/v2/products/${product.id}/${resource}`,
    resource: `/products/${product.id}/${resource}`,
  });
  return {
    id: product.id,
    name: product.name,
    type: 'physical',
    sku: product.sku,
    description: '',
    price: product.price.toFixed(4),
    cost_price: '0.0000',
    retail_price: '0.0000',
    sale_price: '0.0000',
    calculated_price: product.price.toFixed(4),
    sort_order: 0,
    is_visible: product.isVisible,
    is_featured: false,
    inventory_level: 0,
    inventory_tracking: 'none',
    weight: '0.0000',
    brand_id: 0,
    categories: [],
    availability: 'available',
    condition: 'New',
    upc: '',
    ...product.fields,
    custom_url: urlOf(product),
    date_created: rfcDate(product.dateCreated),
    date_modified: rfcDate(product.dateModified),
    primary_image: primaryImage(store, product.id),
    brand: { url: `${store.origin()}/stores/${store.hash}/v2/brands/1`, resource: '/brands/1' },
    images: link('images'),
    videos: link('videos'),
    skus: link('skus'),
    rules: link('rules'),
    options: link('options'),
    option_set: null,
  };
}

function urlOf({ id, fields }: ProductRow): string {
  const custom = fields['custom_url'];
  const isObject = typeof custom === 'object' && custom !== null && 'url' in custom;
  return isObject ? String(custom.url) : `/product-${id}/`;
}

function primaryImage(store: Store, productId: number): Record<string, unknown> {
  const thumbnail = listedImages(store, 'v2', productId).find(({ isThumbnail }) => isThumbnail);
  if (thumbnail === undefined) {
    return { id: 0, zoom_url: null, thumbnail_url: null, standard_url: null, tiny_url: null };
  }
  return { id: thumbnail.id, ...v2Addresses(store, thumbnail) };
}

const mandatory = ['id', 'name', 'date_modified', 'primary_image'];
const summaryFields = [
  'id',
  'name',
  'sku',
  'price',
  'is_visible',
  'inventory_level',
  'date_created',
  'date_modified',
  'primary_image',
  'custom_url',
];

function chosen(wire: Record<string, unknown>, query: URLSearchParams): Record<string, unknown> {
  const words = (name: string): string[] => (query.get(name) ?? '').split(',').filter((word) => word !== '');
  const include = words('include').flatMap((word) => (word === '@summary' ? summaryFields : [word]));
  const exclude = new Set(words('exclude').flatMap((word) => (word === '@summary' ? summaryFields : [word])));
  const kept = new Set([...mandatory, ...include]);
  return Object.fromEntries(
    Object.entries(wire).filter(
      ([name]) =>
        mandatory.includes(name) || (!exclude.has(name) && (include.length === 0 || kept.has(name))),
    ),
  );
}
