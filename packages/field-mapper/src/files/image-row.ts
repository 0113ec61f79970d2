// What every kind of file is read into: one row for each image it holds, whatever the file calls it.
import type { ProductImage } from '../product-image.ts';
import type { VariantImage } from '../variant-image.ts';
import type { MapError } from './file-problem.ts';

/** Why a picture was left out: its path has no counterpart in V3, it is a rendition, or V3 has no place for it. */
export type LeftOutCause = 'no-counterpart' | 'rendition' | 'no-place';

/** Something that the reader of a file should know about a row which was nevertheless taken. */
export interface MapWarning {
  /** The V3 name of the field. */
  readonly field: string;
  readonly reason: string;
  /** Set where the picture itself was left out. */
  readonly leftOut?: LeftOutCause;
  /** Always so for files of this kind: told with the row, and not counted. */
  readonly isUsual?: true;
}

/** The product of a row, as far as the file names it; 0 and '' where it does not. */
export interface FileProduct {
  readonly productId: number;
  readonly sku: string;
  readonly name: string;
  /** The line where the product itself stands; 0 where the file holds its images alone. */
  readonly line: number;
}

export interface ProductImageRow {
  readonly kind: 'product-image';
  readonly line: number;
  /** `imageId` and `productId` are 0 where the file has none (an image or product still to be made). */
  readonly image: ProductImage;
  readonly product: FileProduct;
  /** The address of the picture where the file gives one; ''. */
  readonly address: string;
  /** The picture's name or path where the file gives one that no store shows; absent where it does not. */
  readonly folderPath?: string;
  readonly warnings: readonly MapWarning[];
}

export interface VariantImageRow {
  readonly kind: 'variant-image';
  readonly line: number;
  readonly image: VariantImage;
  /** What a shopper chooses to come to it; absent where the file does not tell. */
  readonly choices?: readonly { readonly name: string; readonly label: string }[];
  readonly product: FileProduct;
  readonly warnings: readonly MapWarning[];
}

/** The picture of a modifier's value, or the texture of a swatch. */
export interface ValueImageRow {
  readonly kind: 'modifier-image' | 'swatch';
  readonly line: number;
  /** 0 where the file does not tell V3's. */
  readonly valueId: number;
  /** The modifier's or option's id; 0 where the file does not tell V3's. */
  readonly optionId: number;
  /** Of its modifier or option; absent where the file does not tell, and for a swatch of a modifier, which no slot holds. */
  readonly name?: string;
  readonly label: string;
  /** As the file has it: an address or a path. */
  readonly image: string;
  readonly product: FileProduct;
  readonly warnings: readonly MapWarning[];
}

export interface ProblemRow extends MapError {
  readonly kind: 'problem';
}

/** Something to be told that belongs to no image. */
export interface RemarkRow {
  readonly kind: 'remark';
  readonly line: number;
  readonly warning: MapWarning;
}

export type FileRow = ProductImageRow | VariantImageRow | ValueImageRow | ProblemRow | RemarkRow;

export function problem(error: MapError): ProblemRow {
  return { kind: 'problem', ...error };
}

/** A picture that V3 has no place for: counted and told, and no row to be put right. */
export function leftOutRow(line: number, reason: string): RemarkRow {
  return {
    kind: 'remark',
    line,
    warning: { field: 'image_url', reason: `left out: ${reason}`, leftOut: 'no-place' },
  };
}
