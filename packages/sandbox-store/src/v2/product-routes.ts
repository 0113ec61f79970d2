/** V2's products: list with filters, count, get, create, update, delete one. The DELETE of all is sunset. */
import { createProduct, removeProduct, takenBy } from '../products.ts';
import type { ApiRequest, createResource } from '../resource.ts';
import type { Store } from '../store.ts';
import { v2Error, v2List, v2NotFound, v2Page, v2Unchanged } from './answers.ts';
import { numberOf, readV2Object, v2Created, v2Invalid } from './body.ts';
import { v2Condition } from './product-query.ts';
import { amounts, chosen, inV3, settable, v2Product } from './product-view.ts';

/** Registers the product routes. */
export function v2ProductRoutes(resource: ReturnType<typeof createResource>): void {
  resource('/products', { GET: list, POST: create });
  resource('/products/count', { GET: count });
  resource('/products/:pid', { GET: get, PUT: update, DELETE: remove });
}

function list({ store, request, query }: ApiRequest): Response {
  const page = v2Page(query, store.switches['v2-limit-over-250']);
  if (page instanceof Response) return page;
  const condition = v2Condition(query);
  if (condition instanceof Response) return condition;
  const rows = store.tables.products(condition, 'id', page.limit, (page.page - 1) * page.limit);
  const shown = rows.map((row) => chosen(v2Product(store, row), query));
  const { 'v2-if-modified-since': isKept, 'v2-empty-list': empty } = store.switches;
  return v2Unchanged(request, isKept, rows) ?? v2List(shown, empty);
}

function count({ store, query }: ApiRequest): Response {
  const condition = v2Condition(query);
  return condition instanceof Response
    ? condition
    : Response.json({ count: store.tables.countProducts(condition) });
}

function get({ store, request, query, id }: ApiRequest): Response {
  const product = store.tables.product(id('pid'));
  if (product === undefined) return v2NotFound();
  const unchanged = v2Unchanged(request, store.switches['v2-if-modified-since'], [product]);
  return unchanged ?? Response.json(chosen(v2Product(store, product), query));
}

// The lists of the archived page.
const readOnlyInBoth = [
  'id',
  'calculated_price',
  'brand',
  'images',
  'discount_rules',
  'configurable_fields',
  'custom_fields',
  'primary_image',
  'videos',
  'rules',
  'option_set',
  'options',
  'tax_class',
];
const readOnlyInUpdate = [
  ...readOnlyInBoth,
  'rating_total',
  'rating_count',
  'number_sold',
  'date_created',
  'date_modified',
  'date_last_imported',
];
const required = ['name', 'price', 'categories', 'type', 'availability', 'weight'];

async function create({ store, request }: ApiRequest): Promise<Response> {
  const body = await readV2Object(request, readOnlyInBoth, required);
  if (body instanceof Response) return body;
  const wanted = productOf(body);
  if (wanted instanceof Response) return wanted;
  const { name = '', sku = '', price = 0, isVisible = false, fields } = wanted;
  const taken = takenBy(store, { name, sku });
  if (taken !== undefined) return v2Invalid(taken);
  const product = createProduct(store, { name, sku, price, isVisible, fields });
  return v2Created(store.origin(), pathOf(store, product.id), v2Product(store, product));
}

function pathOf({ hash }: Store, id: number): string {
  return `/stores/${hash}/v2/products/${id}`;
}

async function update({ store, request, id }: ApiRequest): Promise<Response> {
  const product = store.tables.product(id('pid'));
  if (product === undefined) return v2NotFound();
  const body = await readV2Object(request, readOnlyInUpdate);
  if (body instanceof Response) return body;
  const wanted = productOf(body);
  if (wanted instanceof Response) return wanted;
  const { name, sku, price, isVisible, fields } = wanted;
  const taken = takenBy(store, { name, sku }, product.id);
  if (taken !== undefined) return v2Invalid(taken);
  const changed = {
    ...product,
    name: name ?? product.name,
    sku: sku ?? product.sku,
    price: price ?? product.price,
    isVisible: isVisible ?? product.isVisible,
    fields: { ...product.fields, ...fields },
    dateModified: store.now(),
  };
  store.tables.putProduct(changed);
  return Response.json(v2Product(store, changed));
}

function remove({ store, id }: ApiRequest): Response {
  if (store.tables.product(id('pid')) === undefined) return v2NotFound();
  removeProduct(store, id('pid'));
  return new Response(null, { status: 204 });
}

interface Wanted {
  readonly name?: string;
  readonly sku?: string;
  readonly price?: number;
  readonly isVisible?: boolean;
  readonly fields: Record<string, unknown>;
}

const words: Readonly<Record<string, readonly string[]>> = {
  type: ['physical', 'digital'],
  availability: ['available', 'disabled', 'preorder'],
  condition: ['New', 'Used', 'Refurbished'],
  inventory_tracking: ['none', 'simple', 'sku'],
};
const categoriesMax = 1000;

function productOf(body: Record<string, unknown>): Wanted | Response {
  const { name, sku, is_visible: isVisible, categories } = body;
  if (name !== undefined && (typeof name !== 'string' || name === '' || name.length > 250))
    return v2Invalid('name');
  if (sku !== undefined && (typeof sku !== 'string' || sku.length > 255)) return v2Invalid('sku');
  if (isVisible !== undefined && typeof isVisible !== 'boolean') return v2Invalid('is_visible');
  const price = body['price'] === undefined ? undefined : numberOf(body['price']);
  if (body['price'] !== undefined && (price === undefined || price < 0)) return v2Invalid('price');
  if (categories !== undefined) {
    if (!Array.isArray(categories) || !categories.every(Number.isSafeInteger)) return v2Invalid('categories');
    if (categories.length > categoriesMax)
      return v2Error(403, `A product can belong to at most ${categoriesMax} categories.`);
  }
  const fields = fieldsOf(body);
  if (fields instanceof Response) return fields;
  return {
    fields,
    ...(name === undefined ? {} : { name }),
    ...(sku === undefined ? {} : { sku }),
    ...(price === undefined ? {} : { price }),
    ...(isVisible === undefined ? {} : { isVisible }),
  };
}

const ownPlace = new Set(['name', 'sku', 'price', 'is_visible']);

// By V3's names, which are V2's but for the address.
function fieldsOf(body: Record<string, unknown>): Record<string, unknown> | Response {
  const fields: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(body)) {
    if (ownPlace.has(name)) continue;
    if (!settable.has(name)) return v2Error(400, `The field '${name}' is not supported by this resource.`);
    if (words[name]?.includes(String(value)) === false) return v2Invalid(name);
    if (name === 'custom_url') fields[name] = { url: String(value), is_customized: true };
    else if ((amounts as readonly string[]).includes(name)) {
      const number = numberOf(value);
      if (number === undefined || number < 0) return v2Invalid(name);
      fields[name] = number;
    } else fields[name] = inV3(name, value);
  }
  return fields;
}
