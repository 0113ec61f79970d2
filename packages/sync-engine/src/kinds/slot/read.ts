// Target products with what their slots of one kind show now.
import type { Engine } from '../../engine.ts';
import type { Looked } from '../../plan/looked.ts';
import type { SlotReading } from '../../read/slot-readings.ts';

export async function readSlots(
  engine: Engine,
  { include, slotsOf }: SlotReading,
  productIds: readonly number[],
): Promise<Looked[]> {
  const { target } = engine;
  const looked: Looked[] = [];
  for await (const { products } of target.v3.sweepProducts({ ids: productIds, include: [include] })) {
    const slots = Map.groupBy(await slotsOf(engine, target, products), ({ productId }) => productId);
    for (const { id } of products) looked.push({ productId: id, images: [], slots: slots.get(id) ?? [] });
  }
  return looked;
}
