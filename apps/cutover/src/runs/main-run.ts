// Which run of a pair of stores says what comes next.
import type { Journal, Run } from '@cutover/journal';
import { followUp } from './follow-up.ts';
import { isCarriedOut, isReadInPart, isWriting, lastWorkedOnFirst } from './work-done.ts';

/** Of each pair of stores the run that says what comes next, the newest pair first. `underWay`: the run at work now. */
export function mainRuns(
  journal: Journal,
  runs: readonly Run[],
  underWay: string | undefined,
): readonly Run[] {
  const pairs = Map.groupBy(runs, (run) => `${run.source} ${run.target}`);
  return [...pairs.values()].flatMap((ofPair) => mainRun(journal, ofPair, underWay) ?? []);
}

/**
 * What is under way, or has begun to write and is unfinished; else what was last at work and is more than a rehearsal, a
 * question that was answered with no, or an attempt at a store that did not answer. An audit grades, and does nothing of
 * what the run before it has left to be done.
 */
function mainRun(journal: Journal, runs: readonly Run[], underWay: string | undefined): Run | undefined {
  const now = runs.find((run) => run.id === underWay);
  if (now !== undefined) return now;
  const last = lastWorkedOnFirst(runs);
  const atWork = last.filter((run) => isCarriedOut(run) || isReadInPart(journal, run));
  return (
    runs.find(isWriting) ??
    leftBefore(journal, atWork) ??
    atWork[0] ??
    last.find((run) => !run.dryRun) ??
    last[0]
  );
}

/** Behind audits that have come to their end: a run after which something is to be tried again or repaired. */
function leftBefore(journal: Journal, atWork: readonly Run[]): Run | undefined {
  const before = atWork.find((run) => run.command !== 'audit' || run.finishedAt === undefined);
  if (before === undefined || before.finishedAt === undefined) return undefined;
  const { command } = followUp(journal, before);
  return command === 'retry' || command === 'repair' ? before : undefined;
}
