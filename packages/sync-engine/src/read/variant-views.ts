// What both views of one store show of its variants: V3's lists of them, and V2's lists of SKUs, which are asked for product by
// product and only where V3 shows variants that are chosen. V2 has no SKU of a product without options.

import type { V2Sku } from '@cutover/v2-client';
import { READS_AT_ONCE } from '../at-a-time.ts';
import type { Engine } from '../engine.ts';
import { inParallel } from '../in-parallel.ts';
import { passGate } from '../stopped.ts';
import { unlessGone } from './completeness.ts';
import { type ReadSlot, slotReadings } from './slot-readings.ts';
import { unlessV2IsGone } from './v2-failure.ts';

export interface VariantViews {
  readonly variants: readonly ReadSlot[];
  /** `gone`: V2 does not list the product's; `unasked`: nobody has asked it. */
  readonly skus: readonly V2Sku[] | 'gone' | 'unasked';
}

/** @param asks whether V2 is asked for the SKUs of a product; default: of each. */
export async function readVariantViews(
  engine: Engine,
  productIds: readonly number[],
  asks: (productId: number) => boolean = () => true,
): Promise<ReadonlyMap<number, VariantViews>> {
  const { source, target } = engine;
  const variants = new Map<number, ReadSlot[]>();
  for await (const page of target.v3.sweepProducts({ ids: productIds, include: ['variants'] })) {
    await passGate(engine.control);
    for (const slot of await slotReadings.variant.slotsOf(engine, target, page.products))
      variants.set(slot.productId, [...(variants.get(slot.productId) ?? []), slot]);
  }
  const views = new Map<number, VariantViews>();
  await inParallel(productIds, READS_AT_ONCE, async (id) => {
    const own = variants.get(id) ?? [];
    const isChosen = own.some(({ choices }) => choices.length > 0);
    if (!isChosen) views.set(id, { variants: own, skus: [] });
    else if (!asks(id)) views.set(id, { variants: own, skus: 'unasked' });
    else {
      await passGate(engine.control);
      const skus = await unlessV2IsGone(source, unlessGone(source.v2.listSkus(id)));
      views.set(id, { variants: own, skus: skus ?? 'gone' });
    }
  });
  return views;
}
