// One run as `status` and `runs` show it: how far it is, whether the same command would continue it, and what comes
// next. Everything comes from the journal; nothing is asked of a store.
import type { Journal, Run } from '@cutover/journal';
import { isOfPlan, statusCounts } from '@cutover/journal/light';
import { imagesLookedAt, imagesSeen, verifyCounts } from '@cutover/sync-engine/light';
import type { Context } from '../context.ts';
import type { RunRow } from '../reporters/json-lines.ts';
import { nextStepOf } from './next-step.ts';
import type { Owner } from './owner.ts';
import { stillWrong } from './still-wrong.ts';
import { planOf } from './upcoming.ts';
import { isOnlyAsked } from './work-done.ts';

export function runRow(
  context: Pick<Context, 'program' | 'options' | 'io' | 'commands'>,
  journal: Journal,
  run: Run,
  isUnderWay: boolean,
  owner?: Owner,
): RunRow {
  const isFinished = run.finishedAt !== undefined;
  return {
    run: run.id,
    command: run.command,
    mode: run.mode,
    source: run.source,
    target: run.target,
    phase: run.phase,
    dryRun: run.dryRun,
    ...(run.outcome === undefined ? {} : { outcome: run.outcome }),
    ...sampleIn(run),
    ...progressOf(journal, run),
    resumable: !isFinished && !run.dryRun && !isUnderWay,
    ...stillWrongIn(journal, run),
    next: nextStepOf(context, journal, run, owner),
  };
}

function sampleIn({ command, options: { sample } }: Run): Pick<RunRow, 'sample'> {
  const isShare = (command === 'verify' || command === 'diff') && typeof sample === 'number' && sample < 1;
  return isShare ? { sample } : {};
}

function stillWrongIn(journal: Journal, run: Run): Pick<RunRow, 'stillWrong'> {
  const found = stillWrong(journal, run);
  return found === undefined
    ? {}
    : {
        stillWrong: {
          run: found.run.id,
          mismatched: found.pictures ?? verifyCounts(journal, found.run).mismatched,
        },
      };
}

/** Images that were looked at, or for a migration the changes of its plan. */
function progressOf(journal: Journal, run: Run): { done: number; total: number } {
  const isPlanned = isOfPlan(run) && (run.planRun !== undefined || run.phase !== 'scanning');
  if (isPlanned) {
    const by = statusCounts(journal.actionCounts(planOf(journal, run)));
    // A plan that others have carried out in part, and nobody has said yes to what is left of it.
    if (isOnlyAsked(run)) return { done: 0, total: by.pending + by.started };
    return { done: by.applied, total: by.applied + by.pending + by.started + by.failed + by.blocked };
  }
  const seen = imagesSeen(journal, run);
  const snapshot = journal.snapshotOf(run.id, 'source');
  const done = imagesLookedAt(journal, run);
  return { done, total: Math.max(seen, snapshot?.expectedImages ?? snapshot?.images ?? 0) };
}
