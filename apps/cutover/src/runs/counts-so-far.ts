// What a run has come to that an error ended, from the journal: how much was read, and of a plan what was done of it.
import type { Journal } from '@cutover/journal';
import { isOfPlan } from '@cutover/journal/light';
import type { Outcome } from '../reporters/reporter.ts';
import { runSummary } from './run-summary.ts';

/** @param planRun whose plan it was about to carry out: a run notes that once its plan is approved. */
export function countsSoFar(
  journal: Journal,
  id: string,
  planRun: string | undefined,
): Pick<Outcome, 'products' | 'images' | 'facts'> {
  const run = journal.run(id);
  if (run === undefined) return {};
  const {
    products = 0,
    images = 0,
    ...counts
  } = runSummary(journal, {
    ...run,
    planRun: run.planRun ?? planRun,
  }).counts;
  // A retry that is still at its question has no plan yet, and notes already what was done before it.
  const isUnasked = run.planRun === undefined && run.counts['createdBefore'] !== undefined;
  const isPlanned = isOfPlan(run) && run.phase !== 'scanning' && !isUnasked;
  return { products, images, ...(isPlanned ? { facts: counts } : {}) };
}
