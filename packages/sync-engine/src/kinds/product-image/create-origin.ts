// Which image a create is made from: the source's as its plan's snapshot holds it, or, for a create from the archive, the
// target's own image that was removed. Both are what the new image is recognised by when the answer to it is lost.
import { fromWritable, type ProductImage } from '@cutover/field-mapper';
import type { Action, PairJournal } from '@cutover/journal';

export function originOfCreate(journal: PairJournal, action: Action): ProductImage | undefined {
  return action.putBack === undefined ? sourceImage(journal, action) : removedImage(journal, action);
}

function sourceImage(journal: PairJournal, action: Action): ProductImage | undefined {
  const snapshot = journal.snapshotOf(action.planRun, 'source');
  if (snapshot === undefined || action.sourceProductId === undefined) return undefined;
  return journal
    .images(snapshot.snapshot, [action.sourceProductId])
    .get(action.sourceProductId)
    ?.find((image) => image.imageId === action.sourceImageId);
}

function removedImage(journal: PairJournal, { planRun, targetProductId, targetImageId }: Action) {
  const reverted = journal.run(planRun)?.revertsRun;
  if (reverted === undefined) return undefined;
  const [before] = (journal.writesOf(reverted, [targetProductId]).get(targetProductId) ?? []).flatMap(
    (write) => (write.kind === 'remove' && write.targetImageId === targetImageId ? [write.before] : []),
  );
  if (before === undefined || targetImageId === undefined) return undefined;
  return {
    productId: targetProductId,
    imageId: targetImageId,
    imageFile: before.image_file,
    ...fromWritable(before),
    urls: { zoom: '', standard: '', thumbnail: '', tiny: '' },
  };
}
