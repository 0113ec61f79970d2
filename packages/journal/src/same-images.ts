// Images of a product that are the same on both sides, said in one piece, taken apart into the findings that it stands for.
// Pure.
import type { FindingRow, ImageRef, SameImage, SameImages } from './finding.ts';

/** The finding of each of them. */
export function findingsOfSame({ common, images }: SameImages): FindingRow[] {
  return images.map((image) => findingOfOne(common, image));
}

export function findingOfOne(common: SameImages['common'], [source, target]: SameImage): FindingRow {
  return { ...common, source: imageOf(common.source, source), target: imageOf(common.target, target) };
}

/** In the order in which it is written of an image that was found alone. */
function imageOf({ productId, sku }: ImageRef, imageId: number): ImageRef {
  return { productId, imageId, ...(sku === undefined ? {} : { sku }) };
}
