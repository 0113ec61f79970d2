// What a set is made from, as the snapshot of its plan holds it: the picture of the source's slot, or the image of its
// product of which the slot shows a copy.
import type { Action, PairJournal, SnapshotSlot } from '@cutover/journal';
import { isSameSlot, kindOfSlot } from '../../slots.ts';
import type { Picture } from '../kind.ts';

export function originOfSet(journal: PairJournal, action: Action): Picture | undefined {
  const { sourceProductId, sourceImageId, planRun } = action;
  const snapshot = journal.snapshotOf(planRun, 'source');
  if (snapshot === undefined || sourceProductId === undefined) return undefined;
  if (sourceImageId === undefined) return sourceSlotOf(journal, action);
  const images = journal.images(snapshot.snapshot, [sourceProductId]).get(sourceProductId);
  return images?.find(({ imageId }) => imageId === sourceImageId);
}

/** The source's slot itself. */
export function sourceSlotOf(
  journal: PairJournal,
  { sourceProductId, sourceSlot, planRun }: Action,
): SnapshotSlot | undefined {
  const snapshot = journal.snapshotOf(planRun, 'source');
  if (snapshot === undefined || sourceProductId === undefined || sourceSlot === undefined) return undefined;
  return journal
    .slots(snapshot.snapshot, kindOfSlot(sourceSlot), [sourceProductId])
    .get(sourceProductId)
    ?.find(({ slot }) => isSameSlot(slot, sourceSlot));
}
