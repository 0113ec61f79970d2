// A target store that is not empty when a migration comes: what a mirror then removes and changes, and a revert has to
// bring back. Invariant: no product is left without a thumbnail that has images, as no store would leave it either.
import path from 'node:path';
import type { ImageRow, StoreControl } from '@cutover/sandbox-store';
import type { Place } from './place.ts';

/** The place of the target's own pictures: behind every image of the source. */
export const OWN_FROM = 50;

/** Every product holds a picture of its own, in some the thumbnail; a third holds one of the source's with older words. */
export async function plantOwn({ source, target }: Place): Promise<void> {
  const bySku = new Map(source.products().map(({ id, sku }) => [sku, id]));
  for (const [index, { id, sku }] of target.products().entries()) {
    target.addImage({
      productId: id,
      picture: { tiny: 900_000 + index },
      fileName: `own-${index}.png`,
      sortOrder: OWN_FROM + (index % 3),
      description: `the target's own ${index}`,
      isThumbnail: index % 3 !== 0 || source.images(bySku.get(sku) ?? 0).length === 0,
    });
    const [original] = source.images(bySku.get(sku) ?? 0);
    if (index % 3 !== 0 || original === undefined) continue;
    target.addImage({
      productId: id,
      picture: await source.pictureBytes(original.id),
      fileName: path.posix.basename(original.imageFile).replace(/__\d+(?=\.\w+$)/, ''),
      description: 'older words',
      sortOrder: original.sortOrder + 7,
      isThumbnail: true,
    });
  }
}

/** The image as the store holds it now. */
export const imageOf = (store: StoreControl, id: number | undefined): ImageRow => {
  const image = store.images().find((one) => one.id === id);
  if (image === undefined) throw new Error(`the store has no image ${id}`);
  return image;
};
