// One product whose images are told by a line each, and what people do to them between two runs. The ids of the target's
// images count from 50,001 with the stores of planted.ts, so that tests may name them.
import type { StoreControl } from '@cutover/sandbox-store';

const DAY = 86_400_000; // in milliseconds

/** Rows are 'name.png|picture|place|text'; the first image of the product is its thumbnail. */
export function put(store: StoreControl, ...rows: string[]): number[] {
  const { id: productId } = store.products()[0] ?? store.addProduct({ sku: 'MUG', name: 'mug' });
  return rows.map((row) => {
    const [fileName = '', tiny, place, description = ''] = row.split('|');
    return store.addImage({
      productId,
      picture: { tiny: Number(tiny) },
      fileName,
      description,
      sortOrder: Number(place),
      isThumbnail: store.images(productId).length === 0,
    }).id;
  });
}

/** The image keeps its id and shows another picture from now on, a day later by its date. */
export function replace(store: StoreControl, id: number, over: { readonly sortOrder?: number } = {}): void {
  const image = store.images().find((one) => one.id === id);
  store.updateImage(id, { ...over, picture: { tiny: 5 }, dateModified: (image?.dateModified ?? 0) + DAY });
}

/** The image becomes the thumbnail, and no other one is. */
export function choose(store: StoreControl, id: number): void {
  for (const image of store.images()) store.updateImage(image.id, { isThumbnail: image.id === id });
}

export const textsOf = (store: StoreControl): string[] =>
  store.images().map(({ description }) => description);

export const idsIn = (store: StoreControl): number[] => store.images().map(({ id }) => id);

export const thumbnailsOf = (store: StoreControl): number[] =>
  store.images().flatMap(({ id, isThumbnail }) => (isThumbnail ? [id] : []));

/** The texts in the order in which the store shows the images. */
export const textsInOrder = (store: StoreControl): string[] =>
  store
    .images()
    .toSorted((a, b) => a.sortOrder - b.sortOrder || a.id - b.id)
    .map(({ description }) => description);
