// What leaves a run that writes done in part: each reason is a number of its result, and the outcome follows from these
// numbers alone, so that nothing ends with "in part" and does not say why.
import type { Journal, Run } from '@cutover/journal';
import type { MigrateResult } from '../engine.ts';
import type { RuleId } from '../rules.ts';

/** By their names in the result. */
export const reasonsForPart = [
  'failed',
  'remaining',
  'inDoubt',
  'conflicts',
  'unmatchedProducts',
  'unmatchedSlots',
  'unchecked',
] as const;
export type ReasonForPart = (typeof reasonsForPart)[number];

export function outcomeOfPlan(
  counts: Readonly<Partial<Record<ReasonForPart, number>>>,
): 'done' | 'incomplete' {
  return reasonsForPart.some((reason) => (counts[reason] ?? 0) > 0) ? 'incomplete' : 'done';
}

export const slotRules = ['slot-unmatched', 'slot-ambiguous'] as const satisfies readonly RuleId[];

/** What a plan leaves out and no action stands for. */
export function leftOutOfPlan(
  journal: Pick<Journal, 'findingCounts' | 'run'>,
  { id }: Pick<Run, 'id'>,
  planRun = id,
): Pick<MigrateResult, 'unmatchedSlots' | 'unchecked'> {
  const { error = 0, shortListings = 0 } = journal.run(planRun)?.counts ?? {};
  const { uncheckedMet = 0 } = journal.run(id)?.counts ?? {};
  const byRule = error === 0 ? {} : journal.findingCounts(planRun).byRule;
  const unpaired = slotRules.reduce((sum, rule) => sum + (byRule[rule] ?? 0), 0);
  // Both are signed `!`, and what is signed so is counted as it is found.
  const unmatchedSlots = Math.min(error, unpaired);
  const unchecked = error - unmatchedSlots + shortListings + uncheckedMet;
  return {
    ...(unmatchedSlots === 0 ? {} : { unmatchedSlots }),
    ...(unchecked === 0 ? {} : { unchecked }),
  };
}
