// Images that were removed and put back are new images to the store, and the same ones to us. Here what the store shows is
// told in the ids that a run knows, so that whoever plans need not think of it. Pure.
import type { SeenImage } from '@cutover/journal';

export interface PutBack {
  /** Removed image → what it was put back as, over all reverts. */
  readonly as: ReadonlyMap<number, number>;
  /** Images that we have removed ourselves. */
  readonly removed: ReadonlySet<number>;
  /** Images that a write in doubt may have put back. */
  readonly inDoubt: ReadonlySet<number>;
}

export interface KnownIds {
  /** The images under the ids that the run knows them by. */
  readonly asKnown: (images: readonly SeenImage[]) => SeenImage[];
  /** The id under which the store shows what the run knows as this one. */
  readonly actual: (imageId: number) => number;
  /** Put back once, and gone again without our doing. */
  readonly isGoneAgain: (imageId: number) => boolean;
}

/** @param known the ids that the run has left in the journal; @param now what the store shows. */
export function knownIds(
  known: readonly SeenImage[],
  now: readonly SeenImage[],
  { as, removed }: Pick<PutBack, 'as' | 'removed'>,
): KnownIds {
  const shown = new Set(now.map((image) => image.image_id));
  const newest = (imageId: number): number => {
    let current = imageId;
    const seen = new Set<number>();
    while (!shown.has(current) && !seen.has(current)) {
      seen.add(current);
      current = as.get(current) ?? current;
    }
    return current;
  };
  const byOwn = new Map(known.map((image) => [image.image_id, image]));
  const own = new Map(
    known.flatMap(({ image_id }) => {
      const current = newest(image_id);
      return current === image_id || byOwn.has(current) ? [] : [[current, image_id] as const];
    }),
  );
  const actual = new Map([...own].map(([current, imageId]) => [imageId, current]));
  return {
    asKnown: (images) =>
      images.map((image) => {
        const before = byOwn.get(own.get(image.image_id) ?? 0);
        // The store has given the file another name; the picture is the one that was kept.
        return before === undefined
          ? image
          : { ...image, image_id: before.image_id, image_file: before.image_file };
      }),
    actual: (imageId) => actual.get(imageId) ?? imageId,
    isGoneAgain(imageId) {
      const current = newest(imageId);
      return current !== imageId && !shown.has(current) && !removed.has(current);
    },
  };
}
