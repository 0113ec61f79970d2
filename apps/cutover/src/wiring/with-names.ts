// What a picture is called in a line: an action knows it by ids, and a person by the SKU of the product or variant, or by
// what is chosen to come to it. From the journal alone; nothing is asked of a store.
import type { ImageRef, Journal } from '@cutover/journal';
import { type EngineEvent, isSameSlot, kindOfSlot, slotNames, slotOfRef } from '@cutover/sync-engine';
import { snapshotOfSide } from '../report/sides-of-entries.ts';

type Known = Pick<Journal, 'action' | 'product' | 'run' | 'slots' | 'snapshotOf'>;

export function withNames(journal: Known, event: EngineEvent): EngineEvent {
  if (event.type === 'finding') return findingWithNames(journal, event);
  if (event.type !== 'action') return event;
  const { run, source, target } = event;
  const ownSku = (): string | undefined => journal.action(event.action)?.sku;
  return {
    ...event,
    ...(source && { source: named(journal, run, 'source', source, ownSku) }),
    // What only the target has is known by the target's SKU from the first.
    ...(target && {
      target: named(
        journal,
        run,
        'target',
        target,
        source ? () => skuOf(journal, run, 'target', target) : ownSku,
      ),
    }),
  };
}

function named(
  journal: Known,
  run: string,
  side: 'source' | 'target',
  ref: ImageRef,
  skuOf: () => string | undefined,
): ImageRef {
  const sku = ref.sku ?? skuOf();
  return { ...ref, ...(sku === undefined ? {} : { sku }), ...namesOfSlot(journal, run, side, ref) };
}

/** A finding of a revert knows its picture by ids alone. */
function findingWithNames(
  journal: Known,
  finding: Extract<EngineEvent, { type: 'finding' }>,
): Extract<EngineEvent, { type: 'finding' }> {
  const side = finding.source === undefined ? 'target' : 'source';
  const { [side]: ref, run } = finding;
  return ref === undefined || ref.sku !== undefined
    ? finding
    : { ...finding, [side]: named(journal, run, side, ref, () => skuOf(journal, run, side, ref)) };
}

/** As that store had it when the run read it. */
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
