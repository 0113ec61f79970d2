// Whether the images of a product are the same on both sides, told without a march. Between two stores: each place is taken
// once, and there both show one name and the same in every field that may be written, with the thumbnail where it belongs.
// In one store: both views show the same records, and one thumbnail. Invariant: of what is called the same here a march that
// knows nothing else finds each image equal, pairs it alike and asks for no picture; of anything else nothing is said. Pure.
import { hasOneStem, isOneRendition, writableFields, writableValue } from '@cutover/field-mapper';
import type { ImageGlance, SameImage, ViewGlance } from '@cutover/journal';
import { hasTies, inOrder, predict } from './predict.ts';

/** The pairs in the order of the source's places; undefined: only a march can tell. */
export function sameAtAGlance(
  source: readonly ImageGlance[],
  target: readonly ImageGlance[],
): readonly SameImage[] | undefined {
  // Of two that share a place, a march tells which comes first.
  if (source.length !== target.length || hasTies(source)) return undefined;
  const theirs = inOrder(target);
  const same: SameImage[] = [];
  for (const [at, image] of inOrder(predict(source)).entries()) {
    const other = theirs[at];
    // Where no file is shown there is no stem, and an address would have to tell.
    if (other === undefined || !showTheSame(image, other) || !hasOneStem(image.imageFile, other.imageFile))
      return undefined;
    same.push([image.imageId, other.imageId]);
  }
  return same;
}

/** The same of one store, of which both views show the same records: in the order of V2's places. */
export function sameInBothViews(
  source: readonly ViewGlance[],
  target: readonly ViewGlance[],
): readonly SameImage[] | undefined {
  if (source.length !== target.length) return undefined;
  const theirs = new Map(target.map((image) => [image.imageId, image]));
  const expected = predict(source);
  for (const [at, image] of source.entries()) {
    const other = theirs.get(image.imageId);
    const asExpected = expected[at];
    if (other === undefined || asExpected === undefined) return undefined;
    // Where there is no thumbnail, or several, both views agree on what is wrong.
    if (!showTheSame(image, other) || !showTheSame(asExpected, other) || !areOneRecord(image, other))
      return undefined;
  }
  return inOrder(source).map(({ imageId }) => [imageId, imageId]);
}

function showTheSame(a: ImageGlance, b: ImageGlance): boolean {
  return (
    !a.isOdd &&
    !b.isOdd &&
    writableFields.every((field) => writableValue(a, field) === writableValue(b, field))
  );
}

function areOneRecord(a: ViewGlance, b: ViewGlance): boolean {
  return (
    a.productId === b.productId &&
    a.imageFile === b.imageFile &&
    isOneRendition(a.urls.zoom, b.urls.zoom) &&
    isOneRendition(a.urls.standard, b.urls.standard) &&
    isOneRendition(a.urls.thumbnail, b.urls.thumbnail) &&
    isOneRendition(a.urls.tiny, b.urls.tiny)
  );
}
