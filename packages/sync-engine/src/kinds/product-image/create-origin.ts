// Which image a create is made from: the source's as its plan's snapshot holds it, or, for a create from the archive, the
// target's own image that was removed. Both are what the new image is recognised by when the answer to it is lost.
import { fromWritable, type ProductImage } from '@cutover/field-mapper';
import type { Action, CreateAction, PairJournal, SourceImage, TargetImage } from '@cutover/journal';

/** By the creates' ids; the journal is asked once for all those of one plan. */
export function originsOfCreates(
  journal: PairJournal,
  actions: readonly Action[],
): ReadonlyMap<string, ProductImage> {
  const creates = actions.filter((action) => action.verb === 'create');
  const ofPlans = Map.groupBy(creates, ({ planRun }) => planRun);
  const sources = new Map([...ofPlans].map(([plan, ours]) => [plan, sourceImages(journal, plan, ours)]));
  return new Map(
    creates.flatMap((action): [string, ProductImage][] => {
      const { planRun, subject } = action;
      const image =
        'from' in action
          ? sources.get(planRun)?.get(action.from.productId)?.find(isImage(action.from))
          : removedImage(journal, planRun, { productId: subject.productId, imageId: action.putBack.imageId });
      return image === undefined ? [] : [[action.id, image]];
    }),
  );
}

const isImage =
  ({ imageId }: SourceImage) =>
  (image: ProductImage): boolean =>
    image.imageId === imageId;

function sourceImages(
  journal: PairJournal,
  planRun: string,
  creates: readonly CreateAction[],
): ReadonlyMap<number, readonly ProductImage[]> {
  const snapshot = journal.snapshotOf(planRun, 'source');
  const ids = creates.flatMap((action) => ('from' in action ? [action.from.productId] : []));
  return snapshot === undefined ? new Map() : journal.images(snapshot.snapshot, [...new Set(ids)]);
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
