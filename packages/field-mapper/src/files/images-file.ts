// A saved file as a source of images, for a store that is already gone: the same reading as `map`, in the shape that the
// rest of the toolkit works with.
import type { ProductImage } from '../product-image.ts';
import { type MapError, UnreadableFileError } from './file-problem.ts';
import { type FileKind, fileRows } from './file-rows.ts';
import type { FileProduct, MapWarning } from './image-row.ts';

/** One product image of a file. */
export interface FileImage {
  readonly line: number;
  /** `imageId` and `productId` are 0 where the file has none. */
  readonly image: ProductImage;
  /** '' and 0 where the file does not tell; a dump of images alone knows only the product's id. */
  readonly product: FileProduct;
  /** The address of the picture where the file gives one, else ''. */
  readonly address: string;
  readonly warnings: readonly MapWarning[];
}

export interface ImagesFileOptions {
  /** Default `auto`: told by the file's start. */
  readonly kind?: FileKind | 'auto';
  /** Told each bad row, which is then left out; without it the first one throws {@link UnreadableFileError}. */
  readonly onError?: (error: MapError) => void;
}

/** The product images of a V2 or V3 dump (JSON, JSON Lines) or of a product CSV; rows about variants are passed over. */
export async function* readImagesFile(
  bytes: AsyncIterable<Uint8Array>,
  options: ImagesFileOptions = {},
): AsyncGenerator<FileImage> {
  for await (const row of fileRows(bytes, options.kind ?? 'auto')) {
    if (row.kind === 'problem') {
      const { kind: _, ...error } = row;
      if (options.onError === undefined) throw new UnreadableFileError(error);
      options.onError(error);
    } else if (row.kind === 'product-image') {
      const { kind: _, ...image } = row;
      yield image;
    }
  }
}
