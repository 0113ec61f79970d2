// What an action's picture is called: an action knows it by ids, and a person by the SKU of the product or variant, or by
// what is chosen to come to it. From the journal alone; nothing is asked of a store.
import type { ImageRef, Journal } from '@cutover/journal';
import { type EngineEvent, isSameSlot, kindOfSlot, slotNames, slotOfRef } from '@cutover/sync-engine';
import { snapshotOfSide } from '../report/sides-of-entries.ts';

type Known = Pick<Journal, 'action' | 'run' | 'slots' | 'snapshotOf'>;

export function withNames(journal: Known, event: EngineEvent): EngineEvent {
  if (event.type !== 'action') return event;
  const side = event.source === undefined ? 'target' : 'source';
  const { [side]: ref } = event;
  if (ref === undefined) return event;
  const sku = ref.sku ?? journal.action(event.action)?.sku;
  const names = namesOfSlot(journal, event.run, side, ref);
  return { ...event, [side]: { ...ref, ...(sku === undefined ? {} : { sku }), ...names } };
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
