// V2 of the catalog, as far as it is read: its pages of products, its lists of images and its counts. The same images as
// in V3, spelled as in V2. It must not know sockets, quotas or tokens.
import { addressesOf } from './addresses.ts';
import {
  type Answer,
  type Call,
  type Fields,
  knownQuery,
  notFound,
  paged,
  type Refusal,
  type Route,
} from './call.ts';
import type { Image, Product } from './catalog.ts';

export const v2Routes: readonly Route[] = [
  { method: 'GET', path: 'products', answer: listProducts },
  { method: 'GET', path: 'products/count', answer: (call) => count(call.catalog.products().length) },
  {
    method: 'GET',
    path: 'products/images/count',
    answer: (call) => count(call.catalog.products().reduce((sum, { images }) => sum + images.length, 0)),
  },
  {
    method: 'GET',
    path: 'products/#/images',
    answer(call) {
      knownQuery(call, ['page', 'limit']);
      return rows(paged(call, productOf(call).images).rows.map((image) => imageRow(call, image)));
    },
  },
  {
    method: 'GET',
    path: 'products/#/images/#',
    answer(call) {
      const image = productOf(call).images.find(({ id }) => id === call.ids[1]);
      if (image === undefined) throw notFound();
      return { status: 200, body: imageRow(call, image) };
    },
  },
];

export const v2Error = ({ status, message }: Refusal): Answer => ({ status, body: [{ status, message }] });

const count = (images: number): Answer => ({ status: 200, body: { count: images } });

/** A bare array; nothing at all where there are no rows. */
const rows = (body: readonly Fields[]): Answer =>
  body.length === 0 ? { status: 204 } : { status: 200, body };

function listProducts(call: Call): Answer {
  knownQuery(call, ['page', 'limit', 'include', 'min_id', 'max_id']);
  const { query, catalog } = call;
  const [least, most] = [Number(query.get('min_id') ?? 0), Number(query.get('max_id') ?? Infinity)];
  const meant = catalog.products().filter(({ id }) => id >= least && id <= most);
  const fields = query.get('include')?.split(',');
  return rows(paged(call, meant).rows.map((product) => productRow(call, product, fields)));
}

function productRow(call: Call, { id, name, sku, images }: Product, include?: readonly string[]): Fields {
  const primary = images.find(({ isThumbnail }) => isThumbnail);
  const link = `/products/${id}/images`;
  const always: Fields = {
    id,
    name,
    date_modified: 'Wed, 05 Sep 2018 20:42:07 +0000',
    primary_image:
      primary === undefined
        ? { id: 0, zoom_url: null, thumbnail_url: null, standard_url: null, tiny_url: null }
        : { id: primary.id, ...addresses(call, primary) },
  };
  const others: Fields = {
    sku,
    images: { url: `${call.origin}/stores/${call.store}/v2${link}`, resource: link },
  };
  const isShown = ([field]: [string, unknown]): boolean => include?.includes(field) !== false;
  return { ...always, ...Object.fromEntries(Object.entries(others).filter(isShown)) };
}

function imageRow(call: Call, image: Image): Fields {
  return {
    id: image.id,
    product_id: image.productId,
    image_file: image.file,
    ...addresses(call, image),
    is_thumbnail: image.isThumbnail,
    sort_order: image.sortOrder,
    description: image.description,
    date_created: new Date(image.created * 1_000).toUTCString().replace('GMT', '+0000'),
  };
}

function addresses(call: Call, image: Image): Fields {
  const v3 = addressesOf(call, image);
  return {
    zoom_url: v3.url_zoom,
    thumbnail_url: v3.url_thumbnail,
    standard_url: v3.url_standard,
    tiny_url: v3.url_tiny,
  };
}

function productOf({ catalog, ids }: Call): Product {
  const product = catalog.product(ids[0] ?? 0);
  if (product === undefined) throw notFound();
  return product;
}
