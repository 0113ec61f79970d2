/** `images` in the body of a V3 product: taken in first, then put on the product. */
import type { z } from 'zod';
import { createImage, removeImage, updateImage } from '../product-images.ts';
import type { Store } from '../store.ts';
import { uploadFromAddress } from '../uploads.ts';
import { v3Error } from './answers.ts';
import { orRefusal } from './image-body.ts';
import type { imageInProduct } from './product-body.ts';

type ImageInProduct = z.infer<typeof imageInProduct>;
export type Pictures = readonly (Exclude<Awaited<ReturnType<typeof orRefusal>>, Response> | undefined)[];

/** What is put on a product: its images of the body, each with its picture where one came and was taken. */
export interface TakenIn {
  /** Undefined where the body says nothing of images, or nothing that this store heeds. */
  readonly images: readonly ImageInProduct[] | undefined;
  readonly pictures: Pictures;
  /** Something that the body names is not there. */
  readonly isPartial: boolean;
}

/** Takes in the pictures that a body names, or says why the request is refused. */
export async function picturesOf(
  store: Store,
  images: readonly ImageInProduct[] | undefined,
): Promise<TakenIn | Response> {
  const behaviour = store.switches['v3-product-put-images'];
  const nothing = { images: undefined, pictures: [] };
  if (images === undefined || behaviour === 'ignored') return { ...nothing, isPartial: false };
  if (behaviour === '207') return { ...nothing, isPartial: images.length > 0 };
  const heeded = behaviour === 'first' ? images.slice(0, 1) : images;
  const onBad = store.switches['v3-product-put-bad-image'];
  const pictures: Pictures[number][] = [];
  let isPartial = false;
  for (const { image_url: address } of heeded) {
    const picture =
      address === undefined ? undefined : orRefusal(await uploadFromAddress(store, address, 'product-image'));
    if (picture instanceof Response && onBad === 'request') return picture;
    if (picture instanceof Response && onBad === 'product') return { ...nothing, isPartial: true };
    isPartial ||= picture instanceof Response;
    pictures.push(picture instanceof Response ? undefined : picture);
  }
  return { images: heeded, pictures, isPartial };
}

/** 413 where one request names more images than this store takes. */
export function tooManyImages(
  store: Store,
  bodies: readonly { readonly images?: readonly ImageInProduct[] | undefined }[],
): Response | undefined {
  const most = store.switches['v3-product-put-images-max'];
  const named = bodies.reduce((sum, { images = [] }) => sum + images.length, 0);
  return most === 0 || named <= most
    ? undefined
    : v3Error(413, `The request payload is too large. The maximum images allowed is ${most}.`);
}

/** Gives a product the images of a body, as the switch says. */
export function applyImages(
  store: Store,
  productId: number,
  { images, pictures, isPartial }: TakenIn,
): 'all' | 'partial' {
  if (images === undefined) return isPartial ? 'partial' : 'all';
  const named = new Set(images.map(({ id }) => id));
  if (store.switches['v3-product-put-images'] === 'replace') {
    for (const image of store.tables.images(productId)) {
      if (!named.has(image.id)) removeImage(store, image);
    }
  }
  let isMissing = isPartial;
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
    if (outcome === undefined || typeof outcome === 'string') isMissing = true;
  }
  return isMissing ? 'partial' : 'all';
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
