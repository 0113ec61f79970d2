// What a set is made from, as the snapshot of its plan holds it: the picture of the source's slot, or the image of its
// product of which the slot shows a copy.
import type { Action, PairJournal, SetAction, SnapshotSlot } from '@cutover/journal';
import { isSameSlot, kindOfSlot } from '../../slots.ts';
import type { Picture } from '../kind.ts';

/** By the sets' ids. */
export function originsOfSets(
  journal: PairJournal,
  actions: readonly Action[],
): ReadonlyMap<string, Picture> {
  return new Map(
    actions.flatMap((action): [string, Picture][] => {
      const picture = originOfSet(journal, action);
      return picture === undefined ? [] : [[action.id, picture]];
    }),
  );
}

function originOfSet(journal: PairJournal, action: Action): Picture | undefined {
  if (action.verb !== 'set' || !('from' in action)) return undefined;
  const { productId, imageId: shown } = action.from;
  if (shown === undefined) return sourceSlotOf(journal, action);
  const snapshot = journal.snapshotOf(action.planRun, 'source');
  if (snapshot === undefined) return undefined;
  const images = journal.images(snapshot.snapshot, [productId]).get(productId);
  return images?.find(({ imageId }) => imageId === shown);
}

/** The source's slot itself. */
export function sourceSlotOf(journal: PairJournal, action: SetAction): SnapshotSlot | undefined {
  const snapshot = journal.snapshotOf(action.planRun, 'source');
  if (snapshot === undefined || !('from' in action)) return undefined;
  const { productId, slot: shown } = action.from;
  return journal
    .slots(snapshot.snapshot, kindOfSlot(shown), [productId])
    .get(productId)
    ?.find(({ slot }) => isSameSlot(slot, shown));
}
