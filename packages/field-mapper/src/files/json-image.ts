// One product image of V2 or V3 out of a JSON object: an answer of the store, or a request that somebody has saved.
import { fromV2, fromV3 } from '../convert.ts';
import { imageFields } from '../image-fields.ts';
import { type PicturePlace, picturePlaces } from '../picture-place.ts';
import type { V2ProductImageWire, V3ProductImageWire } from '../wire.ts';
import { quoted } from './file-problem.ts';
import type { FileProduct, FileRow, MapWarning } from './image-row.ts';
import {
  booleanOf,
  dateOf,
  idOf,
  integerOf,
  type Json,
  productIdOf,
  RowFault,
  textOf,
} from './json-fields.ts';
import { rowPicture } from './row-picture.ts';

/** `is_sample` is known and without counterpart; it is left out without ado. */
const v2Names: ReadonlySet<string> = new Set(imageFields.flatMap(({ v2 }) => v2 ?? []));
const v3Names: ReadonlySet<string> = new Set(imageFields.flatMap(({ v3 }) => v3 ?? []));
const telling = new Set([...v2Names, ...v3Names].filter((name) => name !== 'id' && name !== 'product_id'));

/** Has an object any field by which an image would be known? */
export function looksLikeImage(value: Json): boolean {
  return Object.keys(value).some((name) => telling.has(name));
}

/** The row of an image; throws {@link RowFault}. */
export function imageRow(value: Json, line: number, product: FileProduct | undefined): FileRow {
  const warnings: MapWarning[] = [];
  const file = placeOf(value, 'image_file');
  const address = placeOf(value, 'image_url');
  // A saved request has no id yet, and keeps an address or an import folder's path where an answer shows the store's.
  const isRequest =
    value['id'] === undefined && (address !== undefined || (file?.kind ?? 'store-path') !== 'store-path');
  const picture = rowPicture(
    [address, file].filter((place) => place !== undefined),
    isRequest ? 'by a file' : 'by the store',
  );
  const ownWord = file?.kind === 'store-path' ? (textOf(value, 'image_file') ?? '') : picture.imageFile;
  const common = {
    id: isRequest ? 0 : idOf(value, 'id'),
    product_id: productIdOf(value, product),
    image_file: file?.kind === 'store-path' || file?.kind === 'folder-path' ? ownWord : '',
    description: textOf(value, 'description'),
    is_thumbnail: booleanOf(value, 'is_thumbnail', warnings),
    sort_order: integerOf(value, 'sort_order', warnings),
    date_modified: dateOf(value, 'date_modified', warnings),
  };
  if (file?.kind === 'address' && address === undefined) {
    const reason = "V2's address under image_file; V3 takes it as image_url";
    warnings.push({ field: 'image_url', reason, isUsual: true });
  }
  warnings.push(...picture.warnings);
  const inV3 = isV3(value);
  const image = inV3
    ? fromV3({
        ...common,
        url_zoom: textOf(value, 'url_zoom'),
        url_standard: textOf(value, 'url_standard'),
        url_thumbnail: textOf(value, 'url_thumbnail'),
        url_tiny: textOf(value, 'url_tiny'),
      } satisfies V3ProductImageWire)
    : fromV2({
        ...common,
        date_created: dateOf(value, 'date_created', warnings),
        zoom_url: textOf(value, 'zoom_url'),
        standard_url: textOf(value, 'standard_url'),
        thumbnail_url: textOf(value, 'thumbnail_url'),
        tiny_url: textOf(value, 'tiny_url'),
      } satisfies V2ProductImageWire);
  tellUnknownFields(value, inV3 ? v3Names : v2Names, warnings);
  if (product !== undefined && product.productId > 0 && product.productId !== image.productId) {
    const reason = `the image says product ${image.productId}, it stands with product ${product.productId}`;
    throw new RowFault('product_id', reason);
  }
  return {
    kind: 'product-image',
    line,
    image,
    product: product ?? { productId: image.productId, sku: '', name: '', line: 0 },
    address: picture.address,
    ...(picture.folderPath !== '' && { folderPath: picture.folderPath }),
    warnings,
  };
}

/** The one place that a field names; an image has one picture. */
function placeOf(value: Json, field: string): PicturePlace | undefined {
  const [place, ...more] = picturePlaces(textOf(value, field) ?? '');
  if (more.length > 0 || place?.kind === 'unclear')
    throw new RowFault(
      field,
      `names several pictures, and an image has one: ${quoted(textOf(value, field) ?? '')}`,
    );
  return place;
}

/** V2 has a creation date and `…_url` names; where neither side's names are there, the rest reads alike. */
function isV3(value: Json): boolean {
  return !('date_created' in value || 'zoom_url' in value || 'is_sample' in value);
}

/** One by one: an object may have more fields than a call may have arguments. */
function tellUnknownFields(value: Json, known: ReadonlySet<string>, warnings: MapWarning[]): void {
  for (const field of Object.keys(value))
    if (!known.has(field))
      warnings.push({
        field: quoted(field).slice(1, -1),
        reason: 'left out: not a field of a product image',
      });
}
