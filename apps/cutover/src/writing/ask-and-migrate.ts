// A plan is carried out by the engine; here somebody is asked, and told how it went. Whose word counts where somebody has
// edited the target is asked too, on a terminal, before the plan is approved.
import type { Journal } from '@cutover/journal';
import { statusCounts } from '@cutover/journal/light';
import { type MigrateRequest, migrate } from '@cutover/sync-engine';
import type { Context } from '../context.ts';
import type { Outcome } from '../reporters/reporter.ts';
import { endOfRun } from '../runs/end-of-run.ts';
import { counted, number } from '../terminal/quantities.ts';
import type { Work } from '../wiring/with-engine.ts';
import { askBeforeWriting } from './approval.ts';
import { dryRunRemarks, dryRunText, writingFacts, writingRemarks, writingText } from './writing-outcome.ts';

/** Carries a plan out and tells how it went; `retryFailed`: what has failed of it is taken up again first. */
export async function askAndMigrate(
  context: Context,
  work: Work,
  retryFailed?: MigrateRequest['retryFailed'],
): Promise<Outcome> {
  const { options } = context;
  const { engine, asked: parts, journal } = work;
  // What failed is taken up as it was planned.
  const { approve, asked } = askBeforeWriting(
    context,
    parts.decisions.prefer,
    work,
    retryFailed === undefined,
  );
  const result = await migrate(engine, {
    ...parts,
    dryRun: options.dryRun,
    maxChanges: options.maxChanges,
    retryFailed,
    approve,
  });
  return endOfRun(asked(), journal, result, {
    facts: writingFacts(result, options.dryRun),
    summary: options.dryRun
      ? [dryRunText(journal, result)]
      : writingText(journal, result, nothingToDo(journal, result.run)),
    remarks: options.dryRun ? dryRunRemarks(journal, result) : writingRemarks(journal, result),
  });
}

/**
 * What the comparison found equal, and what it found only on the target, which a copy leaves alone; of a plan that an earlier
 * run has carried out, that it is done: what was equal before it says too little now; and of one that has become needless, how
 * much of it.
 */
function nothingToDo(journal: Journal, runId: string): string {
  const run = journal.run(runId);
  if (run?.planRun !== undefined && run.planRun !== runId && run.counts['createdBefore'] !== undefined)
    return `Nothing to do: the plan of ${run.planRun} was carried out before.`;
  const { superseded } = statusCounts(journal.actionCounts(run?.planRun ?? runId));
  if (superseded > 0)
    return `Nothing to do: ${counted(superseded, 'change')} of the plan ${superseded === 1 ? 'is' : 'are'} not needed any more.`;
  const { same = 0, extra = 0 } = journal.run(run?.planRun ?? runId)?.counts ?? {};
  const equal = `Nothing to do: ${counted(same, 'image')} already equal`;
  return extra === 0 ? `${equal}.` : `${equal}, ${number(extra)} only on the target and left alone.`;
}
