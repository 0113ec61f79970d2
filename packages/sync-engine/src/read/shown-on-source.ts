// Of which of a plan's products the source shows a picture in a slot of a kind: only those are asked for their modifiers and
// options, which make pages of ten.
import { type PairJournal, type SlotKind, sourceOf } from '@cutover/journal';
import { showsPicture } from '../slots.ts';

/** Those of these target products; one whose counterpart the plan does not tell may be one of them. */
export function shownOnSource(
  journal: Pick<PairJournal, 'snapshotOf' | 'actionsOf' | 'slots'>,
  planRun: string,
  kind: SlotKind,
  productIds: readonly number[],
): readonly number[] {
  const snapshot = journal.snapshotOf(planRun, 'source');
  if (snapshot === undefined) return productIds;
  const planned = journal.actionsOf(planRun, productIds);
  const counterpartOf = (id: number): number | undefined =>
    planned
      .get(id)
      ?.map(sourceOf)
      .find((source) => source !== undefined)?.productId;
  const sourceIds = productIds.flatMap((id) => counterpartOf(id) ?? []);
  const slots = journal.slots(snapshot.snapshot, kind, sourceIds);
  return productIds.filter((id) => {
    const sourceId = counterpartOf(id);
    const shown = sourceId === undefined ? undefined : slots.get(sourceId);
    return sourceId === undefined || shown?.some(({ address }) => showsPicture(address)) === true;
  });
}
