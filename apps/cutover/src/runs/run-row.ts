// One run as `status` and `runs` show it: how far it is, whether the same command would continue it, and what comes
// next. Everything comes from the journal; nothing is asked of a store.
import type { Journal, Run } from '@cutover/journal';
import type { Context } from '../context.ts';
import type { RunRow } from '../reporters/json-lines.ts';
import { nextStepOf } from './next-step.ts';
import type { Owner } from './owner.ts';

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
    ...progressOf(journal, run),
    resumable: !isFinished && !run.dryRun && !isUnderWay,
    next: nextStepOf(context, journal, run, owner),
  };
}

/** Images, or for a migration the changes of its plan. */
function progressOf(journal: Journal, run: Run): { done: number; total: number } {
  if (run.command !== 'diff' && run.planRun !== undefined) {
    const all = Object.values(journal.actionCounts(run.planRun));
    const done = all.reduce((sum, one) => sum + one.applied + one.failed + one.blocked, 0);
    return { done, total: done + all.reduce((sum, one) => sum + one.pending + one.started, 0) };
  }
  const done = run.counts['images'] ?? 0;
  const snapshot = journal.snapshotOf(run.id, 'source');
  return { done, total: Math.max(done, snapshot?.expectedImages ?? snapshot?.images ?? 0) };
}
