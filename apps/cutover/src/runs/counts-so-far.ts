// What a run has come to that an error ended, from the journal: how much was read, and of a plan what was done of it.
import type { Journal } from '@cutover/journal';
import { isOfPlan, statusCounts } from '@cutover/journal/light';
import type { Outcome } from '../reporters/reporter.ts';
import { runSummary } from './run-summary.ts';

/**
 * @param planRun whose plan it was about to carry out: a run notes that once its plan is approved.
 * @param retried of a retry: for which reason it was about to try again what has failed of that plan.
 */
export function countsSoFar(
  journal: Journal,
  id: string,
  planRun: string | undefined,
  retried?: { readonly reason: string | undefined },
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
  const isPlanned = isOfPlan(run) && run.phase !== 'scanning';
  const isUnasked = run.planRun === undefined && planRun !== undefined && retried !== undefined;
  const facts = isUnasked ? { ...counts, ...leftToRetry(journal, planRun, retried.reason) } : counts;
  return { products, images, ...(isPlanned ? { facts } : {}) };
}

/** Until somebody has said yes, what has failed of a plan is an earlier run's, and all of it is still to be tried again. */
function leftToRetry(
  journal: Journal,
  planRun: string,
  reason: string | undefined,
): { readonly failed: number; readonly remaining: number } {
  const { pending } = statusCounts(journal.actionCounts(planRun));
  const meant = Object.values(journal.failures(planRun, reason)).reduce((sum, count) => sum + count, 0);
  return { failed: 0, remaining: pending + meant };
}
