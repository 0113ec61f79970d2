// `status`: where the newest runs stand.
import type { Run } from '@cutover/journal';
import { everywhere } from '../command-line/option-sets.ts';
import type { Command } from '../context.ts';
import { isCarriedOut } from '../runs/chosen-run.ts';

export const status: Command = {
  name: 'status',
  summary: 'where things stand for each pair of stores, and what comes next',
  about: [
    'Shows for each pair of stores the run that decides what comes next, also while it is under way, with the one command to go on with; for the newest unfinished run also what is left: changes to make, doubts and their age, failures by reason. Dry runs and questions that were answered with no hide nothing. Reads the journal only; `cutover runs` lists every run.',
  ],
  options: ['journal', 'run', 'source', 'target', ...everywhere],
  examples: [['cutover status', 'this folder’s journal']],
  exitCodes: [0, 2, 9, 130],
  readsOnly: true,
  async run(context) {
    const { tellRuns } = await import('../runs/tell-runs.ts');
    return tellRuns(context, oneOfEachPair);
  },
};

/** Of each pair of stores the run that says what comes next. */
function oneOfEachPair(runs: readonly Run[], underWay: string | undefined): readonly Run[] {
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
