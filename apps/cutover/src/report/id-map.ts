// Which image of the target stands for which image of the source, as a run leaves it: what it has made, and what was there
// already. Invariant: each source image comes once.
import type { Journal, Run } from '@cutover/journal';
import { isOfPlan } from '@cutover/journal/light';
import { actionPages, findingPages, findingRunsOf } from '../runs/run-pages.ts';
import { isCarriedOut } from '../runs/work-done.ts';

export const idColumns = [
  'source_product_id',
  'source_image_id',
  'target_product_id',
  'target_image_id',
  'sku',
] as const;

/** A repair knows the products alone that it was about: the others are as the migration before it has left them. */
export function runsOfIds(journal: Pick<Journal, 'runs'>, run: Run): readonly Run[] {
  if (run.command !== 'repair') return [run];
  const { id, source, target } = run;
  const runs = journal.runs({ source, target });
  const wrote = runs
    .slice(runs.findIndex((one) => one.id === id) + 1)
    .filter((one) => isCarriedOut(one) && (one.command === 'migrate' || one.command === 'repair'));
  return [run, ...wrote.slice(0, wrote.findIndex(({ command }) => command === 'migrate') + 1)];
}

/** @param runs newest first: an image is listed as the newest has left it. */
export function* idRows(journal: Journal, runs: readonly Run[]): Generator<(string | number)[]> {
  // Numbers alone: what has been told must not be told again with the picture that it took the place of.
  const told = new Set<number>();
  for (const run of runs) yield* idRowsOf(journal, run, told);
}

function* idRowsOf(journal: Journal, run: Run, told: Set<number>): Generator<(string | number)[]> {
  if (isOfPlan(run))
    for (const page of actionPages(journal, run))
      for (const action of page) {
        if (action.verb !== 'create' || action.status !== 'applied' || !('from' in action)) continue;
        const { from, subject, resultImageId, sku } = action;
        if (resultImageId === undefined || told.has(from.imageId)) continue;
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
