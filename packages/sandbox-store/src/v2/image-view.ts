/** A product image as V2 shows it. */
import { renditionAddress, stampOf } from '../picture-addresses.ts';
import type { ImageRow } from '../state/rows.ts';
import type { Store } from '../store.ts';
import { rfcDate } from './answers.ts';

/** The wire object of an image, with what a test planted over it. */
export function v2Image(store: Store, image: ImageRow): Record<string, unknown> {
  const { switches } = store;
  const isExtra = switches['v2-extra-image-fields'] === 'present';
  return {
    id: image.id,
    product_id: image.productId,
    image_file: image.imageFile,
    ...v2Addresses(store, image),
    is_thumbnail: image.isThumbnail,
    sort_order: image.sortOrder,
    description:
      image.description === '' && switches['v2-empty-description'] === 'null' ? null : image.description,
    ...(isExtra ? { is_sample: false, date_modified: rfcDate(image.dateModified) } : {}),
    date_created: rfcDate(image.dateCreated),
    ...image.planted.viewOverrides?.v2,
  };
}

const addresses = new Set(['zoom_url', 'thumbnail_url', 'standard_url', 'tiny_url']);

/** The same as a create and an update answer it; the examples of these two show fewer fields than those of the reads. */
export function v2Written(store: Store, image: ImageRow): Record<string, unknown> {
  const wire = v2Image(store, image);
  if (store.switches['v2-write-answer'] === 'as-read') return wire;
  return Object.fromEntries(
    Object.entries(wire)
      .filter(([name]) => !addresses.has(name))
      .map(([name, value]) => [name, name === 'description' ? (value ?? '') : value]),
  );
}

/** The four addresses under V2's names. */
export function v2Addresses(store: Store, image: ImageRow): Record<string, string> {
  const stamp = stampOf(image) - (store.switches['url-stamp'] === 'differs' ? 61 : 0);
  const swapped = store.switches['v2-url-sizes'] === 'swapped';
  return {
    zoom_url: renditionAddress(store, image, 'zoom', stamp),
    thumbnail_url: renditionAddress(store, image, swapped ? 'standard' : 'thumbnail', stamp),
    standard_url: renditionAddress(store, image, swapped ? 'thumbnail' : 'standard', stamp),
    tiny_url: renditionAddress(store, image, 'tiny', stamp),
  };
}
