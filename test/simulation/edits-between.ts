// What other people do to a store between two commands, past its API. Invariant: an edit changes one image (a new
// thumbnail also takes the flag from the one before), and a picture is replaced as a store does it: under the same id,
// with a new file name.
import type { ImageChange, ImageRow, StoreControl } from '@cutover/sandbox-store';
import type { Edit } from './afterwards-scenario.ts';

export interface EditOptions {
  /** Pictures and words of one topic never meet those of another. */
  readonly from: number;
  /** The stores' wall clock. */
  readonly now: number;
  /** Which images may get another picture; default: all. */
  readonly mayReplace?: (image: ImageRow) => boolean;
}

export interface Replaced {
  readonly productId: number;
  readonly imageId: number;
  readonly was: string;
  readonly is: string;
}

export interface Edited {
  readonly replaced: readonly Replaced[];
  readonly removed: readonly ImageRow[];
  readonly added: readonly ImageRow[];
}

export function editStore(store: StoreControl, edits: readonly Edit[], options: EditOptions): Edited {
  const replaced: Replaced[] = [];
  const removed: ImageRow[] = [];
  const added: ImageRow[] = [];
  for (const { does, product, nth, fresh } of edits) {
    const products = store.products();
    const { id: productId } = products[product % products.length] ?? { id: 0 };
    const images = store.images(productId);
    const number = options.from + fresh;
    if (does === 'add') {
      added.push(
        store.addImage({
          dateCreated: options.now,
          productId,
          picture: { tiny: number },
          fileName: `added-${number}.png`,
          description: `added since ${number}`,
          sortOrder: nth % 2 === 0 ? 70 + fresh : fresh,
        }),
      );
      continue;
    }
    const image = images[nth % Math.max(1, images.length)];
    if (image === undefined) continue;
    const change = (fields: ImageChange): ImageRow =>
      store.updateImage(image.id, { ...fields, dateModified: options.now });
    if (does === 'remove') {
      store.removeImage(image.id);
      removed.push(image);
    } else if (does === 'describe') change({ description: `in other words ${number}` });
    else if (does === 'move') change({ sortOrder: image.sortOrder + 20 + fresh });
    else if (does === 'flag') flag(images, image, store);
    else if (options.mayReplace?.(image) !== false) {
      const changed = change({
        picture: { tiny: number },
        imageFile: image.imageFile.replace(/__\d+(?=\.\w+$)/, `__${10_000 + number}`),
      });
      replaced.push({ productId, imageId: image.id, was: image.picture, is: changed.picture });
    }
  }
  return { replaced, removed, added };
}

function flag(siblings: readonly ImageRow[], image: ImageRow, store: StoreControl): void {
  for (const { id } of siblings) store.updateImage(id, { isThumbnail: id === image.id });
}
