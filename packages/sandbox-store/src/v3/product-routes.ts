/** Products in V3: lists, reads and updates, one or ten at a time, and the catalog's summary. */
import { z } from 'zod';
import { takenBy } from '../products.ts';
import { readBody } from '../request-body.ts';
import type { ApiRequest, createResource } from '../resource.ts';
import type { ProductRow } from '../state/rows.ts';
import type { Store } from '../store.ts';
import { v3Error, v3Item, v3List, v3NotFound, v3Page } from './answers.ts';
import { chosenFields } from './chosen-fields.ts';
import { bodyRefusal, invalid } from './image-body.ts';
import { isoDate } from './image-view.ts';
import { applyImages, partial, picturesOf, type TakenIn, tooManyImages } from './images-in-product.ts';
import { otherFields, type ProductBody, productBody } from './product-body.ts';
import { createOne, duplicate, removeMany, removeOne } from './product-create.ts';
import { includesOf, productCondition, productOrder } from './product-query.ts';
import { v3Product } from './product-view.ts';

const batchMax = 10;
/** Registers the product routes. */
export function productRoutes(resource: ReturnType<typeof createResource>): void {
  resource('/catalog/products', { GET: list, POST: createOne, PUT: updateMany, DELETE: removeMany });
  resource('/catalog/products/:pid', { GET: get, PUT: update, DELETE: removeOne });
  resource('/catalog/summary', { GET: summary });
}

function list({ store, query }: ApiRequest): Response {
  const include = includesOf(query);
  const limitMax = include.has('options') || include.has('modifiers') ? 10 : 250;
  const page = v3Page(query, store.switches['v3-limit-over-250'], limitMax);
  if (page instanceof Response) return page;
  const condition = productCondition(store, query);
  if (condition instanceof Response) return condition;
  const rows = store.tables.products(
    condition,
    productOrder(query),
    page.limit,
    (page.page - 1) * page.limit,
  );
  const data = rows.map((row) => chosenFields(v3Product(store, row, include), query, include));
  return v3List(data, store.tables.countProducts(condition), page, query);
}

function get({ store, query, path, id }: ApiRequest): Response {
  const product = store.tables.product(id('pid'));
  if (product === undefined) return v3NotFound(path);
  const include = includesOf(query);
  return v3Item(chosenFields(v3Product(store, product, include), query, include));
}

async function update({ store, request, query, path, id }: ApiRequest): Promise<Response> {
  const body = await readBody(request);
  if (body.kind !== 'json') return bodyRefusal(body);
  const parsed = productBody.safeParse(body.value);
  if (!parsed.success) return invalid(parsed.error);
  const product = store.tables.product(id('pid'));
  if (product === undefined) return v3NotFound(path);
  const tooMany = tooManyImages(store, [parsed.data]);
  if (tooMany !== undefined) return tooMany;
  const taken = await picturesOf(store, parsed.data.images);
  if (taken instanceof Response) return taken;
  const outcome = applyProduct(store, product, parsed.data, taken);
  if (outcome instanceof Response) return outcome;
  const shown = v3Product(store, store.tables.product(product.id) ?? product, includesOf(query));
  const chosen = chosenFields(shown, query, includesOf(query));
  const status = Number(store.switches['v3-product-put-status']);
  return outcome === 'partial' ? partial(chosen) : v3Item(chosen, status);
}

async function updateMany({ store, request, path, query }: ApiRequest): Promise<Response> {
  const body = await readBody(request);
  if (body.kind !== 'json') return bodyRefusal(body);
  const parsed = z.array(productBody.extend({ id: z.int().positive() })).safeParse(body.value);
  if (!parsed.success) return invalid(parsed.error);
  if (parsed.data.length > batchMax) {
    return v3Error(
      413,
      `The request payload is too large. The maximum items allowed in the array is ${batchMax}.`,
    );
  }
  const tooMany = tooManyImages(store, parsed.data);
  if (tooMany !== undefined) return tooMany;
  if (parsed.data.some(({ id }) => store.tables.product(id) === undefined)) return v3NotFound(path);
  // Taken in before any product is changed, so that a request that is refused for one of them does nothing.
  const takenIn: TakenIn[] = [];
  for (const { images } of parsed.data) {
    const taken = await picturesOf(store, images);
    if (taken instanceof Response) return taken;
    takenIn.push(taken);
  }
  const shown: unknown[] = [];
  let isPartial = false;
  for (const [index, wanted] of parsed.data.entries()) {
    const [product, taken] = [store.tables.product(wanted.id), takenIn[index]];
    if (product === undefined || taken === undefined) continue;
    const outcome = applyProduct(store, product, wanted, taken);
    if (outcome instanceof Response) return outcome;
    isPartial ||= outcome === 'partial';
    const now = v3Product(store, store.tables.product(product.id) ?? product, includesOf(query));
    shown.push(chosenFields(now, query, includesOf(query)));
  }
  return isPartial ? partial(shown) : v3Item(shown);
}

function applyProduct(
  store: Store,
  before: ProductRow,
  body: ProductBody,
  taken: TakenIn,
): 'all' | 'partial' | Response {
  const { name, sku, price, is_visible: isVisible } = body;
  // Read again: another request may have changed the product while the pictures were taken in.
  const now = store.tables.product(before.id) ?? before;
  const duplicated = takenBy(store, { name, sku: sku === now.sku ? undefined : sku }, now.id);
  if (duplicated !== undefined) return duplicate(duplicated);
  store.tables.putProduct({
    ...now,
    name: name ?? now.name,
    sku: sku ?? now.sku,
    price: price ?? now.price,
    isVisible: isVisible ?? now.isVisible,
    fields: { ...now.fields, ...otherFields(body) },
    dateModified: store.now(),
  });
  const base = store.tables.variants(now.id).find(({ optionValues }) => optionValues.length === 0);
  if (base !== undefined && sku !== undefined) store.tables.putVariant({ ...base, sku });
  return applyImages(store, now.id, taken);
}

function summary({ store }: ApiRequest): Response {
  const products = store.tables.products();
  const variants = store.tables.variants();
  const prices = products.map(({ price }) => price);
  const dates = products.map(({ dateCreated }) => dateCreated);
  const mean = prices.reduce((sum, price) => sum + price, 0) / Math.max(1, prices.length);
  return v3Item({
    inventory_count: 0,
    variant_count: variants.length,
    inventory_value: 0,
    highest_variant_price: Math.max(0, ...prices),
    average_variant_price: Math.round(mean * 100) / 100,
    lowest_variant_price: prices.length === 0 ? 0 : Math.min(...prices),
    oldest_variant_date: dates.length === 0 ? null : isoDate(Math.min(...dates)),
    newest_variant_date: dates.length === 0 ? null : isoDate(Math.max(...dates)),
    primary_category_id: 23,
    primary_category_name: 'Shop All',
  });
}
