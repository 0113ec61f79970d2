/** Variants in V3: read, create, update and delete one, batch of fifty, and the image of one. */
import { z } from 'zod';
import { ruleImageAddress } from '../picture-addresses.ts';
import { readBody } from '../request-body.ts';
import type { ApiRequest, createResource } from '../resource.ts';
import { ruleImageOf, setVariantImage } from '../rule-images.ts';
import type { VariantRow } from '../state/rows.ts';
import type { Store } from '../store.ts';
import { sizeMax, uploadBytes, uploadFromAddress } from '../uploads.ts';
import { createVariant, isSkuTaken, type VariantRefusal } from '../variants.ts';
import { pageOf, v3Error, v3Item, v3List, v3NotFound, v3Page } from './answers.ts';
import { chosenFields } from './chosen-fields.ts';
import { bodyRefusal, invalid, orRefusal, tooManyFiles } from './image-body.ts';
import { tooManyVariants } from './product-create.ts';
import { v3Variant } from './product-view.ts';
import {
  batchBody,
  type NewVariantBody,
  newVariantBody,
  type VariantBody,
  variantBody,
  variantFieldsOf,
  variantsMax,
} from './variant-body.ts';

const batchMax = 50;
/** A file of a variant may have 1 MB where one of a product may have 8. */
const fileShare = 8;
/** Registers the variant routes. */
export function variantRoutes(resource: ReturnType<typeof createResource>): void {
  resource('/catalog/variants', { GET: listAll, PUT: updateMany });
  resource('/catalog/products/:pid/variants', { GET: listOf, POST: create });
  resource('/catalog/products/:pid/variants/:vid', { GET: get, PUT: update, DELETE: remove });
  resource('/catalog/products/:pid/variants/:vid/image', { POST: setImage, DELETE: removeImage });
}

function variantOf({ store, id }: ApiRequest): VariantRow | undefined {
  const variant = store.tables.variant(id('vid'));
  if (store.switches['variant-product-id'] === 'ignored') return variant;
  return variant?.productId === id('pid') ? variant : undefined;
}

function shown(store: Store, variant: VariantRow): Record<string, unknown> {
  return v3Variant(store, store.tables.product(variant.productId), variant);
}

function listPage(request: ApiRequest, variants: readonly VariantRow[]): Response {
  const page = v3Page(request.query, request.store.switches['v3-limit-over-250']);
  if (page instanceof Response) return page;
  const rows = pageOf(variants, page).map((variant) =>
    chosenFields(shown(request.store, variant), request.query),
  );
  return v3List(rows, variants.length, page, request.query);
}

function listAll(request: ApiRequest): Response {
  const { store, query } = request;
  const wanted = (name: string): Set<string> | undefined => {
    const text = query.get(name);
    return text === null ? undefined : new Set(text.split(','));
  };
  const products = wanted('product_id:in') ?? wanted('product_id');
  const ids = wanted('id:in') ?? wanted('id');
  const skus = wanted('sku:in') ?? wanted('sku');
  const upc = query.get('upc');
  const variants = store.tables
    .variants()
    .filter(
      (variant) =>
        products?.has(String(variant.productId)) !== false &&
        ids?.has(String(variant.id)) !== false &&
        skus?.has(variant.sku) !== false &&
        (upc === null || variant.fields?.['upc'] === upc),
    );
  return listPage(request, variants);
}

function listOf(request: ApiRequest): Response {
  const { store, path, id } = request;
  if (store.tables.product(id('pid')) === undefined) return v3NotFound(path);
  return listPage(request, store.tables.variants(id('pid')));
}

function get(request: ApiRequest): Response {
  const variant = variantOf(request);
  return variant === undefined
    ? v3NotFound(request.path)
    : v3Item(chosenFields(shown(request.store, variant), request.query));
}

async function update(request: ApiRequest): Promise<Response> {
  const { store, path } = request;
  const body = await readBody(request.request);
  if (body.kind !== 'json') return bodyRefusal(body);
  const parsed = variantBody.safeParse(body.value);
  if (!parsed.success) return invalid(parsed.error);
  const variant = variantOf(request);
  if (variant === undefined) return v3NotFound(path);
  const changed = await applyVariant(store, variant, parsed.data, true);
  return changed instanceof Response ? changed : v3Item(shown(store, changed));
}

async function create({ store, request, path, id }: ApiRequest): Promise<Response> {
  const body = await readBody(request);
  if (body.kind !== 'json') return bodyRefusal(body);
  const parsed = newVariantBody.safeParse(body.value);
  if (!parsed.success) return invalid(parsed.error);
  const made = await make(store, id('pid'), parsed.data, path, true);
  return made instanceof Response ? made : v3Item(shown(store, made));
}

async function make(
  store: Store,
  productId: number,
  wanted: NewVariantBody,
  path: string,
  takesImage: boolean,
): Promise<VariantRow | Response> {
  const product = store.tables.product(productId);
  if (product === undefined) return v3NotFound(path);
  const { sku, price = null, option_values: values, image_url: address } = wanted;
  const picture =
    !takesImage || address === undefined || address === ''
      ? undefined
      : orRefusal(await uploadFromAddress(store, address, 'rule-image'));
  if (picture instanceof Response) return picture;
  const combination = values.map((value) => ({ optionId: value.option_id, valueId: value.id }));
  const wish = { sku, price, combination, fields: variantFieldsOf(wanted) };
  const made = createVariant(store, product, wish, variantsMax);
  if (typeof made === 'string') return refusalOf(made);
  return picture === undefined ? made : setVariantImage(store, made, ruleImageOf(store, made.id, picture));
}

function refusalOf(refusal: VariantRefusal): Response {
  switch (refusal) {
    case 'sku-taken':
      return v3Error(409, 'The variant sku is a duplicate', { sku: 'The variant sku is a duplicate' });
    case 'combination-taken':
      return v3Error(409, 'The option values are those of another variant', { option_values: 'duplicate' });
    case 'unknown-value':
      return v3Error(422, 'Variant was not valid.', { option_values: 'There is no such option value.' });
    case 'too-many-variants':
      return tooManyVariants();
  }
}

function remove(request: ApiRequest): Response {
  const { store, path } = request;
  const variant = variantOf(request);
  if (variant === undefined && store.switches['v3-delete-missing'] === '404') return v3NotFound(path);
  if (variant !== undefined) store.tables.removeVariant(variant.id);
  return new Response(null, { status: 204 });
}

async function updateMany({ store, request, path }: ApiRequest): Promise<Response> {
  const body = await readBody(request);
  if (body.kind !== 'json') return bodyRefusal(body);
  if (Array.isArray(body.value) && body.value.length > batchMax) {
    return v3Error(
      413,
      `The request payload is too large. The maximum items allowed in the array is ${batchMax}`,
    );
  }
  const parsed = batchBody.safeParse(body.value);
  if (!parsed.success) return batchErrors([{ status: 422, title: 'JSON data is missing or invalid' }]);
  const missing = parsed.data.filter((each) => isUpdate(each) && store.tables.variant(each.id) === undefined);
  if (missing.length > 0) {
    const titles = missing.map(({ id }) => `The variant ${String(id)} does not exist.`);
    return batchErrors(titles.map((title) => ({ status: 404, title })));
  }
  const takesImage = store.switches['variant-batch-image'] === 'applied';
  const rows: unknown[] = [];
  for (const wanted of parsed.data) {
    const variant = isUpdate(wanted) ? store.tables.variant(wanted.id) : undefined;
    const changed =
      variant !== undefined
        ? await applyVariant(store, variant, wanted, takesImage)
        : isUpdate(wanted)
          ? undefined
          : await make(store, wanted.product_id, wanted, path, takesImage);
    if (changed === undefined) continue;
    if (changed instanceof Response)
      return batchErrors([{ status: changed.status, title: 'The variant could not be saved.' }]);
    rows.push(shown(store, changed));
  }
  return v3Item(rows);
}

type InBatch = z.infer<typeof batchBody>[number];

function isUpdate(wanted: InBatch): wanted is Extract<InBatch, { id: number }> {
  return 'id' in wanted;
}

function batchErrors(errors: readonly { status: number; title: string }[]): Response {
  const type = '/api-docs/getting-started/api-status-codes';
  return Response.json(
    { batch_errors: errors.map((error) => ({ ...error, type, errors: {} })) },
    { status: 422 },
  );
}

async function applyVariant(
  store: Store,
  variant: VariantRow,
  wanted: VariantBody,
  takesImage: boolean,
): Promise<VariantRow | Response> {
  const { sku, price, image_url: address } = wanted;
  if (sku !== undefined && sku !== variant.sku && isSkuTaken(store, sku, variant.id))
    return refusalOf('sku-taken');
  let { image } = variant;
  if (takesImage && address === '' && store.switches['variant-image-clear'] === 'clears') image = null;
  // A client that sends back what it read means no change.
  const isSame = variant.image !== null && address === ruleImageAddress(store, variant.image);
  if (takesImage && address !== undefined && address !== '' && !isSame) {
    const picture = orRefusal(await uploadFromAddress(store, address, 'rule-image'));
    if (picture instanceof Response) return picture;
    image = ruleImageOf(store, variant.id, picture);
  }
  const now = store.tables.variant(variant.id) ?? variant;
  const changed = {
    ...now,
    image: image === variant.image ? now.image : image,
    sku: sku ?? now.sku,
    price: price === undefined ? now.price : price,
    fields: { ...now.fields, ...variantFieldsOf(wanted) },
  };
  store.tables.putVariant(changed);
  return changed;
}

async function setImage(request: ApiRequest): Promise<Response> {
  const { store, path } = request;
  const variant = variantOf(request);
  if (variant === undefined) return v3NotFound(path);
  const body = await readBody(request.request);
  if (body.kind === 'unsupported' || body.kind === 'broken') return bodyRefusal(body);
  if (body.kind === 'multipart' && body.fileCount > 1) return tooManyFiles();
  const file = body.kind === 'multipart' ? body.files.get('image_file') : undefined;
  const address =
    body.kind === 'json'
      ? z.object({ image_url: z.string().min(1) }).safeParse(body.value).data?.image_url
      : undefined;
  if (
    file !== undefined &&
    file.bytes.length > sizeMax(store) / fileShare &&
    store.switches['variant-file-limit'] === '500'
  ) {
    return v3Error(500, 'Internal Server Error');
  }
  if (file === undefined && address === undefined) {
    return v3Error(
      422,
      'Image was not valid. This is the result of a missing image_file field or of an incorrect file type.',
    );
  }
  const upload =
    file === undefined
      ? await uploadFromAddress(store, address ?? '', 'rule-image')
      : await uploadBytes(store, file.bytes, file.name, 'rule-image');
  const picture = orRefusal(upload);
  if (picture instanceof Response) return picture;
  const image = ruleImageOf(store, variant.id, picture);
  setVariantImage(store, variant, image);
  return v3Item({ image_url: ruleImageAddress(store, image) });
}

function removeImage(request: ApiRequest): Response {
  const { store, path } = request;
  if (store.switches['variant-image-delete'] === '405') return v3Error(405, 'Method Not Allowed');
  const variant = variantOf(request);
  if (variant === undefined) return v3NotFound(path);
  setVariantImage(store, variant, null);
  return new Response(null, { status: 204 });
}
