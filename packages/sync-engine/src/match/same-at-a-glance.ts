// Whether the images of a product are the same in both stores, told without a march: each place is taken once, and there
// both stores show one name and one text, and the thumbnail where it belongs. Invariant: of what is called the same here a
// march that knows nothing else finds each image equal, pairs it alike and asks for no picture; of anything else nothing is
// said. Pure.
import { hasOneStem } from '@cutover/field-mapper';
import type { ImageGlance, SameImage } from '@cutover/journal';

/** The pairs in the order of the source's places; undefined: only a march can tell. */
export function sameAtAGlance(
  source: readonly ImageGlance[],
  target: readonly ImageGlance[],
): readonly SameImage[] | undefined {
  if (source.length !== target.length) return undefined;
  const [ours, theirs] = [byPlace(source), byPlace(target)];
  if (ours === undefined || theirs === undefined) return undefined;
  const thumbnail = ours.find((image) => image.thumbnail === 1) ?? ours[0];
  const same: SameImage[] = [];
  for (const [at, image] of ours.entries()) {
    const other = theirs[at];
    if (
      other === undefined ||
      image.odd !== null ||
      other.odd !== null ||
      image.sortOrder !== other.sortOrder ||
      image.description !== other.description ||
      (other.thumbnail === 1) !== (image === thumbnail) ||
      // Neither has one that the store does not show, and which an address would have to tell.
      !hasOneStem(image.imageFile, other.imageFile)
    )
      return undefined;
    same.push([image.imageId, other.imageId]);
  }
  return same;
}

/** Undefined where two share a place: which of them comes first is for a march to tell. */
function byPlace(images: readonly ImageGlance[]): readonly ImageGlance[] | undefined {
  const isInOrder = (all: readonly ImageGlance[]): boolean =>
    all.every((image, at) => at === 0 || (all[at - 1]?.sortOrder ?? image.sortOrder) < image.sortOrder);
  if (isInOrder(images)) return images;
  const ordered = images.toSorted((a, b) => a.sortOrder - b.sortOrder);
  return isInOrder(ordered) ? ordered : undefined;
}
