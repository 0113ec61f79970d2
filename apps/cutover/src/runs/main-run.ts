// Which run of a pair of stores says what comes next.
import type { Run } from '@cutover/journal';
import { isCarriedOut } from './chosen-run.ts';

/** Of each pair of stores the run that says what comes next, the newest pair first. `underWay`: the run at work now. */
export function mainRuns(runs: readonly Run[], underWay: string | undefined): readonly Run[] {
  const pairs = Map.groupBy(runs, (run) => `${run.source} ${run.target}`);
  return [...pairs.values()].flatMap((ofPair) => mainRun(ofPair, underWay) ?? []);
}

/**
 * What is under way, or has begun to write and is unfinished; else the newest that is more than a rehearsal or a question that was
 * answered with no.
 */
function mainRun(runs: readonly Run[], underWay: string | undefined): Run | undefined {
  const now = runs.find((run) => run.id === underWay);
  if (now !== undefined) return now;
  const writing = runs.find((run) => run.phase === 'applying' || run.phase === 'settling');
  return writing ?? runs.find(isCarriedOut) ?? runs.find((run) => !run.dryRun) ?? runs[0];
}
