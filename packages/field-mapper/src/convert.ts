// Wire shapes to the canonical image and back. Invariant: reading never fails on a field that only informs (a date that
// cannot be read is left out), because a scan must not stop for it; `map`, which converts files, warns of it instead.
import {
  DateFormatError,
  formatIso8601,
  formatRfc2822,
  isIso8601AsPrinted,
  parseIso8601,
  parseRfc2822,
} from './dates.ts';
import type { ProductImage } from './product-image.ts';
import type { V2ProductImageWire, V3ProductImageWire } from './wire.ts';

/** Reads a V2 image. `date_created` becomes ISO 8601 in UTC; null and absent text become ''. */
export function fromV2(wire: V2ProductImageWire): ProductImage {
  const dateCreated = isoOf(wire.date_created);
  const dateModified = isoOf(wire.date_modified);
  return {
    productId: wire.product_id,
    imageId: wire.id,
    imageFile: wire.image_file ?? '',
    description: wire.description ?? '',
    isThumbnail: wire.is_thumbnail,
    sortOrder: wire.sort_order,
    urls: {
      zoom: wire.zoom_url ?? '',
      standard: wire.standard_url ?? '',
      thumbnail: wire.thumbnail_url ?? '',
      tiny: wire.tiny_url ?? '',
    },
    ...(dateCreated !== undefined && { dateCreated }),
    ...(dateModified !== undefined && { dateModified }),
    ...oddOf(wire),
  };
}

/** Reads a product's main picture as V2 shows it with the product: of its fields only the id and the addresses are known. */
export function fromV2Primary(
  productId: number,
  primary: Pick<V2ProductImageWire, 'id' | 'zoom_url' | 'standard_url' | 'thumbnail_url' | 'tiny_url'>,
): ProductImage {
  return fromV2({ ...primary, product_id: productId, is_thumbnail: true, sort_order: 0 });
}

/** Reads a V3 image; absent and null text becomes ''. */
export function fromV3(wire: V3ProductImageWire): ProductImage {
  // Filled and not spread together: a scan does this for every image.
  const image: Filled = {
    productId: wire.product_id,
    imageId: wire.id,
    imageFile: wire.image_file ?? '',
    description: wire.description ?? '',
    isThumbnail: wire.is_thumbnail,
    sortOrder: wire.sort_order,
    urls: {
      zoom: wire.url_zoom ?? '',
      standard: wire.url_standard ?? '',
      thumbnail: wire.url_thumbnail ?? '',
      tiny: wire.url_tiny ?? '',
    },
  };
  const dateModified = isoOf(wire.date_modified);
  if (dateModified !== undefined) image.dateModified = dateModified;
  if (wire.odd !== undefined && wire.odd.length > 0) image.odd = namesOf(wire.odd);
  return image;
}

type Filled = { -readonly [Field in keyof ProductImage]: ProductImage[Field] };

/** The names of writable fields are V2's and V3's alike. */
function oddOf({ odd = [] }: Pick<V3ProductImageWire, 'odd'>): Pick<ProductImage, 'odd'> {
  return odd.length === 0 ? {} : { odd: namesOf(odd) };
}

const namesOf = (odd: NonNullable<V3ProductImageWire['odd']>): string[] => odd.map(({ field }) => field);

/** The image as a V2 answer would show it. */
export function toV2(image: ProductImage): V2ProductImageWire {
  return {
    id: image.imageId,
    product_id: image.productId,
    ...shown('date_created', rfcOf(image.dateCreated)),
    ...shown('image_file', image.imageFile),
    is_thumbnail: image.isThumbnail,
    sort_order: image.sortOrder,
    description: image.description,
    ...shown('zoom_url', image.urls.zoom),
    ...shown('standard_url', image.urls.standard),
    ...shown('thumbnail_url', image.urls.thumbnail),
    ...shown('tiny_url', image.urls.tiny),
    ...shown('date_modified', rfcOf(image.dateModified)),
  };
}

/**
 * The image as a V3 answer would show it. An image that only knows when it was created gets that instant as
 * `date_modified`, for want of another place: a reinterpretation (see {@link imageFields}), never a fact to compare.
 */
export function toV3(image: ProductImage): V3ProductImageWire {
  return {
    id: image.imageId,
    product_id: image.productId,
    ...shown('image_file', image.imageFile),
    is_thumbnail: image.isThumbnail,
    sort_order: image.sortOrder,
    description: image.description,
    ...shown('url_zoom', image.urls.zoom),
    ...shown('url_standard', image.urls.standard),
    ...shown('url_thumbnail', image.urls.thumbnail),
    ...shown('url_tiny', image.urls.tiny),
    ...shown('date_modified', image.dateModified ?? image.dateCreated ?? ''),
  };
}

/** Either API's spelling of a date as ISO 8601 in UTC; undefined where there is none or it cannot be read. */
export function isoOf(text: string | null | undefined): string | undefined {
  if (text === undefined || text === null || text === '') return undefined;
  if (isIso8601AsPrinted(text)) return text;
  try {
    return formatIso8601(/^\s*\d{4}-/.test(text) ? parseIso8601(text) : parseRfc2822(text));
  } catch (error) {
    if (error instanceof DateFormatError) return undefined;
    throw error;
  }
}

function rfcOf(iso: string | undefined): string {
  return iso === undefined ? '' : formatRfc2822(parseIso8601(iso));
}

function shown<Name extends string>(name: Name, text: string): Partial<Record<Name, string>> {
  const field: Partial<Record<Name, string>> = {};
  if (text !== '') field[name] = text;
  return field;
}
