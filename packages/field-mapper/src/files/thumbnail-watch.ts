// Whether a product of a file has more than one thumbnail. Invariant: memory does not grow with the file, so that of
// products whose images lie far apart the earliest are forgotten.
import type { ProductImageRow } from './image-row.ts';

/** So many products are remembered at once. */
const PRODUCTS_MAX = 100_000;

export interface ThumbnailWatch {
  /** The line of another image that is the thumbnail of the row's product; undefined where there is none before. */
  see(row: ProductImageRow): number | undefined;
}

export function createThumbnailWatch(): ThumbnailWatch {
  const thumbnails = new Map<string, { readonly line: number; readonly imageId: number }>();
  return {
    see({ image, product, line }) {
      if (!image.isThumbnail) return undefined;
      const key = image.productId > 0 ? `id ${image.productId}` : `line ${product.line}`;
      const before = thumbnails.get(key);
      // Pages that were saved twice hold the same image twice.
      if (before?.imageId === image.imageId && image.imageId > 0) return undefined;
      if (before !== undefined) return before.line;
      thumbnails.set(key, { line, imageId: image.imageId });
      const [oldest] = thumbnails.size > PRODUCTS_MAX ? thumbnails.keys() : [];
      if (oldest !== undefined) thumbnails.delete(oldest);
      return undefined;
    },
  };
}
