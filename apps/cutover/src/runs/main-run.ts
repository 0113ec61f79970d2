// Which run of a pair of stores says what comes next.
import type { Journal, Run } from '@cutover/journal';
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
 * question that was answered with no, or an attempt at a store that did not answer.
 */
function mainRun(journal: Journal, runs: readonly Run[], underWay: string | undefined): Run | undefined {
  const now = runs.find((run) => run.id === underWay);
  if (now !== undefined) return now;
  const last = lastWorkedOnFirst(runs);
  return (
    runs.find(isWriting) ??
    last.find((run) => isCarriedOut(run) || isReadInPart(journal, run)) ??
    last.find((run) => !run.dryRun) ??
    last[0]
  );
}
