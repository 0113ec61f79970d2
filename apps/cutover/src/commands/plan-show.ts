// `plan show`: the plan as it is saved, product by product, read a page at a time.

import type { Action, Journal, Run } from '@cutover/journal';
import { heldCounts, statusCounts } from '@cutover/journal/light';
import { everywhere } from '../command-line/option-sets.ts';
import type { Command, Context } from '../context.ts';
import { CutoverError } from '../errors.ts';
import { setsText } from '../runs/action-words.ts';
import { chosenRun, journalToRead, stillWhole } from '../runs/chosen-run.ts';
import { nextStepOf } from '../runs/next-step.ts';
import { tellApisOfCommand } from '../runs/other-apis.ts';
import { storesWords } from '../sayings/stores-words.ts';
import { counted, number } from '../terminal/quantities.ts';

const pageSize = 500;

export const planShow: Command = {
  name: 'plan show',
  summary: 'what the plan would change, product by product',
  about: [
    'Shows the newest plan of these stores (or the plan that RUN, or --run, made or carries out): for each product what is created (+), updated (~) and removed (-), and the fields that are sent. With --json, one action line each. Reads the journal only.',
  ],
  operands: '[RUN]',
  options: ['journal', 'run', 'source', 'target', ...everywhere],
  examples: [
    ['cutover plan show', 'before you say yes'],
    ['cutover plan show --run ID --json', 'for a script: action lines with what is wanted'],
  ],
  exitCodes: [0, 2, 7, 9, 130],
  exitCodeHelp: { 7: 'refused: the run belongs to other stores, or its plan is no longer kept' },
  readsOnly: true,
  async run(context) {
    const journal = await journalToRead(context);
    try {
      const run = stillWhole(
        journal,
        chosenRun(withRun(context), journal, hasPlan),
        (id) => `cutover plan show ${id}`,
      );
      if (!hasPlan(run) && !run.dryRun)
        throw new CutoverError(
          'unknown-run',
          `Run ${run.id} (${run.command}) has made no plan and carries none out.`,
          'Name a diff or a migrate; `cutover runs` lists them.',
        );
      const planRun = run.planRun ?? run.id;
      await tellActions(context, journal, planRun);
      const counts = journal.actionCounts(planRun);
      const { create, update, remove, set } = heldCounts(counts);
      const { pending } = statusCounts(counts);
      const next = pending === 0 ? undefined : nextStepOf(context, journal, run, undefined);
      if (next !== undefined) tellApisOfCommand(context, next);
      return {
        ended: 'done',
        run: run.id,
        facts: { planRun, create, update, remove, ...(set === 0 ? {} : { set }), pending },
        summary: [
          `Plan ${planRun}, ${run.mode === 'parity' ? run.source : storesWords(run)}: ${counted(create, 'image')} to create, ${number(update)} to update, ${number(remove)} to remove${setsText(set)}; ${number(pending)} still to do.`,
        ],
        next,
      };
    } finally {
      await journal.close();
    }
  },
};

/** `plan show RUN` is `plan show --run RUN`. */
function withRun({ options, flags, operands }: Context): Pick<Context, 'options' | 'flags'> {
  return { flags, options: { ...options, run: options.run ?? operands[0] } };
}

/** The plan is whole once the march is through, or when somebody already carries it out. */
const hasPlan = (run: Run): boolean =>
  !run.dryRun &&
  (run.planRun !== undefined || ((run.command === 'diff' || run.command === 'migrate') && run.marched));

/** In the order of planning; what a later look added to a product comes at the end, under the product's name again. */
async function tellActions(context: Context, journal: Journal, planRun: string): Promise<void> {
  const { actionFields } = await import('../runs/action-fields.ts');
  const { changeWords, productWords } = await import('../runs/change-words.ts');
  const { out, options, reporter, stopping } = context;
  let productId: number | undefined;
  for (let after: string | undefined; ; ) {
    const page: Action[] = journal.actions(planRun, {
      status: ['pending', 'started', 'applied', 'failed', 'blocked'],
      limit: pageSize,
      ...(after === undefined ? {} : { after }),
    });
    for (const action of page) {
      stopping.signal.throwIfAborted();
      if (!options.json && action.subject.productId !== productId) out.line(productWords(action));
      productId = action.subject.productId;
      reporter.line('action', actionFields(journal, action), `  ${changeWords(action)}`);
      await out.drained();
    }
    if (page.length < pageSize) return;
    after = page.at(-1)?.id;
  }
}
