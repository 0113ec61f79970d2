// Target products with what their variants show now.
import { variantSlots } from '../../read/variant-slots.ts';
import type { Kind } from '../kind.ts';

export const read: Kind['read'] = async (engine, productIds) => {
  const { target } = engine;
  const looked = [];
  for await (const { products } of target.v3.sweepProducts({ ids: productIds, include: ['variants'] })) {
    const slots = Map.groupBy(
      await variantSlots(
        engine,
        target,
        products.map((product) => ({ product })),
      ),
      ({ productId }) => productId,
    );
    for (const { id } of products) looked.push({ productId: id, images: [], slots: slots.get(id) ?? [] });
  }
  return looked;
};
