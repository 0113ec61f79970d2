// Pictures of variants as they ride in the sweep of products: every variant is a slot, an empty one too, because it may be
// the counterpart of one that is not.
import { variantImageFromV3 } from '@cutover/field-mapper';
import type { SnapshotSlot } from '@cutover/journal';
import type { V3Product, V3Variant } from '@cutover/v3-client';
import type { Engine, StorePort } from '../engine.ts';
import { inParallel } from '../in-parallel.ts';
import { passGate } from '../stopped.ts';
import { looksCutShort, unlessGone } from './completeness.ts';

const LISTS_AT_ONCE = 8;
/** The least page that V3 cuts a list into where nobody asks for another. */
const CUT_FROM = 50;

/**
 * The slots of products that were read with their variants; a list that may have been cut short is read from the product
 * itself. A product that is gone meanwhile has none.
 */
export async function variantSlots(
  engine: Engine,
  port: StorePort,
  products: readonly { readonly product: V3Product }[],
): Promise<SnapshotSlot[]> {
  const all = new Map<number, readonly V3Variant[]>();
  const again: number[] = [];
  for (const {
    product: { id, variants },
  } of products) {
    all.set(id, variants ?? []);
    const isCut = variants !== undefined && variants.length >= CUT_FROM && looksCutShort(variants.length);
    if (variants === undefined || isCut) again.push(id);
  }
  await inParallel(again, LISTS_AT_ONCE, async (id) => {
    await passGate(engine.control);
    all.set(id, (await unlessGone(port.v3.listVariants(id))) ?? []);
  });
  return [...all.values()].flatMap((variants) => variants.map(slotOf));
}

function slotOf(variant: V3Variant): SnapshotSlot {
  const { productId, variantId, sku, image } = variantImageFromV3(variant);
  return {
    kind: 'variant-image',
    productId,
    slot: { variantId },
    sku,
    choices: variant.option_values.map(({ option_display_name: name = '', label }) => ({ name, label })),
    address: image,
  };
}
