// What the target should show when all is done: the source's images under the rules that a store keeps by itself.
// Invariant: exactly one thumbnail in a product that has images. Pure; knows no store.
import type { ProductImage, WritableField } from '@cutover/field-mapper';

/** What tells where an image stands among its siblings. */
type Placed = Pick<ProductImage, 'sortOrder' | 'imageId'>;
type Flagged = Placed & Pick<ProductImage, 'isThumbnail'>;

/** Storefront order: lower sort_order first; among equals the older image, the one order both APIs agree on. */
export function inOrder<Image extends Placed>(images: readonly Image[]): Image[] {
  return images.toSorted((a, b) => a.sortOrder - b.sortOrder || a.imageId - b.imageId);
}

/** The image that is the thumbnail, or that has to become it: the first flagged one, else the first in order. */
export function thumbnailOf<Image extends Flagged>(images: readonly Image[]): Image | undefined {
  const ordered = inOrder(images);
  return ordered.find((image) => image.isThumbnail) ?? ordered[0];
}

/** Whether the store shows this field of any of them as something it cannot be: of all of them it cannot be told then. */
export function isOdd(images: readonly ProductImage[], field: WritableField): boolean {
  return images.some(({ odd }) => odd?.includes(field) === true);
}

/** The source's images as the target should show them: the same, with exactly one thumbnail. */
export function predict<Image extends Flagged>(source: readonly Image[]): Image[] {
  const thumbnail = thumbnailOf(source)?.imageId;
  return source.map((image) => ({ ...image, isThumbnail: image.imageId === thumbnail }));
}

/** True when two images share a sort_order, so that their order is the store's to choose. */
export function hasTies(images: readonly Placed[]): boolean {
  return new Set(images.map((image) => image.sortOrder)).size < images.length;
}

/** True when the targets stand in the order of their sources, by sort_order and among equals by age. */
export function keepsOrder(pairs: readonly { source: ProductImage; target: ProductImage }[]): boolean {
  const ours = inOrder(pairs.map((pair) => pair.source)).map((image) => image.imageId);
  const partner = new Map(pairs.map((pair) => [pair.target.imageId, pair.source.imageId]));
  const theirs = inOrder(pairs.map((pair) => pair.target)).map((image) => partner.get(image.imageId));
  return ours.every((imageId, index) => imageId === theirs[index]);
}

/**
 * The images at places that no store can hold differently: 0, 1, 2 … in their order. For products whose images share
 * places, where a store that renumbers siblings has not kept the order.
 */
export function atOwnPlaces(images: readonly ProductImage[], from = 0): ProductImage[] {
  return inOrder(images).map((image, place) => ({ ...image, sortOrder: from + place }));
}
