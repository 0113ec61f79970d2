/** `images` in the body of a V3 product: taken in first, then put on the product. */
import type { z } from 'zod';
import { createImage, removeImage, updateImage } from '../product-images.ts';
import type { Store } from '../store.ts';
import { uploadFromAddress } from '../uploads.ts';
import { orRefusal } from './image-body.ts';
import type { imageInProduct } from './product-body.ts';

type ImageInProduct = z.infer<typeof imageInProduct>;
export type Pictures = readonly (Exclude<Awaited<ReturnType<typeof orRefusal>>, Response> | undefined)[];

/** Takes in the pictures that a body names, or says why one was not taken. */
export async function picturesOf(
  store: Store,
  images: readonly ImageInProduct[],
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

/** Gives a product the images of a body, as the switch says. */
export function applyImages(
  store: Store,
  productId: number,
  images: readonly ImageInProduct[],
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

/** 207: the product was saved and its images were not, or not all. */
export function partial(data: unknown): Response {
  const errors = {
    status: 207,
    title: 'Multi-status',
    type: '/api-docs/getting-started/api-status-codes',
    errors: { images: 'The images could not be saved.' },
  };
  return Response.json({ data, errors, meta: {} }, { status: 207 });
}
