// What an action's picture is called: an action knows it by ids, and a person by the SKU of the product or variant, or by
// what is chosen to come to it. From the journal alone; nothing is asked of a store.
import type { ImageRef, Journal } from '@cutover/journal';
import { type EngineEvent, isSameSlot, kindOfSlot, slotNames, slotOfRef } from '@cutover/sync-engine';
import { snapshotOfSide } from '../report/sides-of-entries.ts';

type Known = Pick<Journal, 'action' | 'product' | 'run' | 'slots' | 'snapshotOf'>;

export function withNames(journal: Known, event: EngineEvent): EngineEvent {
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
        source ? () => skuOnTarget(journal, run, target) : ownSku,
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

/** As the target had it when the plan was made. */
function skuOnTarget(journal: Known, runId: string, { productId }: ImageRef): string | undefined {
  const run = journal.run(runId);
  const snapshot = run && snapshotOfSide(journal, run, 'target');
  return snapshot === undefined ? undefined : journal.product(snapshot, productId)?.sku;
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
