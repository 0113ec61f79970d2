/** V2's SKUs: V3's variants under their older name. */
import { ruleImageAddress } from '../picture-addresses.ts';
import type { ApiRequest, createResource } from '../resource.ts';
import type { VariantRow } from '../state/rows.ts';
import type { Store } from '../store.ts';
import { type Combination, createVariant, isSkuTaken, type VariantRefusal } from '../variants.ts';
import { v2Error, v2List, v2NotFound, v2Page, v2PageOf } from './answers.ts';
import { amountText, numberOf, readV2Object, v2Created, v2Invalid } from './body.ts';
import { pictureFrom, shownFile } from './rule-picture.ts';

// "Bigcommerce caps the number of SKUs associated with a product at 500": 403 beyond (V2 SKUs).
const skusMax = 500;
const readOnly = ['id', 'product_id', 'adjusted_price', 'adjusted_weight'];

/** Registers the SKU routes. */
export function v2SkuRoutes(resource: ReturnType<typeof createResource>): void {
  resource('/products/skus/count', { GET: countAll });
  resource('/products/:pid/skus', { GET: list, POST: create, DELETE: removeMany });
  resource('/products/:pid/skus/:sid', { GET: get, PUT: update, DELETE: remove });
}

// A product without options has one variant and no SKU: its SKU is the product's own.
function isSku({ optionValues }: VariantRow): boolean {
  return optionValues.length > 0;
}

function skusOf({ store, id }: ApiRequest): VariantRow[] {
  return store.tables
    .variants(id('pid'))
    .filter((variant) => isSku(variant) && store.skuViews.get(variant.id) !== 'hidden')
    .toSorted((a, b) => a.skuId - b.skuId);
}

function find(request: ApiRequest): VariantRow | undefined {
  return skusOf(request).find(({ skuId }) => skuId === request.id('sid'));
}

function v2Sku(store: Store, variant: VariantRow): Record<string, unknown> {
  const { fields = {}, image } = variant;
  const planted = store.skuViews.get(variant.id);
  const price = variant.price === null ? null : amountText(variant.price);
  const weight = numberOf(fields['weight']);
  return {
    id: variant.skuId,
    product_id: variant.productId,
    sku: variant.sku,
    price,
    adjusted_price: price,
    cost_price: amountText(fields['cost_price']),
    upc: fields['upc'] ?? '',
    inventory_level: fields['inventory_level'] ?? 0,
    inventory_warning_level: fields['inventory_warning_level'] ?? 0,
    bin_picking_number: fields['bin_picking_number'] ?? '',
    weight: weight === undefined ? null : amountText(weight),
    adjusted_weight: amountText(weight),
    is_purchasing_disabled: fields['purchasing_disabled'] ?? false,
    purchasing_disabled_message: fields['purchasing_disabled_message'] ?? '',
    image_file:
      image !== null && store.switches['v2-variant-image-file'] === 'address'
        ? ruleImageAddress(store, image)
        : shownFile(image),
    options: variant.optionValues.map(({ optionId, valueId }) => ({
      product_option_id: optionId,
      option_value_id: valueId,
    })),
    ...(planted === 'hidden' ? {} : planted),
  };
}

function countAll({ store }: ApiRequest): Response {
  return Response.json({ count: store.tables.variants().filter(isSku).length });
}

function list(request: ApiRequest): Response {
  const { store, query } = request;
  if (store.tables.product(request.id('pid')) === undefined) return v2NotFound();
  const page = v2Page(query, store.switches['v2-limit-over-250']);
  if (page instanceof Response) return page;
  const rows = v2PageOf(filtered(request), page);
  return v2List(
    rows.map((variant) => v2Sku(store, variant)),
    store.switches['v2-empty-list'],
  );
}

const equal = new Set(['sku', 'upc', 'inventory_level', 'inventory_warning_level', 'bin_picking_number']);
const least: Readonly<Record<string, string>> = { min_id: 'id', min_inventory_level: 'inventory_level' };
const most: Readonly<Record<string, string>> = { max_id: 'id', max_inventory_level: 'inventory_level' };

function filtered(request: ApiRequest): VariantRow[] {
  return skusOf(request).filter((variant) => {
    const wire = v2Sku(request.store, variant);
    return [...request.query].every(([name, text]) => {
      if (equal.has(name)) return String(wire[name]) === text;
      if (name in least) return Number(wire[least[name] ?? '']) >= Number(text);
      if (name in most) return Number(wire[most[name] ?? '']) <= Number(text);
      if (name !== 'is_low_inventory') return true;
      const isLow = Number(wire['inventory_level']) <= Number(wire['inventory_warning_level']);
      return isLow === (text === 'true' || text === '1');
    });
  });
}

function get(request: ApiRequest): Response {
  const variant = find(request);
  return variant === undefined ? v2NotFound() : Response.json(v2Sku(request.store, variant));
}

async function create({ store, request, id }: ApiRequest): Promise<Response> {
  const product = store.tables.product(id('pid'));
  if (product === undefined) return v2NotFound();
  const body = await readV2Object(request, readOnly, ['sku', 'options']);
  if (body instanceof Response) return body;
  const wanted = fieldsOf(body);
  if (wanted instanceof Response) return wanted;
  const combination = combinationOf(body['options']);
  if (combination === undefined) return v2Invalid('options');
  const variantId = store.tables.takeThingId();
  const image = await pictureFrom(store, variantId, null, body['image_file'], 'image_file');
  if (image instanceof Response) return image;
  const { sku = '', price = null, fields } = wanted;
  const wish = { id: variantId, sku, price, fields, combination, image };
  const made = createVariant(store, product, wish, skusMax);
  if (typeof made === 'string') return refusalOf(made);
  return v2Created(store.origin(), pathOf(store, made), v2Sku(store, made));
}

function pathOf({ hash }: Store, { productId, skuId }: VariantRow): string {
  return `/stores/${hash}/v2/products/${productId}/skus/${skuId}`;
}

function refusalOf(refusal: VariantRefusal): Response {
  switch (refusal) {
    case 'sku-taken':
      return v2Invalid('sku');
    case 'combination-taken':
    case 'unknown-value':
      return v2Invalid('options');
    case 'too-many-variants':
      return v2Error(403, `A product can have at most ${skusMax} SKUs.`);
  }
}

async function update(request: ApiRequest): Promise<Response> {
  const { store } = request;
  const variant = find(request);
  if (variant === undefined) return v2NotFound();
  const body = await readV2Object(request.request, readOnly);
  if (body instanceof Response) return body;
  const wanted = fieldsOf(body);
  if (wanted instanceof Response) return wanted;
  if (wanted.sku !== undefined && isSkuTaken(store, wanted.sku, variant.id)) return v2Invalid('sku');
  const image = await pictureFrom(store, variant.id, variant.image, body['image_file'], 'image_file');
  if (image instanceof Response) return image;
  // Read again: another request may have changed the SKU while this one's picture was taken in.
  const now = store.tables.variant(variant.id) ?? variant;
  const changed: VariantRow = {
    ...now,
    sku: wanted.sku ?? now.sku,
    price: wanted.price === undefined ? now.price : wanted.price,
    fields: { ...now.fields, ...wanted.fields },
    image: image === variant.image ? now.image : image,
  };
  store.tables.putVariant(changed);
  return Response.json(v2Sku(store, changed));
}

function remove(request: ApiRequest): Response {
  const variant = find(request);
  if (variant === undefined) return v2NotFound();
  request.store.tables.removeVariant(variant.id);
  return new Response(null, { status: 204 });
}

// Takes the filters, page and limit of the list: one page of what they find.
function removeMany(request: ApiRequest): Response {
  const { store, query } = request;
  if (store.tables.product(request.id('pid')) === undefined) return v2NotFound();
  const page = v2Page(query, store.switches['v2-limit-over-250']);
  if (page instanceof Response) return page;
  const rows = filtered(request);
  const doomed = store.switches['v2-delete-all'] === 'all' ? rows : v2PageOf(rows, page);
  for (const { id } of doomed) store.tables.removeVariant(id);
  return new Response(null, { status: 204 });
}

interface SkuFields {
  readonly sku?: string;
  readonly price?: number | null;
  /** By V3's names. */
  readonly fields: Record<string, unknown>;
}
const texts: Readonly<Record<string, string>> = {
  upc: 'upc',
  bin_picking_number: 'bin_picking_number',
  purchasing_disabled_message: 'purchasing_disabled_message',
};
const amounts = new Set(['cost_price', 'weight', 'inventory_level', 'inventory_warning_level']);

function fieldsOf(body: Record<string, unknown>): SkuFields | Response {
  const { sku, price, is_purchasing_disabled: isDisabled } = body;
  if (sku !== undefined && (typeof sku !== 'string' || sku === '')) return v2Invalid('sku');
  const fields: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(body)) {
    if (name in texts) {
      if (typeof value !== 'string') return v2Invalid(name);
      fields[name] = value;
    } else if (amounts.has(name)) {
      const number = value === null ? null : numberOf(value);
      if (number === undefined) return v2Invalid(name);
      fields[name] = number;
    }
  }
  if (isDisabled !== undefined) {
    if (typeof isDisabled !== 'boolean') return v2Invalid('is_purchasing_disabled');
    fields['purchasing_disabled'] = isDisabled;
  }
  const amount = price === undefined || price === null ? price : numberOf(price);
  if (price !== undefined && amount === undefined) return v2Invalid('price');
  return {
    fields,
    ...(sku === undefined ? {} : { sku }),
    ...(amount === undefined ? {} : { price: amount }),
  };
}

function combinationOf(options: unknown): Combination | undefined {
  if (!Array.isArray(options) || options.length === 0) return undefined;
  const pairs = options.map((option: unknown) => {
    const { product_option_id: optionId, option_value_id: valueId } = Object(option) as Record<
      string,
      unknown
    >;
    return { optionId: numberOf(optionId) ?? 0, valueId: numberOf(valueId) ?? 0 };
  });
  return pairs;
}
