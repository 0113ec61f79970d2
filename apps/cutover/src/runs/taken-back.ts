// Whether a verify complains of what somebody has taken back on purpose: then a repair would make it again, and is not what to
// propose. Invariant: of each product the run that wrote to it last counts, so that what was migrated again is repaired as ever.
import type { Journal, Run } from '@cutover/journal';
import { isOfPlan } from '@cutover/journal/light';
import { actionPages, findingPages } from './run-pages.ts';
import { isCarriedOut } from './work-done.ts';

/** The newest such revert that the verify has met; undefined: it complains of nothing that one took back. */
export function takenBackBefore(journal: Journal, verify: Run): Run | undefined {
  const { source, target } = verify;
  const runs = journal.runs({ source, target });
  const place = runs.findIndex(({ id }) => id === verify.id);
  const before = runs.slice(place + 1).filter((run) => isOfPlan(run) && isCarriedOut(run));
  const last = before.findLastIndex(({ command }) => command === 'revert');
  const writtenSince = new Set<number>();
  for (const run of before.slice(0, last + 1)) {
    if (run.revertsRun !== undefined && complainsOf(journal, verify, run.revertsRun, writtenSince))
      return run;
    for (const product of productsOf(journal, run.id)) writtenSince.add(product);
  }
  return undefined;
}

function complainsOf(journal: Journal, verify: Run, id: string, writtenSince: ReadonlySet<number>): boolean {
  const reverted = journal.run(id);
  // Taken back itself, a revert has left the target like the source.
  if (reverted === undefined || reverted.command === 'revert') return false;
  const products = { source: new Set<number>(), target: new Set<number>() };
  for (const page of actionPages(journal, reverted))
    for (const { status, subject, ...action } of page) {
      if (status !== 'applied' || writtenSince.has(subject.productId)) continue;
      products.target.add(subject.productId);
      // What is missing on the target is named by the source alone.
      const from = 'from' in action ? action.from : undefined;
      if (from !== undefined) products.source.add(from.productId);
    }
  for (const page of findingPages(journal, verify.id))
    for (const { sign = '=', source, target } of page) {
      if (sign === '=' || sign === '!') continue;
      if (
        target === undefined
          ? products.source.has(source?.productId ?? 0)
          : products.target.has(target.productId)
      )
        return true;
    }
  return false;
}

const pageSize = 500;

function* productsOf(journal: Journal, run: string): Generator<number> {
  for (let after = 0; ; ) {
    const page = journal.writtenProducts(run, after, pageSize);
    yield* page;
    after = page.at(-1) ?? after;
    if (page.length < pageSize) return;
  }
}
