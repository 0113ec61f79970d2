/**
 * V2's SKUs, rules and option values: V3's variants, modifier values and options under their older names.
 * A SKU's picture can be written; rules are read only, for V2 appends conditions where one means to replace them.
 */

import { readBody } from '../request-body.ts';
import type { ApiRequest, createResource } from '../resource.ts';
import { ruleImageOf, setVariantImage } from '../rule-images.ts';
import type { ProductRow, VariantRow } from '../state/rows.ts';
import { uploadFromAddress } from '../uploads.ts';
import { v2Error, v2List, v2NotFound, v2Page, v2PageOf } from './answers.ts';

/** Registers the SKU, rule and option-value routes. */
export function v2RuleRoutes(resource: ReturnType<typeof createResource>): void {
  resource('/products/:pid/skus', { GET: listSkus });
  resource('/products/:pid/skus/:sid', { GET: getSku, PUT: updateSku });
  resource('/products/rules/count', { GET: countAllRules });
  resource('/products/:pid/rules', { GET: listRules });
  resource('/products/:pid/rules/count', { GET: countRules });
  resource('/products/:pid/rules/:rid', { GET: getRule });
  resource('/options/:oid/values', { GET: listValues });
  resource('/options/:oid/values/:vid', { GET: getValue });
}

function listPage({ store, query }: ApiRequest, rows: readonly unknown[]): Response {
  const page = v2Page(query, store.switches['v2-limit-over-250']);
  return page instanceof Response ? page : v2List(v2PageOf(rows, page), store.switches['v2-empty-list']);
}

// A product without options has one variant and no SKU: its SKU is the product's own.
function skusOf({ store, id }: ApiRequest): VariantRow[] {
  return store.tables.variants(id('pid')).filter(({ optionValues }) => optionValues.length > 0);
}

function v2Sku(variant: VariantRow): Record<string, unknown> {
  return {
    id: variant.skuId,
    product_id: variant.productId,
    sku: variant.sku,
    price: variant.price === null ? null : variant.price.toFixed(4),
    adjusted_price: variant.price === null ? null : variant.price.toFixed(4),
    cost_price: '0.0000',
    upc: '',
    inventory_level: 0,
    inventory_warning_level: 0,
    bin_picking_number: '',
    weight: null,
    adjusted_weight: '0.0000',
    is_purchasing_disabled: false,
    purchasing_disabled_message: '',
    image_file: variant.image === null ? '' : `attribute_rule_images/${variant.image.file}`,
    options: variant.optionValues.map(({ optionId, valueId }) => ({
      product_option_id: optionId,
      option_value_id: valueId,
    })),
  };
}

function listSkus(request: ApiRequest): Response {
  if (request.store.tables.product(request.id('pid')) === undefined) return v2NotFound();
  return listPage(request, skusOf(request).map(v2Sku));
}

function getSku(request: ApiRequest): Response {
  const variant = skusOf(request).find(({ skuId }) => skuId === request.id('sid'));
  return variant === undefined ? v2NotFound() : Response.json(v2Sku(variant));
}

const skuReadOnly = ['id', 'product_id', 'adjusted_price', 'adjusted_weight'];

async function updateSku(request: ApiRequest): Promise<Response> {
  const { store } = request;
  const variant = skusOf(request).find(({ skuId }) => skuId === request.id('sid'));
  if (variant === undefined) return v2NotFound();
  const body = await readBody(request.request);
  if (body.kind === 'unsupported') return v2Error(415, 'Unsupported Media Type');
  const value = body.kind === 'json' ? body.value : undefined;
  if (typeof value !== 'object' || value === null) return v2Error(400, 'The request body could not be read.');
  const refused = skuReadOnly.find((name) => name in value);
  if (refused !== undefined) {
    return v2Error(
      400,
      `The field '${refused}' cannot be written to. Please remove it from your request before trying again.`,
    );
  }
  const imageFile = 'image_file' in value ? value.image_file : undefined;
  if (imageFile === undefined) return Response.json(v2Sku(variant));
  if (imageFile === '') return Response.json(v2Sku(setVariantImage(store, variant, null)));
  const upload =
    typeof imageFile === 'string' ? await uploadFromAddress(store, imageFile, 'rule-image') : undefined;
  if (upload === undefined || 'refused' in upload) {
    return v2Error(400, "The field 'image_file' is invalid.", {
      invalid_reason: `The file '${typeof imageFile === 'string' ? imageFile : ''}' is missing or is not usable by this resource.`,
    });
  }
  return Response.json(v2Sku(setVariantImage(store, variant, ruleImageOf(store, variant.id, upload))));
}

// V3 keeps a rule underneath each modifier value that sets a price or a picture; V2 shows these rules.
function rulesOf(product: ProductRow): { id: number }[] {
  return product.modifiers.flatMap((modifier) =>
    modifier.values
      .filter(({ image, priceAdjuster }) => image !== null || priceAdjuster !== null)
      .map((value, place) => ({
        id: value.ruleId,
        product_id: product.id,
        sort_order: place,
        is_enabled: true,
        is_stop: false,
        price_adjuster:
          value.priceAdjuster === null ? null : { adjuster: 'relative', adjuster_value: value.priceAdjuster },
        weight_adjuster: null,
        is_purchasing_disabled: false,
        purchasing_disabled_message: '',
        is_purchasing_hidden: false,
        image_file: value.image === null ? '' : `attribute_rule_images/${value.image.file}`,
        conditions: [{ product_option_id: modifier.id, option_value_id: value.id, sku_id: null }],
      })),
  );
}

function listRules(request: ApiRequest): Response {
  const product = request.store.tables.product(request.id('pid'));
  return product === undefined ? v2NotFound() : listPage(request, rulesOf(product));
}

function countRules({ store, id }: ApiRequest): Response {
  const product = store.tables.product(id('pid'));
  return product === undefined ? v2NotFound() : Response.json({ count: rulesOf(product).length });
}

function countAllRules({ store }: ApiRequest): Response {
  const rules = store.tables.products().reduce((sum, product) => sum + rulesOf(product).length, 0);
  return Response.json({ count: rules });
}

function getRule({ store, id }: ApiRequest): Response {
  const product = store.tables.product(id('pid'));
  const rule = product === undefined ? undefined : rulesOf(product).find((each) => each.id === id('rid'));
  return rule === undefined ? v2NotFound() : Response.json(rule);
}

function valuesOf({ store, id }: ApiRequest): { id: number }[] | undefined {
  const option = store.tables
    .products()
    .flatMap(({ options }) => options)
    .find((each) => each.id === id('oid'));
  return option?.values.map((value) => ({
    id: value.id,
    option_id: option.id,
    label: value.label,
    sort_order: value.sortOrder,
    value:
      value.swatch === undefined
        ? (value.colors ?? []).join('|')
        : `attribute_rule_images/${value.swatch.file}`,
    is_default: value.isDefault,
  }));
}

function listValues(request: ApiRequest): Response {
  const values = valuesOf(request);
  return values === undefined ? v2NotFound() : listPage(request, values);
}

function getValue(request: ApiRequest): Response {
  const value = valuesOf(request)?.find(({ id }) => id === request.id('vid'));
  return value === undefined ? v2NotFound() : Response.json(value);
}
