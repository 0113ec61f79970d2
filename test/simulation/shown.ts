// What a store shows, kept to be held against what it shows later: every image of every product, from its own tables.
import type { ImageRow, StoreControl } from '@cutover/sandbox-store';

export interface ShownImage {
  readonly id: number;
  /** The store's key: equal keys are equal bytes. */
  readonly picture: string;
  readonly description: string;
  readonly sortOrder: number;
  readonly isThumbnail: boolean;
}

/** Product → its images in storefront order: by place, among equals by age. */
export type Shown = ReadonlyMap<number, readonly ShownImage[]>;

export const fields = ['picture', 'description', 'sortOrder', 'isThumbnail'] as const;
export type Field = (typeof fields)[number];

export function shownBy(store: StoreControl): Shown {
  return new Map(store.products().map(({ id }) => [id, store.images(id).map(shownImage).toSorted(byPlace)]));
}

export function shownImage({ id, picture, description, sortOrder, isThumbnail }: ImageRow): ShownImage {
  return { id, picture, description, sortOrder, isThumbnail };
}

export function byPlace(a: ShownImage, b: ShownImage): number {
  return a.sortOrder - b.sortOrder || a.id - b.id;
}

export function imageOf(shown: Shown, id: number): ShownImage | undefined {
  for (const images of shown.values()) {
    const found = images.find((image) => image.id === id);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The fields in which an image differs between two moments; all of them when it is there at one of them only. */
export function changedFields(a: ShownImage | undefined, b: ShownImage | undefined): Field[] {
  return fields.filter((field) => a?.[field] !== b?.[field]);
}

/** An image in words, for complaints. */
export function words({ id, picture, description, sortOrder, isThumbnail }: ShownImage): string {
  const flag = isThumbnail ? ' (thumbnail)' : '';
  return `${id} ${picture.slice(7, 15)} ${JSON.stringify(description)} at ${sortOrder}${flag}`;
}
