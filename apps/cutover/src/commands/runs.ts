// `runs`: every run, newest first.
import { everywhere } from '../command-line/option-sets.ts';
import type { Command } from '../context.ts';

export const runs: Command = {
  name: 'runs',
  summary: 'every run in the journal',
  about: ['Lists every run in the journal, newest first. Reads the journal only.'],
  options: ['journal', 'run', 'source', 'target', ...everywhere],
  examples: [['cutover runs --json', 'for a script: result.runs']],
  exitCodes: [0, 2, 9, 130],
  readsOnly: true,
  async run(context) {
    const { tellRuns } = await import('../runs/tell-runs.ts');
    return tellRuns(context, (all) => all);
  },
};
