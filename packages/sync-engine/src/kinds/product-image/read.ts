// Target products with their images as they are now. Invariant: an image that we made is not taken for removed because a
// list lags.
import { fromV3, type ProductImage } from '@cutover/field-mapper';
import type { Engine } from '../../engine.ts';
import { inParallel } from '../../in-parallel.ts';
import type { Looked } from '../../plan/looked.ts';
import { unlessGone } from '../../read/completeness.ts';
import { type WholeProduct, wholeProducts } from '../../read/scan-v3.ts';
import type { Kind } from '../kind.ts';

const LOOKS_AT_ONCE = 8;

export const read: Kind['read'] = async (engine, productIds, atLeast) => {
  const { target } = engine;
  const looked: Looked[] = [];
  for await (const { products } of target.v3.sweepProducts({ ids: productIds, include: ['images'] })) {
    const whole = await wholeProducts(engine, target, products, { atLeast });
    const hidden = await notListedYet(engine, whole);
    for (const { product, images } of whole) {
      looked.push({ productId: product.id, images: [...images, ...(hidden.get(product.id) ?? [])] });
    }
  }
  return looked;
};

/**
 * Images that we made and that the lists do not show: a list may lag behind the store, so each is asked for by its id
 * before anybody takes it for removed and makes it again.
 */
async function notListedYet(
  engine: Engine,
  products: readonly WholeProduct[],
): Promise<Map<number, ProductImage[]>> {
  const shown = new Set(products.flatMap(({ images }) => images.map((image) => image.imageId)));
  const ids = products.map(({ product }) => product.id);
  // What was put back in the place of one of ours is known under both.
  const hidden = new Map(
    [...engine.journal.links(ids), ...putBackOn(engine, ids)].flatMap((one) =>
      shown.has(one.targetImageId) ? [] : [[one.targetImageId, one] as const],
    ),
  );
  const found: ProductImage[] = [];
  await inParallel([...hidden.values()], LOOKS_AT_ONCE, async ({ targetProductId, targetImageId }) => {
    const image = await unlessGone(engine.target.v3.getImage(targetProductId, targetImageId));
    if (image !== undefined) found.push(fromV3(image));
  });
  return Map.groupBy(found, (image) => image.productId);
}

/** What reverts have put back is ours, too, and is not made of any source image. */
function putBackOn({ journal }: Engine, productIds: readonly number[]) {
  if (journal.putBack(productIds).size === 0) return [];
  return productIds.flatMap((targetProductId) => {
    const removed = journal.removed([targetProductId]);
    return [...journal.putBack([targetProductId]).values()]
      .filter((targetImageId) => !removed.has(targetImageId))
      .map((targetImageId) => ({ targetProductId, targetImageId }));
  });
}
