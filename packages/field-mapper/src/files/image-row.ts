// What every kind of file is read into: one row for each image it holds, whatever the file calls it.
import type { ProductImage } from '../product-image.ts';
import type { VariantImage } from '../variant-image.ts';
import type { MapError } from './file-problem.ts';

/** Something that the reader of a file should know about a row which was nevertheless taken. */
export interface MapWarning {
  /** The V3 name of the field. */
  readonly field: string;
  readonly reason: string;
}

/** The product of a row, as far as the file names it; 0 and '' where it does not. */
export interface FileProduct {
  readonly productId: number;
  readonly sku: string;
  readonly name: string;
}

export interface ProductImageRow {
  readonly kind: 'product-image';
  readonly line: number;
  /** `imageId` and `productId` are 0 where the file has none (an image or product still to be made). */
  readonly image: ProductImage;
  readonly product: FileProduct;
  /** The address of the picture where the file gives one; ''. */
  readonly address: string;
  readonly warnings: readonly MapWarning[];
}

export interface VariantImageRow {
  readonly kind: 'variant-image';
  readonly line: number;
  readonly image: VariantImage;
  readonly product: FileProduct;
  readonly warnings: readonly MapWarning[];
}

export interface ProblemRow extends MapError {
  readonly kind: 'problem';
}

export type FileRow = ProductImageRow | VariantImageRow | ProblemRow;

export function problem(error: MapError): ProblemRow {
  return { kind: 'problem', ...error };
}
