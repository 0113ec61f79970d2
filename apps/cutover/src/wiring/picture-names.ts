// What a picture is called in a line: an action knows it by ids, and a person by the SKU of the product or variant, or by
// what is chosen to come to it. From the journal alone; nothing is asked of a store.
import type { ImageRef, Journal } from '@cutover/journal';
import { type EngineEvent, isSameSlot, kindOfSlot, slotNames, slotOfRef } from '@cutover/sync-engine';
import { snapshotOfSide } from '../report/sides-of-entries.ts';

type Known = Pick<Journal, 'action' | 'product' | 'run' | 'slots' | 'snapshotOf'>;

export function withNames(journal: Known, event: EngineEvent): EngineEvent {
  if (event.type !== 'action' && event.type !== 'finding') return event;
  const side = event.source === undefined ? 'target' : 'source';
  const { [side]: ref } = event;
  if (ref === undefined || (event.type === 'finding' && ref.sku !== undefined)) return event;
  const sku =
    ref.sku ??
    (event.type === 'action' ? journal.action(event.action)?.sku : skuOf(journal, event.run, side, ref));
  const names = namesOfSlot(journal, event.run, side, ref);
  return { ...event, [side]: { ...ref, ...(sku === undefined ? {} : { sku }), ...names } };
}

/** A finding of a revert knows its picture by ids alone. */
function skuOf(journal: Known, runId: string, side: 'source' | 'target', ref: ImageRef): string | undefined {
  const run = journal.run(runId);
  const snapshot = run === undefined ? undefined : snapshotOfSide(journal, run, side);
  return snapshot === undefined ? undefined : journal.product(snapshot, ref.productId)?.sku;
}

function namesOfSlot(
  journal: Known,
  runId: string,
  side: 'source' | 'target',
  ref: ImageRef,
): Pick<ImageRef, 'variantSku' | 'label'> {
  const slot = slotOfRef(ref);
  const run = slot === undefined ? undefined : journal.run(runId);
  if (slot === undefined || run === undefined) return {};
  const snapshot = snapshotOfSide(journal, run, side);
  if (snapshot === undefined) return {};
  const { productId } = ref;
  const there = journal.slots(snapshot, kindOfSlot(slot), [productId]).get(productId) ?? [];
  const held = there.find((one) => isSameSlot(one.slot, slot));
  return held === undefined ? {} : slotNames(held);
}
