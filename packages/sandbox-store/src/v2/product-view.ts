/** A product as V2 shows it, and the fields of it that a query asks for. */
import { listedImages } from '../product-images.ts';
import type { ProductRow } from '../state/rows.ts';
import type { Store } from '../store.ts';
import { rfcDate } from './answers.ts';
import { amountText } from './body.ts';
import { v2Addresses } from './image-view.ts';

/** The fields that V2 shows as texts with four decimals. */
export const amounts = [
  'cost_price',
  'retail_price',
  'sale_price',
  'weight',
  'width',
  'height',
  'depth',
  'fixed_cost_shipping_price',
] as const;

// As the archived page's example shows a product that nobody has set anything on.
const unset = {
  keyword_filter: null,
  type: 'physical',
  description: '',
  search_keywords: null,
  availability_description: '',
  sort_order: 0,
  is_featured: false,
  related_products: '-1',
  inventory_level: 0,
  inventory_warning_level: 0,
  warranty: null,
  is_free_shipping: false,
  inventory_tracking: 'none',
  rating_total: 0,
  rating_count: 0,
  total_sold: 0,
  brand_id: 0,
  view_count: 0,
  page_title: '',
  meta_keywords: null,
  meta_description: null,
  layout_file: 'product.html',
  is_price_hidden: false,
  price_hidden_label: '',
  categories: [],
  event_date_field_name: '',
  event_date_type: 'none',
  event_date_start: '',
  event_date_end: '',
  myob_asset_account: '',
  myob_income_account: '',
  myob_expense_account: '',
  peachtree_gl_account: '',
  condition: 'New',
  is_condition_shown: false,
  preorder_release_date: '',
  is_preorder_only: false,
  preorder_message: '',
  order_quantity_minimum: 0,
  order_quantity_maximum: 0,
  open_graph_type: 'product',
  open_graph_title: '',
  open_graph_description: null,
  is_open_graph_thumbnail: true,
  upc: '',
  avalara_product_tax_code: '',
  date_last_imported: '',
  option_set_id: null,
  tax_class_id: 0,
  option_set_display: 'right',
  bin_picking_number: '',
  availability: 'available',
} as const;

/** What a client may set through V2, by V2's names, beside `name`, `sku`, `price` and `is_visible`. */
export const settable: ReadonlySet<string> = new Set([
  ...Object.keys(unset).filter((name) => name !== 'rating_total' && name !== 'rating_count'),
  ...amounts,
  'custom_url',
]);

const tracking: readonly (readonly [v2: string, v3: string])[] = [
  ['simple', 'product'],
  ['sku', 'variant'],
];

// Lists of words and ids are one text in V2, and stock is tracked under other names.
function inV2(name: string, value: unknown): unknown {
  if (name === 'inventory_tracking') return tracking.find(([, v3]) => v3 === value)?.[0] ?? value;
  return Array.isArray(value) && name !== 'categories' ? value.join(', ') : value;
}

/** The way back: a value as V2 writes it, as V3 shows it. */
export function inV3(name: string, value: unknown): unknown {
  if (name === 'inventory_tracking') return tracking.find(([v2]) => v2 === value)?.[1] ?? value;
  if (name === 'related_products') return String(value).split(',').map(Number);
  if (name !== 'meta_keywords') return value;
  return String(value)
    .split(',')
    .map((word) => word.trim());
}

/** The wire object of a product. */
export function v2Product(store: Store, product: ProductRow): Record<string, unknown> {
  const link = (path: string): Record<string, string> => ({
    url: `${store.origin()}/stores/${store.hash}/v2${path}`,
    resource: path,
  });
  const own = (resource: string): Record<string, string> => link(`/products/${product.id}/${resource}`);
  const { fields } = product;
  const shown = Object.fromEntries(
    Object.entries(fields)
      .filter(([name]) => settable.has(name))
      .map(([name, value]) => [name, inV2(name, value)]),
  );
  const brandId = typeof fields['brand_id'] === 'number' ? fields['brand_id'] : 0;
  return {
    ...unset,
    ...shown,
    ...Object.fromEntries(amounts.map((name) => [name, amountText(fields[name])])),
    id: product.id,
    name: product.name,
    sku: product.sku,
    price: amountText(product.price),
    calculated_price: amountText(product.price),
    is_visible: product.isVisible,
    custom_url: urlOf(product),
    date_created: rfcDate(product.dateCreated),
    date_modified: rfcDate(product.dateModified),
    primary_image: primaryImage(store, product.id),
    brand: link(`/brands/${brandId}`),
    images: own('images'),
    discount_rules: own('discountrules'),
    configurable_fields: own('configurablefields'),
    custom_fields: own('customfields'),
    videos: own('videos'),
    skus: own('skus'),
    rules: own('rules'),
    option_set: null,
    options: own('options'),
    tax_class: link('/taxclasses/0'),
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

const mandatory = new Set(['id', 'name', 'date_modified', 'primary_image']);
// "include=@summary" on the archived page, beside the mandatory fields.
const summaryFields = [
  'availability',
  'calculated_price',
  'inventory_tracking',
  'sku',
  'inventory_level',
  'inventory_warning_level',
  'is_visible',
  'is_featured',
];

/** The fields that a query asks for, and those that are always there. */
export function chosen(wire: Record<string, unknown>, query: URLSearchParams): Record<string, unknown> {
  const words = (name: string): string[] =>
    (query.get(name) ?? '')
      .split(',')
      .map((word) => word.trim())
      .filter((word) => word !== '')
      .flatMap((word) => (word === '@summary' ? summaryFields : [word]));
  const include = new Set(words('include'));
  const exclude = new Set(words('exclude'));
  return Object.fromEntries(
    Object.entries(wire).filter(
      ([name]) => mandatory.has(name) || (!exclude.has(name) && (include.size === 0 || include.has(name))),
    ),
  );
}
