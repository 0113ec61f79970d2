// Which fields of two images differ, told in V3's names. Driven by the table's comparison rules; knows no policy: what
// a difference means is the engine's to say.
import { type ComparedField, type FieldComparison, imageFields } from './image-fields.ts';
import { comparablePath } from './picture-place.ts';
import type { ProductImage, RenditionUrls } from './product-image.ts';
import { isOneRendition } from './rendition-url.ts';
import { isWritableField, type WritableField, writableValue } from './writable-fields.ts';

/** `parity`: one record read through two views. `transfer`: an image and its counterpart in another store. */
export type ComparisonMode = 'parity' | 'transfer';

/**
 * The V3 names of the fields in which `a` and `b` differ, in the table's order; empty when they agree.
 *
 * Descriptions are compared code unit by code unit: two spellings of one accented letter (NFC and NFD) are reported,
 * because the text can be copied exactly, and calling them equal would hide a store or a tool that rewrites it.
 */
export function differingFields(a: ProductImage, b: ProductImage, mode: ComparisonMode): ComparedField[] {
  const differing: ComparedField[] = [];
  for (const { field, compare, read } of comparedFields) {
    if (!agreements[compare[mode]](read(a), read(b), a, b)) differing.push(field);
  }
  return differing;
}

type Value = string | number | boolean;

const readers: Readonly<Record<Exclude<ComparedField, WritableField>, (image: ProductImage) => Value>> = {
  id: (image) => image.imageId,
  product_id: (image) => image.productId,
  image_file: (image) => image.imageFile,
  url_zoom: (image) => image.urls.zoom,
  url_standard: (image) => image.urls.standard,
  url_thumbnail: (image) => image.urls.thumbnail,
  url_tiny: (image) => image.urls.tiny,
};

const comparedFields = imageFields.flatMap(({ v3, compare }) =>
  isCompared(v3) ? [{ field: v3, compare, read: readerOf(v3) }] : [],
);

function isCompared(field: string | undefined): field is ComparedField {
  return field !== undefined && (isWritableField(field) || Object.hasOwn(readers, field));
}

function readerOf(field: ComparedField): (image: ProductImage) => Value {
  return isWritableField(field) ? (image) => writableValue(image, field) : readers[field];
}

const agreements: Readonly<
  Record<FieldComparison, (left: Value, right: Value, a: ProductImage, b: ProductImage) => boolean>
> = {
  never: () => true,
  equal: (left, right) => left === right,
  // Null became '' when the image was read.
  'null-is-empty': (left, right) => left === right,
  'same-path-if-both-shown': (left, right) =>
    left === right ||
    left === '' ||
    right === '' ||
    comparablePath(String(left)) === comparablePath(String(right)),
  'path-before-stamp': (left, right, a, b) => sameRendition(String(left), String(right), a, b),
};

/** A view that shows no address at all (V2's answers to writes) says nothing; one that shows only some does. */
function sameRendition(left: string, right: string, a: ProductImage, b: ProductImage): boolean {
  if (showsNone(a.urls) || showsNone(b.urls)) return true;
  return isOneRendition(left, right);
}

function showsNone(urls: RenditionUrls): boolean {
  return urls.zoom === '' && urls.standard === '' && urls.thumbnail === '' && urls.tiny === '';
}
