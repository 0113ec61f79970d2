// What V2's product pages say of products whose lists it was not asked for: which image is the main picture, and no more.
// Invariant: what they do not say is V3's word alone, and so never called equal. Pure.
import { fromV2Primary, type ProductImage } from '@cutover/field-mapper';
import type { V2Product } from '@cutover/v2-client';

/** The main picture as the page shows it; none where it shows none. */
export const mainPictureOf = ({ id, primary_image: primary }: V2Product): ProductImage[] =>
  primary === undefined ? [] : [fromV2Primary(id, primary)];

/**
 * V2's images of the product as far as its page speaks of them, and V3's in the place of all that it does not say.
 * @param shown what V3 shows.
 */
export function asPageSays(
  main: ProductImage | undefined,
  shown: readonly ProductImage[],
): readonly ProductImage[] {
  // "None" is a hint and no proof (api-quirks).
  if (main === undefined) return shown;
  if (shown.every(({ imageId }) => imageId !== main.imageId)) return [...shown, main];
  const [thumbnail, another] = shown.filter(({ isThumbnail }) => isThumbnail);
  // What V3 itself shows wrongly is told as that.
  if (thumbnail === undefined || another !== undefined || thumbnail.imageId === main.imageId) return shown;
  return shown.map((image) => ({ ...image, isThumbnail: image.imageId === main.imageId }));
}
