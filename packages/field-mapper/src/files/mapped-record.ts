// One row of a file as the record that `map` prints: V3's shape, the product it belongs to, and what is to be told of it.
import { toV3 } from '../convert.ts';
import { type PicturePlace, picturePlaces } from '../picture-place.ts';
import { checkSendable } from '../sendable.ts';
import { whyNotAnAddress } from '../to-v3-write.ts';
import type { V3ProductImageWire } from '../wire.ts';
import { quoted } from './file-problem.ts';
import {
  type FileProduct,
  type MapWarning,
  type ProblemRow,
  type ProductImageRow,
  problem,
  type ValueImageRow,
  type VariantImageRow,
} from './image-row.ts';
import { slotPicture } from './row-picture.ts';

/** A product image in V3's shape; `id` and `product_id` are left out where the file has none (still to be made). */
export type MappedImage = Partial<Pick<V3ProductImageWire, 'id' | 'product_id'>> &
  Omit<V3ProductImageWire, 'id' | 'product_id'>;

/** A variant's image in V3's shape; `sku_id` is V2's id of the SKU, `sku` is absent where only that is known. */
export interface MappedVariant {
  readonly id?: number;
  readonly product_id?: number;
  readonly sku_id?: number;
  readonly sku?: string;
  readonly image_url?: string;
}

/** The picture of a modifier's value (`adjusters`) or of a swatch (`value_data`) in V3's shape. */
export interface MappedValue {
  readonly id?: number;
  readonly option_id?: number;
  readonly product_id?: number;
  readonly label: string;
  readonly adjusters?: { readonly image_url: string };
  readonly value_data?: { readonly image_url: string };
}

/** What a file says of the product of a record; `line` where it says nothing else. */
export interface MappedProduct {
  readonly id?: number;
  readonly sku?: string;
  readonly name?: string;
  readonly line?: number;
}

interface Told {
  readonly product: MappedProduct;
  readonly line: number;
  readonly warnings: readonly MapWarning[];
}

export type MapRecord =
  | (Told & { readonly kind: 'product-image'; readonly record: MappedImage })
  | (Told & { readonly kind: 'variant-image'; readonly record: MappedVariant })
  | (Told & { readonly kind: 'modifier-image' | 'swatch'; readonly record: MappedValue });

/** The record of a row, or why there is none. */
export function mappedRecord(row: ProductImageRow | VariantImageRow | ValueImageRow): MapRecord | ProblemRow {
  if (row.kind === 'product-image') return mappedImage(row);
  const text = row.kind === 'variant-image' ? row.image.image : row.image;
  const places = picturePlaces(text);
  if (places.length > 1 || places[0]?.kind === 'unclear') {
    const reason = `names several pictures, and there is place for one: ${quoted(text)}`;
    return problem({ line: row.line, field: 'image_url', reason });
  }
  return row.kind === 'variant-image' ? mappedVariant(row, places) : mappedValue(row, places);
}

function mappedImage({ image, address, product, line, warnings }: ProductImageRow): MapRecord {
  const { id, product_id, ...shape } = toV3(image);
  const told: MapWarning[] = [...warnings];
  if (image.dateCreated !== undefined && image.dateModified === undefined) {
    const reason =
      "holds V2's date_created: when the image was made, not when it was changed; never compare the two";
    told.push({ field: 'date_modified', reason, isUsual: true });
  }
  told.push(...doubts(address));
  for (const { field, reason } of checkSendable(image)) told.push({ field, reason });
  const record: MappedImage = {
    ...(id > 0 && { id }),
    ...(product_id > 0 && { product_id }),
    ...shape,
    ...(address !== '' && { image_url: address }),
  };
  return { kind: 'product-image', record, product: productOf(product), line, warnings: told };
}

function mappedVariant(
  { image, product, line, warnings }: VariantImageRow,
  places: readonly PicturePlace[],
): MapRecord {
  const picture = slotPicture(places, 'variant');
  const isKnownBySku = image.sku !== '' || image.skuId === 0 || image.variantId > 0;
  const record: MappedVariant = {
    ...(image.variantId > 0 && { id: image.variantId }),
    ...(image.productId > 0 && { product_id: image.productId }),
    ...(isKnownBySku && { sku: image.sku }),
    ...(image.skuId > 0 && { sku_id: image.skuId }),
    ...((picture.address !== '' || places.length === 0) && { image_url: picture.address }),
  };
  const told = [...warnings, ...picture.warnings, ...doubts(picture.address)];
  return { kind: 'variant-image', record, product: productOf(product), line, warnings: told };
}

function mappedValue(row: ValueImageRow, places: readonly PicturePlace[]): MapRecord {
  const { kind, valueId, optionId, label, product, line, warnings } = row;
  const { address, warnings: told } = slotPicture(places, 'value');
  const picture =
    kind === 'swatch' ? { value_data: { image_url: address } } : { adjusters: { image_url: address } };
  const record: MappedValue = {
    ...(valueId > 0 && { id: valueId }),
    ...(optionId > 0 && { option_id: optionId }),
    ...(product.productId > 0 && { product_id: product.productId }),
    label,
    ...(address !== '' && picture),
  };
  return {
    kind,
    record,
    product: productOf(product),
    line,
    warnings: [...warnings, ...told, ...doubts(address)],
  };
}

/** What V3 may have against an address that is handed on. */
function doubts(address: string): MapWarning[] {
  const reason = address === '' ? undefined : whyNotAnAddress(address);
  return reason === undefined ? [] : [{ field: 'image_url', reason }];
}

/** No product of BigCommerce is called longer; a longer text would be printed again with each picture of its product. */
const calledLengthMax = 255;

function productOf({ productId, sku, name, line }: FileProduct): MappedProduct {
  const known = {
    ...(productId > 0 && { id: productId }),
    ...(sku !== '' && { sku: shortened(sku) }),
    ...(name !== '' && { name: shortened(name) }),
  };
  return Object.keys(known).length === 0 && line > 0 ? { line } : known;
}

function shortened(text: string): string {
  return text.length > calledLengthMax ? `${text.slice(0, calledLengthMax).toWellFormed()}…` : text;
}
