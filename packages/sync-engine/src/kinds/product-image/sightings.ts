// What a run notes of the images of a product: how it found them, and how it leaves them, so that a later run can tell our
// doing from somebody else's.
import type { ProductImage } from '@cutover/field-mapper';
import { sourceOf } from '@cutover/journal';
import { seenOf } from '../../plan/seen-image.ts';
import type { Kind } from '../kind.ts';
import { flaggedBy, sentBy, vouchedFor } from './edits-of.ts';
import { leftOf } from './known.ts';
import { countsOrderOnly } from './march-product.ts';

export const noteFound: NonNullable<Kind['noteFound']> = async ({ journal }, run, { productId, images }) =>
  await journal.saveSighting(run.id, 'before', productId, images.map(seenOf));

/** Only of products that this run wrote to: of the others it knows nothing that the run before it did not know. */
export const noteLeft: NonNullable<Kind['noteLeft']> = async (engine, { run, planRun }, looked) => {
  const { journal } = engine;
  const ids = looked.map((product) => product.productId);
  const found = journal.sightings(run.id, 'before', ids);
  const sent = journal.lastSent(ids);
  const shown = journal.lastShown(ids);
  const actions = journal.actionsOf(planRun, ids);
  const products = ids.flatMap((targetProductId) => {
    const [planned] = (actions.get(targetProductId) ?? []).flatMap(
      (action) => sourceOf(action)?.productId ?? [],
    );
    return planned === undefined ? [] : [{ sourceProductId: planned, targetProductId }];
  });
  // A revert names no source product; of what it writes to, how the run before left it is known all the same.
  const left = new Map([...journal.lastSightings(ids, run.id), ...leftOf(engine, products, run.id)]);
  const snapshot = journal.snapshotOf(planRun, 'source')?.snapshot ?? 0;
  const counterpart = new Map(products.map((one) => [one.targetProductId, one.sourceProductId]));
  const all = journal.images(snapshot, [...counterpart.values()]);
  const sourceImages = (id: number): readonly ProductImage[] => all.get(counterpart.get(id) ?? 0) ?? [];
  const notes = looked.filter(({ productId }) => found.has(productId));
  await Promise.all(
    notes.map(async ({ productId, images }) => {
      const done = actions.get(productId) ?? [];
      const moments = {
        found: found.get(productId),
        left: left.get(productId),
        sent,
        shown,
        sentNow: sentBy(done),
        flaggedNow: flaggedBy(done),
        onlyOrderCounts: countsOrderOnly(sourceImages(productId), images, { sent, shown }),
      };
      const vouched = vouchedFor({ now: images.map((image) => seenOf(image)), ...moments });
      await journal.saveSighting(run.id, 'after', productId, vouched);
    }),
  );
};
