// V3 of the catalog: which routes there are, what they answer, and how rows are spelled. It must not know sockets, quotas
// or tokens.
import { addressesOf, slotAddress } from './addresses.ts';
import {
  type Answer,
  type Call,
  type Fields,
  knownQuery,
  notFound,
  paged,
  Refusal,
  type Route,
} from './call.ts';
import type { Choice, Image, Product, Value, Variant } from './catalog.ts';
import { fetched, fetchedForProduct, type Incoming, imageFields, roomFor, uploaded } from './incoming.ts';
import { carriedOut, listed, readUpdates } from './updates.ts';

const listWords = ['page', 'limit', 'include_fields', 'exclude_fields'];
const rowWords = ['include_fields', 'exclude_fields'];
const includes = new Set(['images', 'primary_image', 'variants', 'options', 'modifiers']);
const sorts = ['id', 'name', 'sku'] as const;
const forSlots = ['gif', 'jpeg', 'png'] as const;
const largestVariantFile = 1_000_000;

export const v3Routes: readonly Route[] = [
  { method: 'GET', path: 'catalog/products', answer: listProducts },
  { method: 'GET', path: 'catalog/products/#', answer: oneProduct },
  { method: 'PUT', path: 'catalog/products', answer: updateProducts },
  { method: 'PUT', path: 'catalog/products/#', answer: updateProduct },
  { method: 'GET', path: 'catalog/products/#/images', answer: listImages },
  { method: 'POST', path: 'catalog/products/#/images', answer: createImage },
  { method: 'GET', path: 'catalog/products/#/images/#', answer: (call) => ok(imageRow(call, imageOf(call))) },
  { method: 'PUT', path: 'catalog/products/#/images/#', answer: updateImage },
  { method: 'DELETE', path: 'catalog/products/#/images/#', answer: deleteImage },
  { method: 'GET', path: 'catalog/variants', answer: listAllVariants },
  {
    method: 'GET',
    path: 'catalog/products/#/variants',
    answer: (call) => list(call, productOf(call).variants, (row) => variantRow(call, productOf(call), row)),
  },
  {
    method: 'GET',
    path: 'catalog/products/#/variants/#',
    answer: (call) => ok(variantRow(call, productOf(call), variantOf(call))),
  },
  { method: 'POST', path: 'catalog/products/#/variants/#/image', answer: showOnVariant },
  ...(['options', 'modifiers'] as const).flatMap((of): Route[] => [
    {
      method: 'GET',
      path: `catalog/products/#/${of}`,
      answer: (call) => list(call, productOf(call)[of], (row) => choiceRow(call, of, productOf(call), row)),
    },
    {
      method: 'GET',
      path: `catalog/products/#/${of}/#`,
      answer: (call) => ok(choiceRow(call, of, productOf(call), choiceOf(call, of))),
    },
    {
      method: 'GET',
      path: `catalog/products/#/${of}/#/values`,
      answer: (call) =>
        list(call, choiceOf(call, of).values, (row) => valueRow(call, of, choiceOf(call, of), row)),
    },
    {
      method: 'GET',
      path: `catalog/products/#/${of}/#/values/#`,
      answer: (call) => ok(valueRow(call, of, choiceOf(call, of), valueOf(call, of))),
    },
  ]),
  { method: 'POST', path: 'catalog/products/#/modifiers/#/values/#/image', answer: showOnModifier },
  { method: 'PUT', path: 'catalog/products/#/options/#/values/#', answer: updateOptionValue },
];

export const v3Error = ({ status, message, errors }: Refusal): Answer => ({
  status,
  body: {
    status,
    title: message,
    type: 'https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes',
    errors,
  },
});

const ok = (data: unknown): Answer => ({ status: 200, body: { data, meta: {} } });

function collection<T>(call: Call, rows: readonly T[], row: (one: T) => unknown, most = 250): Answer {
  const { rows: shown, page, limit, total } = paged(call, rows, most);
  const pages = Math.ceil(total / limit);
  const link = (at: number): string => `?page=${at}&limit=${limit}`;
  return {
    status: 200,
    body: {
      data: shown.map((one) => chosen(call, row(one))),
      meta: {
        pagination: {
          total,
          count: shown.length,
          per_page: limit,
          current_page: page,
          total_pages: pages,
          links: {
            ...(page > 1 ? { previous: link(page - 1) } : {}),
            current: link(page),
            ...(page < pages ? { next: link(page + 1) } : {}),
          },
        },
      },
    },
  };
}

function list<T>(call: Call, rows: readonly T[], row: (one: T) => unknown): Answer {
  knownQuery(call, listWords);
  return collection(call, rows, row);
}

/** `include_fields` and `exclude_fields`; the id stays, and so does what was included. */
function chosen({ query }: Call, row: unknown): unknown {
  const included = query.get('include_fields')?.split(',');
  const excluded = query.get('exclude_fields')?.split(',') ?? [];
  const kept = ([name]: [string, unknown]): boolean =>
    name === 'id' || includes.has(name) || (included?.includes(name) !== false && !excluded.includes(name));
  return Object.fromEntries(Object.entries(row as Fields).filter(kept));
}

function listProducts(call: Call): Answer {
  const { query } = call;
  const ids = ['id', 'id:in', 'id:not_in', 'id:min', 'id:max', 'id:greater', 'id:less'];
  knownQuery(call, [...listWords, ...ids, 'sku', 'sku:in', 'include', 'sort', 'direction']);
  const include = query.get('include')?.split(',') ?? [];
  for (const word of include) if (!includes.has(word)) call.surprise(`include=${word}`);
  const sort = sorts.find((one) => one === (query.get('sort') ?? 'id'));
  if (sort === undefined) call.surprise(`sort=${query.get('sort')}`);
  const direction = query.get('direction') === 'desc' ? -1 : 1;
  const rows = call.catalog
    .products()
    .filter((product) => isMeant(query, product))
    .sort((a, b) => direction * compare(a[sort ?? 'id'], b[sort ?? 'id']));
  const most = include.some((word) => word === 'options' || word === 'modifiers') ? 10 : 250;
  return collection(call, rows, (product) => productRow(call, product, include), most);
}

const compare = (a: string | number, b: string | number): number => (a < b ? -1 : a > b ? 1 : 0);

function isMeant(query: URLSearchParams, { id, sku }: Product): boolean {
  const asks = (word: string, holds: (value: string) => boolean): boolean => {
    const value = query.get(word);
    return value === null || holds(value);
  };
  return (
    asks('id', (value) => id === Number(value)) &&
    asks('id:in', (value) => value.split(',').includes(String(id))) &&
    asks('id:not_in', (value) => !value.split(',').includes(String(id))) &&
    asks('id:min', (value) => id >= Number(value)) &&
    asks('id:max', (value) => id <= Number(value)) &&
    asks('id:greater', (value) => id > Number(value)) &&
    asks('id:less', (value) => id < Number(value)) &&
    asks('sku', (value) => sku === value) &&
    asks('sku:in', (value) => value.split(',').includes(sku))
  );
}

function oneProduct(call: Call): Answer {
  knownQuery(call, [...rowWords, 'include']);
  return ok(chosen(call, productRow(call, productOf(call), call.query.get('include')?.split(',') ?? [])));
}

async function updateProducts(call: Call): Promise<Answer> {
  knownQuery(call, ['include_fields']);
  const { done, failure } = await carriedOut(call, readUpdates(call, listed(call.body)));
  return updated(
    failure,
    done.map((product) => chosen(call, productRow(call, product, []))),
  );
}

async function updateProduct(call: Call): Promise<Answer> {
  knownQuery(call, ['include', 'include_fields']);
  const product = productOf(call);
  const fields = call.body.form === 'json' ? call.body.fields : {};
  const { failure } = await carriedOut(call, readUpdates(call, [{ ...fields, id: product.id }]));
  return updated(
    failure,
    chosen(call, productRow(call, product, call.query.get('include')?.split(',') ?? [])),
  );
}

const updated = (failure: Refusal | undefined, data: unknown): Answer =>
  failure === undefined ? ok(data) : { status: 207, body: { data, errors: v3Error(failure).body, meta: {} } };

function productRow(call: Call, product: Product, include: readonly string[]): Fields {
  const primary = product.images.find(({ isThumbnail }) => isThumbnail);
  const included: Fields = {
    images: product.images.map((image) => imageRow(call, image)),
    primary_image: primary === undefined ? null : imageRow(call, primary),
    variants: product.variants.map((variant) => variantRow(call, product, variant)),
    options: product.options.map((option) => choiceRow(call, 'options', product, option)),
    modifiers: product.modifiers.map((modifier) => choiceRow(call, 'modifiers', product, modifier)),
  };
  return {
    id: product.id,
    name: product.name,
    type: 'physical',
    sku: product.sku,
    description: '',
    weight: 1,
    price: 10,
    calculated_price: 10,
    categories: [],
    brand_id: 0,
    option_set_id: null,
    option_set_display: 'right',
    inventory_level: 0,
    inventory_tracking: 'none',
    is_free_shipping: false,
    is_visible: true,
    is_featured: false,
    availability: 'available',
    condition: 'New',
    sort_order: 0,
    custom_url: { url: `/${product.sku.toLowerCase()}/`, is_customized: false },
    date_created: '2018-08-15T14:48:46+00:00',
    date_modified: '2018-09-05T20:42:07+00:00',
    base_variant_id: product.variants.find(({ skuId }) => skuId === null)?.id ?? null,
    ...Object.fromEntries(Object.entries(included).filter(([name]) => include.includes(name))),
  };
}

function imageRow(call: Call, image: Image): Fields {
  return {
    id: image.id,
    product_id: image.productId,
    is_thumbnail: image.isThumbnail,
    sort_order: image.sortOrder,
    description: image.description,
    image_file: image.file,
    ...addressesOf(call, image),
    date_modified: new Date(image.modified * 1_000).toISOString().replace('.000Z', '+00:00'),
  };
}

function variantRow(call: Call, product: Product, variant: Variant): Fields {
  return {
    id: variant.id,
    product_id: product.id,
    sku: variant.sku,
    sku_id: variant.skuId,
    price: null,
    calculated_price: 10,
    weight: null,
    is_free_shipping: false,
    purchasing_disabled: false,
    purchasing_disabled_message: '',
    image_url: slotAddress(call, variant),
    upc: '',
    mpn: '',
    gtin: '',
    inventory_level: 0,
    option_values: variant.choices.map(({ id, label, optionId, option }) => ({
      id,
      label,
      option_id: optionId,
      option_display_name: option,
    })),
  };
}

function choiceRow(call: Call, of: 'options' | 'modifiers', product: Product, choice: Choice): Fields {
  return {
    id: choice.id,
    product_id: product.id,
    // Made of the displayed name, a moment and the product: another one in every store.
    name: `${choice.displayName}15${choice.id}-${product.id}`,
    display_name: choice.displayName,
    type: choice.type,
    ...(of === 'modifiers' ? { required: false } : {}),
    sort_order: 0,
    config: {},
    option_values: choice.values.map((value) => valueRow(call, of, choice, value)),
  };
}

function valueRow(call: Call, of: 'options' | 'modifiers', choice: Choice, value: Value): Fields {
  const address = slotAddress(call, value);
  if (of === 'options')
    return {
      id: value.id,
      label: value.label,
      sort_order: value.sortOrder,
      value_data:
        address === ''
          ? value.colors === undefined
            ? null
            : { colors: value.colors }
          : { image_url: address },
      is_default: false,
    };
  return {
    id: value.id,
    option_id: choice.id,
    label: value.label,
    sort_order: value.sortOrder,
    value_data: null,
    is_default: false,
    adjusters: {
      price: {},
      weight: {},
      image_url: address,
      purchasing_disabled: { status: false, message: '' },
    },
  };
}

function listImages(call: Call): Answer {
  knownQuery(call, listWords);
  const { images } = productOf(call);
  // "There are not any images on this product."
  return images.length === 0 ? { status: 204 } : collection(call, images, (image) => imageRow(call, image));
}

async function createImage(call: Call): Promise<Answer> {
  const fields = imageFields(call);
  const product = productOf(call);
  const file = await pictureFor(call);
  if (file === undefined) throw new Refusal(422, 'image_url must be present if uploading by url');
  roomFor(product.images.length + 1);
  const image = call.catalog.createImage(product, { ...fields, file });
  call.changed();
  return ok(imageRow(call, image));
}

async function updateImage(call: Call): Promise<Answer> {
  const fields = imageFields(call);
  const image = imageOf(call);
  const file = await pictureFor(call);
  call.catalog.updateImage(productOf(call), image, { ...fields, ...(file === undefined ? {} : { file }) });
  call.changed();
  return ok(imageRow(call, image));
}

/** By address in JSON, as a file in a form; never the other way about. */
async function pictureFor(call: Call): Promise<Incoming | undefined> {
  if (call.body.form === 'multipart') return uploaded(call, 'image_file');
  const address = call.body.form === 'json' ? call.body.fields['image_url'] : undefined;
  return address === undefined ? undefined : await fetchedForProduct(address);
}

function deleteImage(call: Call): Answer {
  call.catalog.removeImage(productOf(call), imageOf(call));
  call.changed();
  return { status: 204 };
}

function listAllVariants(call: Call): Answer {
  knownQuery(call, [...listWords, 'id', 'sku', 'product_id:in']);
  const { query } = call;
  const products = query.get('product_id:in')?.split(',');
  const rows = call.catalog
    .products()
    .filter(({ id }) => products?.includes(String(id)) !== false)
    .flatMap((product) => product.variants.map((variant) => ({ product, variant })))
    .filter(({ variant }) => (query.get('id') ?? String(variant.id)) === String(variant.id))
    .filter(({ variant }) => (query.get('sku') ?? variant.sku) === variant.sku);
  return collection(call, rows, ({ product, variant }) => variantRow(call, product, variant));
}

async function showOnVariant(call: Call): Promise<Answer> {
  const variant = variantOf(call);
  const { body } = call;
  const file = uploaded(call, 'image_file', forSlots);
  // "Returns for an `image_file` larger than 1 MB."
  if (file !== undefined && file.picture.bytes.length > largestVariantFile)
    throw new Refusal(500, 'Internal Server Error');
  const shown =
    file ?? (body.form === 'json' ? await fetched(body.fields['image_url'], forSlots) : undefined);
  if (shown === undefined) throw new Refusal(422, 'Image was not valid.', { image_file: 'missing' });
  call.catalog.show(variant, shown.picture);
  call.changed();
  return ok({ image_url: slotAddress(call, variant) });
}

function showOnModifier(call: Call): Answer {
  const value = valueOf(call, 'modifiers');
  const file = uploaded(call, 'image_file');
  if (file === undefined) throw new Refusal(422, 'Modifier image was not valid.', { image_file: 'missing' });
  call.catalog.show(value, file.picture);
  call.changed();
  return ok({ image_url: slotAddress(call, value) });
}

async function updateOptionValue(call: Call): Promise<Answer> {
  const value = valueOf(call, 'options');
  const { body, surprise } = call;
  const fields: Fields = body.form === 'json' ? body.fields : {};
  for (const name of Object.keys(fields))
    if (!['is_default', 'label', 'sort_order', 'value_data', 'id'].includes(name))
      surprise(`a field ${name}`);
  // The schema requires both, also where nothing of them is to change.
  const { label, sort_order: sortOrder, value_data: data } = fields;
  if (typeof label !== 'string' || typeof sortOrder !== 'number')
    throw new Refusal(422, 'The OptionValue was not valid.', {
      ...(typeof label === 'string' ? {} : { label: 'missing' }),
      ...(typeof sortOrder === 'number' ? {} : { sort_order: 'missing' }),
    });
  const address =
    typeof data === 'object' && data !== null && 'image_url' in data ? data.image_url : undefined;
  const shown = address === undefined ? undefined : await fetched(address);
  value.label = label;
  value.sortOrder = sortOrder;
  if (shown !== undefined) call.catalog.showSwatch(value, shown.picture);
  call.changed();
  return ok(valueRow(call, 'options', choiceOf(call, 'options'), value));
}

function productOf({ catalog, ids }: Call): Product {
  return existing(catalog.product(ids[0] ?? 0));
}

const imageOf = (call: Call): Image => existing(productOf(call).images.find(({ id }) => id === call.ids[1]));

const variantOf = (call: Call): Variant =>
  existing(productOf(call).variants.find(({ id }) => id === call.ids[1]));

const choiceOf = (call: Call, of: 'options' | 'modifiers'): Choice =>
  existing(productOf(call)[of].find(({ id }) => id === call.ids[1]));

const valueOf = (call: Call, of: 'options' | 'modifiers'): Value =>
  existing(choiceOf(call, of).values.find(({ id }) => id === call.ids[2]));

function existing<T>(found: T | undefined): T {
  if (found === undefined) throw notFound();
  return found;
}
