/** GET and PUT of products in V3, one or ten at a time, and the catalog's summary. */
import { z } from 'zod';
import { createImage, removeImage, updateImage } from '../product-images.ts';
import { readBody } from '../request-body.ts';
import type { ApiRequest, createResource } from '../resource.ts';
import type { ProductRow } from '../state/rows.ts';
import type { Store } from '../store.ts';
import { uploadFromAddress } from '../uploads.ts';
import { v3Error, v3Item, v3List, v3NotFound, v3Page } from './answers.ts';
import { chosenFields } from './chosen-fields.ts';
import { bodyRefusal, invalid, orRefusal } from './image-body.ts';
import { isoDate } from './image-view.ts';
import { includesOf, productCondition, productOrder } from './product-query.ts';
import { v3Product } from './product-view.ts';

const batchMax = 10;
const imageInProduct = z.object({
  id: z.int().positive().optional(),
  image_url: z.string().optional(),
  is_thumbnail: z.boolean().optional(),
  sort_order: z.int32().optional(),
  description: z.string().optional(),
});
const productBody = z.looseObject({
  name: z.string().min(1).max(250).optional(),
  sku: z.string().max(255).optional(),
  price: z.number().optional(),
  is_visible: z.boolean().optional(),
  images: z.array(imageInProduct).optional(),
});
type ProductBody = z.infer<typeof productBody>;

/** Registers the product routes. */
export function productRoutes(resource: ReturnType<typeof createResource>): void {
  resource('/catalog/products', { GET: list, PUT: updateMany });
  resource('/catalog/products/:pid', { GET: get, PUT: update });
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
  const outcome = await applyProduct(store, product, parsed.data);
  if (outcome instanceof Response) return outcome;
  const shown = v3Product(store, store.tables.product(product.id) ?? product, includesOf(query));
  return outcome === 'partial' ? partial(shown) : v3Item(shown);
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
  const products = parsed.data.map((wanted) => ({ wanted, product: store.tables.product(wanted.id) }));
  if (products.some(({ product }) => product === undefined)) return v3NotFound(path);
  const shown: unknown[] = [];
  let isPartial = false;
  for (const { wanted, product } of products) {
    if (product === undefined) continue;
    const outcome = await applyProduct(store, product, wanted);
    if (outcome instanceof Response) return outcome;
    isPartial ||= outcome === 'partial';
    shown.push(v3Product(store, store.tables.product(product.id) ?? product, includesOf(query)));
  }
  return isPartial ? partial(shown) : v3Item(shown);
}

function partial(data: unknown): Response {
  const errors = {
    status: 207,
    title: 'Multi-status',
    type: '/api-docs/getting-started/api-status-codes',
    errors: { images: 'The images could not be saved.' },
  };
  return Response.json({ data, errors, meta: {} }, { status: 207 });
}

async function applyProduct(
  store: Store,
  product: ProductRow,
  body: ProductBody,
): Promise<'all' | 'partial' | Response> {
  const { id: _, name, sku, price, is_visible: isVisible, images, ...rest } = body;
  const taken =
    sku !== undefined &&
    sku !== '' &&
    sku !== product.sku &&
    store.tables.countProducts({ sql: 'sku = ? AND id <> ?', values: [sku, product.id] }) > 0;
  if (taken) return v3Error(409, 'The product sku is a duplicate', { sku: 'The product sku is a duplicate' });
  const pictures = await picturesOf(store, images ?? []);
  if (pictures instanceof Response) return pictures;
  store.tables.putProduct({
    ...product,
    name: name ?? product.name,
    sku: sku ?? product.sku,
    price: price ?? product.price,
    isVisible: isVisible ?? product.isVisible,
    fields: { ...product.fields, ...rest },
    dateModified: store.now(),
  });
  return applyImages(store, product.id, images ?? [], pictures);
}

type Pictures = readonly (Exclude<Awaited<ReturnType<typeof orRefusal>>, Response> | undefined)[];

async function picturesOf(
  store: Store,
  images: readonly z.infer<typeof imageInProduct>[],
): Promise<Pictures | Response> {
  const behaviour = store.switches['v3-product-put-images'];
  if (behaviour === 'ignored' || behaviour === '207') return [];
  const pictures: Pictures[number][] = [];
  for (const { image_url: address } of images) {
    const picture =
      address === undefined ? undefined : orRefusal(await uploadFromAddress(store, address, 'product-image'));
    if (picture instanceof Response) return picture;
    pictures.push(picture);
  }
  return pictures;
}

function applyImages(
  store: Store,
  productId: number,
  images: readonly z.infer<typeof imageInProduct>[],
  pictures: Pictures,
): 'all' | 'partial' {
  const behaviour = store.switches['v3-product-put-images'];
  if (images.length === 0 && behaviour !== 'replace') return 'all';
  if (behaviour === '207') return 'partial';
  if (behaviour === 'ignored' || images.length === 0) return 'all';
  const named = new Set(images.map(({ id }) => id));
  if (behaviour === 'replace') {
    for (const image of store.tables.images(productId)) {
      if (!named.has(image.id)) removeImage(store, image);
    }
  }
  let isPartial = false;
  for (const [index, wanted] of images.entries()) {
    const wish = {
      isThumbnail: wanted.is_thumbnail,
      sortOrder: wanted.sort_order,
      description: wanted.description,
    };
    const picture = pictures[index];
    const existing = wanted.id === undefined ? undefined : store.tables.image(wanted.id);
    const outcome =
      existing?.productId === productId
        ? updateImage(store, existing, wish, picture)
        : picture && createImage(store, productId, picture, wish);
    if (outcome === undefined || typeof outcome === 'string') isPartial = true;
  }
  return isPartial ? 'partial' : 'all';
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
