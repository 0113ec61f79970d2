// Whether the images of a product are the same in both stores, told without a march: each place is taken once, and there
// both stores show one name and one text, and the thumbnail where it belongs. Invariant: of what is called the same here a
// march that knows nothing else finds each image equal, pairs it alike and asks for no picture; of anything else nothing is
// said. Pure.
import { hasOneStem, isOneRendition } from '@cutover/field-mapper';
import type { ImageGlance, SameImage, ViewGlance } from '@cutover/journal';

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

/**
 * The same of one store, of which both views show the same records: in the order of V2's places, ids and all, and with one
 * thumbnail.
 */
export function sameInBothViews(
  source: readonly ViewGlance[],
  target: readonly ViewGlance[],
): readonly SameImage[] | undefined {
  if (source.length !== target.length) return undefined;
  if (source.length > 0 && source.filter(({ thumbnail }) => thumbnail === 1).length !== 1) return undefined;
  const theirs = new Map(target.map((image) => [image.imageId, image]));
  for (const image of source) {
    const other = theirs.get(image.imageId);
    if (other === undefined || !showTheSame(image, other)) return undefined;
  }
  return source
    .toSorted((a, b) => a.sortOrder - b.sortOrder || a.imageId - b.imageId)
    .map(({ imageId }) => [imageId, imageId]);
}

function showTheSame(a: ViewGlance, b: ViewGlance): boolean {
  return (
    a.odd === null &&
    b.odd === null &&
    a.productId === b.productId &&
    a.imageFile === b.imageFile &&
    a.thumbnail === b.thumbnail &&
    a.sortOrder === b.sortOrder &&
    a.description === b.description &&
    isOneRendition(a.urls.zoom, b.urls.zoom) &&
    isOneRendition(a.urls.standard, b.urls.standard) &&
    isOneRendition(a.urls.thumbnail, b.urls.thumbnail) &&
    isOneRendition(a.urls.tiny, b.urls.tiny)
  );
}

/** Undefined where two share a place: which of them comes first is for a march to tell. */
function byPlace(images: readonly ImageGlance[]): readonly ImageGlance[] | undefined {
  const isInOrder = (all: readonly ImageGlance[]): boolean =>
    all.every((image, at) => at === 0 || (all[at - 1]?.sortOrder ?? image.sortOrder) < image.sortOrder);
  if (isInOrder(images)) return images;
  const ordered = images.toSorted((a, b) => a.sortOrder - b.sortOrder);
  return isInOrder(ordered) ? ordered : undefined;
}
