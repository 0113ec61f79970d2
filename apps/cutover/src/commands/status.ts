// `status`: where the newest runs stand.
import { everywhere } from '../command-line/option-sets.ts';
import type { Command } from '../context.ts';

export const status: Command = {
  name: 'status',
  summary: 'where things stand for each pair of stores, and what comes next',
  about: [
    'Shows, for each pair of stores, the run that decides what comes next, even while it is under way, and the one command to go on with. That run is the one that worked last, whichever was started first. If it is unfinished, what is left is shown too, once its plan is made: changes to make, and failures by reason. Writes in doubt are always shown, and since when. A dry run, a question answered with no, or a store that did not answer hides none of this. Reads the journal only; `cutover runs` lists every run.',
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
