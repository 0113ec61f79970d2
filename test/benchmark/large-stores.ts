// Two stores of any size that take no memory: what each shows follows from the numbers of its products. They hold the same
// products, SKUs and images, with the same ids; of a hundred images the target lacks one, and has one of its own besides.
// None is there with other fields: of such a one both pictures would be looked at, over the network.
import type { Transport } from '@cutover/store-http';

export const IMAGES_A_PRODUCT = 4;
const PRODUCTS_A_PAGE = 250;
const OWN_IMAGES_FROM = 1_000_000_000;

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** What the API of both stores answers to a reader: pages of products with their images, and counts. */
export function largeStores(products: number): (path: string) => Answer {
  return (path) => {
    const { pathname, searchParams } = new URL(path, 'https://stores.invalid');
    const isTarget = pathname.includes('/target/');
    if (pathname.endsWith('/images/count')) return said({ count: imagesIn(products, isTarget) });
    if (pathname.endsWith('/products/count')) return said({ count: products });
    const after = Number(searchParams.get('id:greater') ?? 0);
    const limit = Number(searchParams.get('limit') ?? PRODUCTS_A_PAGE);
    const asked = searchParams.get('id:in')?.split(',').map(Number);
    const ids =
      asked?.filter((id) => id > after && id <= products) ??
      Array.from({ length: Math.max(0, Math.min(limit, products - after)) }, (_, index) => after + index + 1);
    const data = ids.slice(0, limit).map((id) => productOf(id, isTarget));
    const left = asked === undefined ? products - after : ids.length;
    const pagination = {
      total: left,
      count: data.length,
      per_page: limit,
      current_page: 1,
      total_pages: Math.max(1, Math.ceil(left / limit)),
    };
    return said({ data, meta: { pagination } });
  };
}

/** The same as what carries requests, with nothing on the way. */
export function transportTo(answer: (path: string) => Answer): Transport {
  return async ({ url }) => await Promise.resolve(answer(`${url.pathname}${url.search}`));
}

function said(value: unknown): Answer {
  const body = Buffer.from(JSON.stringify(value));
  return { status: 200, headers: { 'content-type': 'application/json' }, body };
}

/** So that of a hundred images one is missing, and one more there; the count of a store stays as it is. */
const PRODUCTS_A_DIFFERENCE = 25;

function imagesIn(products: number, isTarget: boolean): number {
  return Array.from({ length: products }, (_, index) => placesOf(index + 1, isTarget).length).reduce(
    (sum, images) => sum + images,
    0,
  );
}

/** What the product shows, by place; the last of five is the target's own. */
function placesOf(id: number, isTarget: boolean): readonly number[] {
  const all = [0, 1, 2, 3];
  if (!isTarget) return all;
  if (id % PRODUCTS_A_DIFFERENCE === 0) return all.slice(0, -1);
  return id % PRODUCTS_A_DIFFERENCE === 7 ? [...all, IMAGES_A_PRODUCT] : all;
}

function productOf(id: number, isTarget: boolean): unknown {
  const images = placesOf(id, isTarget).map((place) => {
    const isOwn = place === IMAGES_A_PRODUCT;
    const image = isOwn ? OWN_IMAGES_FROM + id : (id - 1) * IMAGES_A_PRODUCT + place + 1;
    const name = isOwn ? `label-of-${id}` : `linen-towel-moss-${id}-view-${place}__${image}`;
    const file = `${id % 26}/${image % 1000}/${name}.jpg`;
    const address = `https://cdn11.invalid/s-store/products/${id}/images/${image}/${name}`;
    return {
      id: image,
      product_id: id,
      image_file: file,
      is_thumbnail: place === 0,
      sort_order: place,
      description: `Linen towel in moss, number ${id}, view ${place}`,
      url_zoom: `${address}.1280.1280.jpg?c=1`,
      url_standard: `${address}.386.513.jpg?c=1`,
      url_thumbnail: `${address}.220.290.jpg?c=1`,
      url_tiny: `${address}.44.58.jpg?c=1`,
      date_modified: '2026-01-05T10:00:00+00:00',
    };
  });
  return {
    id,
    sku: `SKU-${id}`,
    name: `Linen towel ${id}`,
    custom_url: { url: `/linen-towel-${id}/` },
    images,
  };
}
