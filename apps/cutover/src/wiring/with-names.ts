// What a picture is called in a line: an action knows it by ids, and a person by the SKU of the product or variant, or by
// what is chosen to come to it. From the journal alone; nothing is asked of a store.
import type { ImageRef, Journal } from '@cutover/journal';
import { type EngineEvent, isSameSlot, kindOfSlot, slotNames, slotOfRef } from '@cutover/sync-engine';
import { snapshotOfSide } from '../report/sides-of-entries.ts';

/** What a line needs to name a picture. */
export type Naming = Pick<Journal, 'action' | 'product' | 'run' | 'slots' | 'snapshotOf'>;

interface Known {
  readonly journal: Naming;
  /** The SKU of a product as that store had it when the run read it. */
  readonly skuOf: (run: string, side: 'source' | 'target', ref: ImageRef) => string | undefined;
}

/** Lines about one product come close together, and so do those of the products that are worked at side by side. */
const SKUS_KEPT = 500;

/** Gives the pictures of an event their names. */
export function withNames(journal: Naming): (event: EngineEvent) => EngineEvent {
  const skus = new Map<string, string>();
  const skuOf: Known['skuOf'] = (run, side, { productId }) => {
    const key = `${run} ${side} ${productId}`;
    const sku = skus.get(key) ?? skuInSnapshot(journal, run, side, productId);
    if (skus.size >= SKUS_KEPT) skus.clear();
    if (sku !== undefined) skus.set(key, sku);
    return sku;
  };
  return (event) => eventWithNames({ journal, skuOf }, event);
}

function eventWithNames(known: Known, event: EngineEvent): EngineEvent {
  if (event.type === 'finding') return findingWithNames(known, event);
  if (event.type !== 'action') return event;
  const { run, source, target } = event;
  const ownSku = (): string | undefined => known.journal.action(event.action)?.sku;
  return {
    ...event,
    ...(source && { source: named(known, run, 'source', source, ownSku) }),
    // What only the target has is known by the target's SKU from the first.
    ...(target && {
      target: named(known, run, 'target', target, source ? () => known.skuOf(run, 'target', target) : ownSku),
    }),
  };
}

function named(
  { journal }: Known,
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
  known: Known,
  finding: Extract<EngineEvent, { type: 'finding' }>,
): Extract<EngineEvent, { type: 'finding' }> {
  const side = finding.source === undefined ? 'target' : 'source';
  const { [side]: ref, run } = finding;
  return ref === undefined || ref.sku !== undefined
    ? finding
    : { ...finding, [side]: named(known, run, side, ref, () => known.skuOf(run, side, ref)) };
}

function skuInSnapshot(
  journal: Naming,
  runId: string,
  side: 'source' | 'target',
  productId: number,
): string | undefined {
  const run = journal.run(runId);
  const snapshot = run === undefined ? undefined : snapshotOfSide(journal, run, side);
  return snapshot === undefined ? undefined : journal.product(snapshot, productId)?.sku;
}

function namesOfSlot(
  journal: Naming,
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
