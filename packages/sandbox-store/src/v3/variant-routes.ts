/** Variants in V3: read, update one, batch of fifty, and the image of one. */
import { z } from 'zod';
import { ruleImageAddress } from '../picture-addresses.ts';
import { readBody } from '../request-body.ts';
import type { ApiRequest, createResource } from '../resource.ts';
import { ruleImageOf, setVariantImage } from '../rule-images.ts';
import type { VariantRow } from '../state/rows.ts';
import type { Store } from '../store.ts';
import { uploadBytes, uploadFromAddress } from '../uploads.ts';
import { pageOf, v3Error, v3Item, v3List, v3NotFound, v3Page } from './answers.ts';
import { chosenFields } from './chosen-fields.ts';
import { bodyRefusal, invalid, orRefusal, tooManyFiles } from './image-body.ts';
import { v3Variant } from './product-view.ts';

const batchMax = 50;
const fileBytesMax = 1_048_576;
const variantBody = z.looseObject({
  sku: z.string().max(255).optional(),
  price: z.number().nullable().optional(),
  image_url: z.string().optional(),
});
type VariantBody = z.infer<typeof variantBody>;

/** Registers the variant routes. */
export function variantRoutes(resource: ReturnType<typeof createResource>): void {
  resource('/catalog/variants', { GET: listAll, PUT: updateMany });
  resource('/catalog/products/:pid/variants', { GET: listOf });
  resource('/catalog/products/:pid/variants/:vid', { GET: get, PUT: update });
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
  const variants = store.tables
    .variants()
    .filter(
      (variant) =>
        products?.has(String(variant.productId)) !== false &&
        ids?.has(String(variant.id)) !== false &&
        skus?.has(variant.sku) !== false,
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

async function updateMany({ store, request }: ApiRequest): Promise<Response> {
  const body = await readBody(request);
  if (body.kind !== 'json') return bodyRefusal(body);
  const parsed = z.array(variantBody.extend({ id: z.int().positive() })).safeParse(body.value);
  if (!parsed.success) return invalid(parsed.error);
  if (parsed.data.length > batchMax) {
    return v3Error(
      413,
      `The request payload is too large. The maximum items allowed in the array is ${batchMax}`,
    );
  }
  const missing = parsed.data.filter(({ id }) => store.tables.variant(id) === undefined);
  if (missing.length > 0) {
    const batchErrors = missing.map(({ id }) => ({
      status: 404,
      title: `The variant ${id} does not exist.`,
      type: '/api-docs/getting-started/api-status-codes',
      errors: {},
    }));
    return Response.json({ batch_errors: batchErrors }, { status: 422 });
  }
  const rows: unknown[] = [];
  for (const wanted of parsed.data) {
    const variant = store.tables.variant(wanted.id);
    if (variant === undefined) continue;
    const changed = await applyVariant(
      store,
      variant,
      wanted,
      store.switches['variant-batch-image'] === 'applied',
    );
    if (changed instanceof Response) return changed;
    rows.push(shown(store, changed));
  }
  return v3Item(rows);
}

async function applyVariant(
  store: Store,
  variant: VariantRow,
  { sku, price, image_url: address }: VariantBody,
  takesImage: boolean,
): Promise<VariantRow | Response> {
  let { image } = variant;
  if (takesImage && address === '' && store.switches['variant-image-clear'] === 'clears') image = null;
  // A client that sends back what it read means no change.
  const isSame = variant.image !== null && address === ruleImageAddress(store, variant.image);
  if (takesImage && address !== undefined && address !== '' && !isSame) {
    const picture = orRefusal(await uploadFromAddress(store, address, 'rule-image'));
    if (picture instanceof Response) return picture;
    image = ruleImageOf(store, variant.id, picture);
  }
  const changed = {
    ...variant,
    image,
    sku: sku ?? variant.sku,
    price: price === undefined ? variant.price : price,
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
    file.bytes.length > fileBytesMax &&
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
