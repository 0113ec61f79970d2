// Which image of the target stands for which image of the source, as a run leaves it: what it has made, and what was there
// already. Invariant: each source image comes once.
import type { Journal, Run } from '@cutover/journal';
import { isOfPlan } from '@cutover/journal/light';
import { actionPages, findingPages, findingRunsOf } from '../runs/run-pages.ts';

export const idColumns = [
  'source_product_id',
  'source_image_id',
  'target_product_id',
  'target_image_id',
  'sku',
] as const;

export function* idRows(journal: Journal, run: Run): Generator<(string | number)[]> {
  // Numbers alone: what has been told must not be told again with the picture that it took the place of.
  const told = new Set<number>();
  if (isOfPlan(run))
    for (const page of actionPages(journal, run))
      for (const action of page) {
        if (action.verb !== 'create' || action.status !== 'applied' || !('from' in action)) continue;
        const { from, subject, resultImageId, sku } = action;
        if (resultImageId === undefined) continue;
        told.add(from.imageId);
        yield [from.productId, from.imageId, subject.productId, resultImageId, sku ?? ''];
      }
  for (const id of findingRunsOf(run))
    for (const page of findingPages(journal, id))
      for (const { source, target } of page) {
        if (source?.imageId === undefined || target?.imageId === undefined || told.has(source.imageId))
          continue;
        told.add(source.imageId);
        yield [source.productId, source.imageId, target.productId, target.imageId, source.sku ?? ''];
      }
}
