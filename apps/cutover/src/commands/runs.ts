// `runs`: every run, newest first; and `runs --forget RUN`, which takes one out.

import { isOfPlan } from '@cutover/journal/light';
import { everywhere } from '../command-line/option-sets.ts';
import type { Command, Context } from '../context.ts';
import { CutoverError } from '../errors.ts';
import type { Outcome } from '../reporters/reporter.ts';
import { runNamed } from '../runs/chosen-run.ts';

export const runs: Command = {
  name: 'runs',
  summary: 'every run in the journal',
  about: [
    'Lists every run in the journal, newest first, and what comes next. Reads the journal only. What an audit, diff or verify had found is kept until a later one has looked at the same; it stays in the list with its counts.',
    'With --forget RUN it removes one run instead, with everything it read and found: a dry run, one that was declined or mistyped, a comparison that is no longer needed. A run that has written to a store, or that another run refers to, is kept.',
  ],
  options: ['forget', 'journal', 'run', 'source', 'target', ...everywhere],
  examples: [
    ['cutover runs --json', 'for a script: result.runs'],
    ['cutover runs --forget r0003', 'remove the third run'],
  ],
  exitCodes: [0, 2, 6, 7, 9, 130],
  exitCodeHelp: { 7: 'refused: the run is kept, or belongs to other stores' },
  readsOnly: false,
  async run(context) {
    if (context.options.forget !== undefined) return await forget(context, context.options.forget);
    const { tellRuns } = await import('../runs/tell-runs.ts');
    return tellRuns(context, (all) => all);
  },
};

async function forget(context: Context, name: string): Promise<Outcome> {
  const { withOwnJournal } = await import('../wiring/with-own-journal.ts');
  return await withOwnJournal(context, async (journal) => {
    const run = runNamed(journal, name, {});
    const came = await journal.forgetRun(run.id);
    if (came !== 'forgotten')
      throw new CutoverError(
        'run-kept',
        `Run ${run.id} (${run.command}) ${isOfPlan(run) ? whyKept[came] : (whyPlanKept[came] ?? whyKept[came])}.`,
        came === 'has-written' && !isOfPlan(run)
          ? 'Nothing needs doing: it only stays in the list.'
          : nextWhenKept[came],
      );
    return { ended: 'done', facts: { runs: [] }, summary: [`Run ${run.id} (${run.command}) is forgotten.`] };
  });
}

const whyKept = {
  'in-doubt': 'has writes that are in doubt',
  'has-written': 'has written to a store, and later runs know by it what is theirs',
  'in-use': 'is one that another run refers to',
} as const;
/** Of a run that has written nothing itself. */
const whyPlanKept: Readonly<Partial<Record<keyof typeof whyKept, string>>> = {
  'in-doubt': 'has made the plan of writes that are in doubt',
  'has-written': 'has made a plan that was carried out, and later runs know by it what is theirs',
};
const nextWhenKept = {
  'in-doubt': '`cutover settle` lists them.',
  'has-written': 'Leave it; to undo what it has done, see `cutover revert --help`.',
  'in-use': 'Forget the other run first; `cutover runs` lists them.',
} as const;
