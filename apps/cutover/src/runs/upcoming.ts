// What is left of a run: what `status` says would happen next.
import type { Journal, Run } from '@cutover/journal';
import type { Upcoming } from '../reporters/json-lines.ts';
import { counted, duration, number } from '../terminal/quantities.ts';
import { visible } from '../terminal/visible.ts';
import { ageSeconds } from './action-words.ts';

const doubtsShown = 5;

/** Changes still to make, doubts of its stores and their age, and failures of its plan by reason. */
export function upcomingOf(journal: Journal, run: Run, nowMs: number): Upcoming {
  const planRun = run.planRun ?? planNotApproved(journal, run);
  const counts = journal.actionCounts(planRun);
  return {
    run: run.id,
    pending: { create: counts.create.pending, update: counts.update.pending, remove: counts.remove.pending },
    inDoubt: journal.doubts(run.source, run.target).map((action) => ({
      action: action.id,
      status: action.status === 'blocked' ? 'blocked' : 'started',
      ageSeconds: ageSeconds(action, nowMs),
    })),
    failed: journal.failures(planRun),
  };
}

/** Until a plan is approved, the run's own counts, or the newest that nobody has carried out. */
function planNotApproved(journal: Journal, run: Run): string {
  if (run.marched || run.command !== 'migrate') return run.id;
  return journal.freshPlan(run.source, run.target, run.optionsKey)?.id ?? run.id;
}

/** The same in words. */
export function upcomingText({ run, pending, inDoubt, failed }: Upcoming): string[] {
  const failures = Object.entries(failed).toSorted(([, a], [, b]) => b - a);
  const hidden = inDoubt.length - doubtsShown;
  return [
    '',
    `Left of ${run}: ${counted(pending.create, 'image')} to create, ${number(pending.update)} to update, ${number(pending.remove)} to remove`,
    ...inDoubt
      .slice(0, doubtsShown)
      .map(
        ({ action, status, ageSeconds: age }) =>
          `  ${status} for ${duration(age * 1_000, 'age')}: ${action}${status === 'blocked' ? ', waits for `cutover settle`' : ', settled by looking'}`,
      ),
    ...(hidden > 0 ? [`  and ${number(hidden)} more in doubt: \`cutover settle\``] : []),
    ...failures.map(([code, count]) => `  failed: ${number(count)} × ${visible(code)}`),
  ];
}
