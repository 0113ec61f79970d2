/** A product as V3 shows it, with what `include` asks for. */

import { ruleImageAddress } from '../picture-addresses.ts';
import { listedImages } from '../product-images.ts';
import { adjusterOf } from '../rules.ts';
import type { ModifierRow, OptionRow, ProductRow, VariantRow } from '../state/rows.ts';
import type { Store } from '../store.ts';
import { isoDate, v3Image, v3Ordered } from './image-view.ts';

/** What `include` may name; what is not kept here is shown empty. */
export const includable = [
  'bulk_pricing_rules',
  'channels',
  'custom_fields',
  'images',
  'modifiers',
  'options',
  'parent_relations',
  'primary_image',
  'reviews',
  'variants',
  'videos',
] as const;
export type Includable = (typeof includable)[number];

/** The wire object of a product. */
export function v3Product(
  store: Store,
  product: ProductRow,
  include: ReadonlySet<Includable>,
): Record<string, unknown> {
  return { ...base(store, product), ...included(store, product, include) };
}

/** What a product holds that nobody has set anything on. */
export const unset = {
  type: 'physical',
  description: '',
  weight: 0,
  width: 0,
  depth: 0,
  height: 0,
  cost_price: 0,
  retail_price: 0,
  sale_price: 0,
  map_price: 0,
  tax_class_id: 0,
  product_tax_code: '',
  categories: [],
  brand_id: 0,
  option_set_id: null,
  option_set_display: 'right',
  inventory_level: 0,
  inventory_warning_level: 0,
  inventory_tracking: 'none',
  reviews_rating_sum: 0,
  reviews_count: 0,
  total_sold: 0,
  fixed_cost_shipping_price: 0,
  is_free_shipping: false,
  is_featured: false,
  related_products: [-1],
  warranty: '',
  bin_picking_number: '',
  upc: '',
  mpn: '',
  gtin: '',
  date_last_imported: null,
  search_keywords: '',
  availability: 'available',
  availability_description: '',
  gift_wrapping_options_type: 'any',
  gift_wrapping_options_list: [],
  sort_order: 0,
  condition: 'New',
  is_condition_shown: false,
  order_quantity_minimum: 0,
  order_quantity_maximum: 0,
  page_title: '',
  meta_keywords: [],
  meta_description: '',
  view_count: 0,
  preorder_release_date: null,
  preorder_message: '',
  is_preorder_only: false,
  is_price_hidden: false,
  price_hidden_label: '',
  open_graph_type: 'product',
  open_graph_title: '',
  open_graph_description: '',
  open_graph_use_meta_description: true,
  open_graph_use_product_name: true,
  open_graph_use_image: true,
} as const;

/** Which of a product's fields a client may set, beside those that have a place of their own. */
export const settable: ReadonlySet<string> = new Set(
  [...Object.keys(unset), 'custom_url', 'layout_file', 'brand_name'].filter(
    (name) => !['reviews_rating_sum', 'reviews_count', 'option_set_id', 'option_set_display'].includes(name),
  ),
);

function base(store: Store, product: ProductRow): Record<string, unknown> {
  const firstOption = product.options[0]?.id ?? null;
  return {
    ...unset,
    id: product.id,
    name: product.name,
    sku: product.sku,
    price: product.price,
    calculated_price: product.price,
    is_visible: product.isVisible,
    layout_file: 'product.html',
    date_created: isoDate(product.dateCreated),
    date_modified: isoDate(product.dateModified),
    custom_url: { url: `/product-${product.id}/`, is_customized: false },
    base_variant_id: product.options.length > 0 ? null : baseVariant(store, product.id),
    ...product.fields,
    ...(firstOption === null ? {} : { option_set_id: 10 + product.id }),
  };
}

// A product that a test has put there past the API has no variant of its own.
function baseVariant(store: Store, productId: number): number | null {
  return store.tables.variants(productId).find(({ optionValues }) => optionValues.length === 0)?.id ?? null;
}

function included(
  store: Store,
  product: ProductRow,
  include: ReadonlySet<Includable>,
): Record<string, unknown> {
  const wire: Record<string, unknown> = {};
  for (const name of include) {
    switch (name) {
      case 'images': {
        const most = store.switches['v3-include-images-limit'];
        const images = v3Ordered(store, listedImages(store, 'v3', product.id));
        wire[name] = (most === 'none' ? images : images.slice(0, Number(most))).map((image) =>
          v3Image(store, image),
        );
        break;
      }
      case 'primary_image': {
        const thumbnail = listedImages(store, 'v3', product.id).find(({ isThumbnail }) => isThumbnail);
        if (thumbnail !== undefined) wire[name] = v3Image(store, thumbnail);
        else if (store.switches['v3-primary-image-absent'] === 'null') wire[name] = null;
        break;
      }
      case 'variants':
        wire[name] = store.tables.variants(product.id).map((variant) => v3Variant(store, product, variant));
        break;
      case 'options':
        wire[name] = product.options.map((option) => v3Option(store, product.id, option));
        break;
      case 'modifiers':
        wire[name] = product.modifiers.map((modifier) => v3Modifier(store, product.id, modifier));
        break;
      case 'channels':
        wire[name] = [1];
        break;
      default:
        wire[name] = [];
    }
  }
  return wire;
}

/** The wire object of a variant; `image_url` is empty where it has no picture. */
export function v3Variant(
  store: Store,
  product: ProductRow | undefined,
  variant: VariantRow,
): Record<string, unknown> {
  return {
    id: variant.id,
    product_id: variant.productId,
    sku: variant.sku,
    sku_id: variant.optionValues.length === 0 ? null : variant.skuId,
    price: variant.price,
    calculated_price: variant.price ?? product?.price ?? 0,
    sale_price: null,
    retail_price: null,
    map_price: {},
    weight: null,
    calculated_weight: 1,
    width: null,
    height: null,
    depth: null,
    is_free_shipping: false,
    fixed_cost_shipping_price: null,
    purchasing_disabled: false,
    purchasing_disabled_message: '',
    image_url: variant.image === null ? '' : ruleImageAddress(store, variant.image),
    cost_price: 0,
    upc: '',
    mpn: '',
    gtin: '',
    inventory_level: 0,
    inventory_warning_level: 0,
    bin_picking_number: '',
    ...variant.fields,
    option_values: variant.optionValues.map(({ optionId, valueId, label, optionName }) => ({
      id: valueId,
      label,
      option_id: optionId,
      option_display_name: optionName,
    })),
  };
}

/** The wire object of a variant option. */
export function v3Option(store: Store, productId: number, option: OptionRow): Record<string, unknown> {
  return {
    id: option.id,
    product_id: productId,
    name: `${option.displayName}${option.id}`,
    display_name: option.displayName,
    type: option.type,
    sort_order: option.sortOrder ?? 0,
    option_values: option.values.map((value) => v3OptionValue(store, value)),
    config: [],
  };
}

/** The wire object of an option value; a swatch shows its colours or its pattern. */
export function v3OptionValue(store: Store, value: OptionRow['values'][number]): Record<string, unknown> {
  const shown =
    value.swatch === undefined
      ? { colors: value.colors ?? [] }
      : { image_url: ruleImageAddress(store, value.swatch) };
  return {
    id: value.id,
    label: value.label,
    sort_order: value.sortOrder,
    value_data: shown,
    is_default: value.isDefault,
  };
}

/** The wire object of a modifier. */
export function v3Modifier(store: Store, productId: number, modifier: ModifierRow): Record<string, unknown> {
  return {
    id: modifier.id,
    product_id: productId,
    name: `${modifier.displayName}${modifier.id}`,
    display_name: modifier.displayName,
    type: modifier.type ?? 'radio_buttons',
    required: modifier.required,
    sort_order: modifier.sortOrder ?? 0,
    config: modifier.config ?? [],
    option_values: modifier.values.map((value) => v3ModifierValue(store, modifier.id, value)),
  };
}

/** The wire object of a modifier's value with its adjusters. */
export function v3ModifierValue(
  store: Store,
  modifierId: number,
  value: ModifierRow['values'][number],
): Record<string, unknown> {
  const price = value.priceAdjuster;
  return {
    id: value.id,
    option_id: modifierId,
    label: value.label,
    sort_order: value.sortOrder,
    value_data: value.data ?? null,
    is_default: value.isDefault,
    adjusters: {
      price: adjusterOf(price),
      weight: value.weightAdjuster ?? null,
      image_url: value.image === null ? '' : ruleImageAddress(store, value.image),
      purchasing_disabled: value.purchasingDisabled ?? { status: false, message: '' },
    },
  };
}
