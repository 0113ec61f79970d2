// Which products go in the next request for several, and how many after one that went well. Shared by the loop that sends
// them and by the estimate that counts them before. Pure.
import { growingSizes, IMAGES_A_BATCH_MAX, PRODUCTS_A_BATCH_MAX } from './at-a-time.ts';

/** What one request may carry; no products: each image goes by itself. */
export interface Room {
  readonly products: number;
  readonly images: number;
}

/** Whether a product, of which the plan says so much, may get all its images with others. @param before images that it has. */
export const suitsBatches = ({
  before,
  creates,
}: {
  readonly before: number;
  readonly creates: number;
}): boolean => before === 0 && creates > 0 && creates <= IMAGES_A_BATCH_MAX;

/** Those of these products that fit; none: each of them has more images than there is room for. */
export function roomFor(
  { products, images }: Room,
  waiting: readonly { readonly id: number; readonly images: number }[],
): readonly number[] {
  // What one image shows says little of several.
  const first = products === 1 ? waiting.toSorted((a, b) => b.images - a.images) : waiting;
  const taken: number[] = [];
  let left = images;
  for (const one of first) {
    if (taken.length === products || one.images > left) continue;
    taken.push(one.id);
    left -= one.images;
  }
  return taken;
}

export const sizeAfter = (products: number): number =>
  [...growingSizes, PRODUCTS_A_BATCH_MAX].find((size) => size > products) ?? PRODUCTS_A_BATCH_MAX;
