// Which image a create is made from: the source's as its plan's snapshot holds it, or, for a create from the archive, the
// target's own image that was removed. Both are what the new image is recognised by when the answer to it is lost.
import { fromWritable, type ProductImage } from '@cutover/field-mapper';
import type { Action, PairJournal, SourceImage, TargetImage } from '@cutover/journal';

export function originOfCreate(journal: PairJournal, action: Action): ProductImage | undefined {
  if (action.verb !== 'create') return undefined;
  const { planRun, subject } = action;
  return 'from' in action
    ? sourceImage(journal, planRun, action.from)
    : removedImage(journal, planRun, { productId: subject.productId, imageId: action.putBack.imageId });
}

function sourceImage(
  journal: PairJournal,
  planRun: string,
  { productId, imageId }: SourceImage,
): ProductImage | undefined {
  const snapshot = journal.snapshotOf(planRun, 'source');
  if (snapshot === undefined) return undefined;
  return journal
    .images(snapshot.snapshot, [productId])
    .get(productId)
    ?.find((image) => image.imageId === imageId);
}

function removedImage(
  journal: PairJournal,
  planRun: string,
  { productId, imageId }: Pick<TargetImage, 'productId' | 'imageId'>,
): ProductImage | undefined {
  const reverted = journal.run(planRun)?.revertsRun;
  if (reverted === undefined) return undefined;
  const [before] = (journal.writesOf(reverted, [productId]).get(productId) ?? []).flatMap((write) =>
    write.verb === 'remove' && write.subject.imageId === imageId ? [write.before] : [],
  );
  if (before === undefined) return undefined;
  return {
    productId,
    imageId,
    imageFile: before.image_file,
    ...fromWritable(before),
    urls: { zoom: '', standard: '', thumbnail: '', tiny: '' },
  };
}
