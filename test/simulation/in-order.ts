// Whether a target shows its images in the source's order. Invariant: a copy that the source does not have (any more) has
// no place; which of several copies that is, nobody can tell from pictures, so any of them may be it.

interface Placed {
  readonly picture: string;
  readonly sortOrder: number;
}

/**
 * The first target image that cannot stand where the source has it; undefined: the order is the source's.
 * @param theirs in the order in which the target shows them.
 */
export function outOfOrder<Image extends Placed>(
  ours: readonly Placed[],
  theirs: readonly Image[],
): Image | undefined {
  const places = new Map(
    [...Map.groupBy(ours, (image) => image.picture)].map(([picture, images]) => [
      picture,
      images.map(({ sortOrder }) => sortOrder).toSorted((a, b) => a - b),
    ]),
  );
  const spare = new Map(
    [...Map.groupBy(theirs, (image) => image.picture)].map(([picture, images]) => [
      picture,
      images.length - (places.get(picture)?.length ?? 0),
    ]),
  );
  let furthest = -1;
  /** Walks on from here; false when no way leads to the end. */
  const walk = (from: number, last: number): boolean => {
    for (let at = from; at < theirs.length; at += 1) {
      const picture = theirs[at]?.picture ?? '';
      const free = places.get(picture);
      if (free === undefined) continue;
      const extra = spare.get(picture) ?? 0;
      const next = free.findIndex((place) => place >= last);
      if (extra > 0) {
        spare.set(picture, extra - 1);
        if (walk(at + 1, last)) return true;
        spare.set(picture, extra);
      }
      furthest = Math.max(furthest, at);
      if (next === -1) return false;
      const [place = last] = free.splice(next, 1);
      if (walk(at + 1, place)) return true;
      free.splice(next, 0, place);
      return false;
    }
    return true;
  };
  return walk(0, Number.NEGATIVE_INFINITY) ? undefined : theirs[furthest];
}
