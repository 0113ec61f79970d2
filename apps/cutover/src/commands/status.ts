// `status`: where the newest runs stand.
import { everywhere } from '../command-line/option-sets.ts';
import type { Command } from '../context.ts';

export const status: Command = {
  name: 'status',
  summary: 'where things stand for each pair of stores, and what comes next',
  about: [
    'Shows for each pair of stores the run that decides what comes next, also while it is under way, with the one command to go on with; that run is the one at work last, whichever was begun first. Of one that is unfinished it also tells what is left: changes to make, and failures by reason; and always which writes are in doubt, and since when. Dry runs, questions that were answered with no, and stores that did not answer hide nothing. Reads the journal only; `cutover runs` lists every run.',
  ],
  options: ['journal', 'run', 'source', 'target', ...everywhere],
  examples: [['cutover status', 'this folder’s journal']],
  exitCodes: [0, 2, 9, 130],
  readsOnly: true,
  async run(context) {
    const { tellRuns } = await import('../runs/tell-runs.ts');
    return tellRuns(context, (_, main) => main);
  },
};
