// `status`: where the newest runs stand.
import type { Run } from '@cutover/journal';
import { everywhere } from '../command-line/option-sets.ts';
import type { Command } from '../context.ts';

export const status: Command = {
  name: 'status',
  summary: 'where the newest runs stand and what would happen next',
  about: [
    'Shows the newest run of each command and pair of stores, also while it is under way, and the command that continues it; for the newest unfinished run also what is left: changes to make, doubts and their age, failures by reason. Reads the journal only.',
  ],
  options: ['journal', 'run', 'source', 'target', ...everywhere],
  examples: [['cutover status', 'this folder’s journal']],
  exitCodes: [0, 2, 9, 130],
  readsOnly: true,
  async run(context) {
    const { tellRuns } = await import('../runs/tell-runs.ts');
    return tellRuns(context, newestOfEach);
  },
};

/** The newest run of each command and pair of stores. */
function newestOfEach(runs: readonly Run[]): readonly Run[] {
  const seen = new Set<string>();
  return runs.filter((run) => {
    const key = `${run.command} ${run.source} ${run.target}`;
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}
