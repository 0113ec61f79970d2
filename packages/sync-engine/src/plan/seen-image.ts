// An image as the journal keeps it: its writable fields, and the file that it shows. Pure.
import { fromV3, type ProductImage, renditionPath, writableValues } from '@cutover/field-mapper';
import type { ImageBefore, SeenImage } from '@cutover/journal';
import type { V3ProductImage } from '@cutover/v3-client';

/** A store that names no file shows its name in the addresses. */
export function fileOf(image: ProductImage): string {
  return image.imageFile || renditionPath(image.urls.zoom || image.urls.standard);
}

/** An image as the journal keeps it. */
export function seenOf(image: ProductImage): SeenImage {
  return { image_id: image.imageId, ...asSeen(image) };
}

/** What an answer shows of an image. */
export function imageShown(image: V3ProductImage): {
  readonly imageId: number;
  readonly fields: ImageBefore;
} {
  return { imageId: image.id, fields: asSeen(fromV3(image)) };
}

/** The same, where its id is known from elsewhere. */
export function asSeen(image: ProductImage): ImageBefore {
  return { ...writableValues(image), image_file: fileOf(image) };
}
