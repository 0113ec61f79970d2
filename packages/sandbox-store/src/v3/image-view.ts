/** A product image as V3 shows it. */
import { renditionAddress, stampOf } from '../picture-addresses.ts';
import type { ImageRow } from '../state/rows.ts';
import type { Store } from '../store.ts';

/** `2018-08-15T14:48:31+00:00` */
export function isoDate(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}+00:00`;
}

/** The wire object of an image, with what a test planted over it. */
export function v3Image(store: Store, image: ImageRow): Record<string, unknown> {
  const stamp = stampOf(image);
  const files = store.switches['v3-file-fields'];
  const zoom = renditionAddress(store, image, 'zoom', stamp);
  return {
    id: image.id,
    product_id: image.productId,
    is_thumbnail: image.isThumbnail,
    sort_order: image.sortOrder,
    description: image.description,
    ...(files === 'image_url' ? {} : { image_file: image.imageFile }),
    ...(files === 'image_file' ? {} : { image_url: zoom }),
    url_zoom: zoom,
    url_standard: renditionAddress(store, image, 'standard', stamp),
    url_thumbnail: renditionAddress(store, image, 'thumbnail', stamp),
    url_tiny: renditionAddress(store, image, 'tiny', stamp),
    date_modified: isoDate(image.dateModified),
    ...image.planted.viewOverrides?.v3,
  };
}

/** Images in the order V3 lists them. */
export function v3Ordered(store: Store, images: ImageRow[]): ImageRow[] {
  if (store.switches['v3-image-order'] === 'id') return images;
  return images.toSorted((a, b) => a.sortOrder - b.sortOrder || a.id - b.id);
}
