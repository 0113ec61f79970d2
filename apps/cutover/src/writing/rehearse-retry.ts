// What a retry would try again, from the journal alone: no store is asked, no run is opened, nothing is changed.
import type { Action, Journal, Run } from '@cutover/journal';
import type { Context } from '../context.ts';
import type { Outcome } from '../reporters/reporter.ts';
import { actionFields } from '../runs/action-fields.ts';
import { changeWords, productWords } from '../runs/change-words.ts';
import { nextCommand } from '../runs/next-command.ts';
import { readIn } from '../runs/run-summary.ts';
import { counted } from '../terminal/quantities.ts';

const pageSize = 500;

export async function rehearseRetry(context: Context, journal: Journal, run: Run): Promise<Outcome> {
  const { options, out, reporter, stopping } = context;
  let remaining = 0;
  for (const action of actionsToRetry(journal, run, options.reason)) {
    stopping.signal.throwIfAborted();
    remaining += 1;
    reporter.line(
      'action',
      actionFields(journal, action),
      `${changeWords(action)} in ${productWords(action)}`,
    );
    await out.drained();
  }
  const inDoubt = journal.doubts(run).length;
  return {
    ended: 'done',
    run: run.id,
    ...readIn(journal, run),
    facts: { created: 0, updated: 0, removed: 0, set: 0, failed: 0, remaining, inDoubt, conflicts: 0 },
    summary: [`Dry run: ${counted(remaining, 'change')} to retry. Nothing was written.`],
    next: nextCommand(context, 'retry', options.run === undefined ? [] : ['--run', options.run]),
  };
}

/** What waits already, and of a finished run what failed for that reason. */
function* actionsToRetry(journal: Journal, run: Run, reason: string | undefined): Generator<Action> {
  const planRun = run.planRun ?? run.id;
  const meant = journal.failures(planRun, reason);
  const words = reason?.trim();
  for (let after: string | undefined; ; ) {
    const page: Action[] = journal.actions(planRun, {
      status: run.finishedAt === undefined ? ['pending'] : ['pending', 'failed'],
      limit: pageSize,
      ...(after === undefined ? {} : { after }),
    });
    for (const action of page) if (action.status === 'pending' || isMeant(action, meant, words)) yield action;
    if (page.length < pageSize) return;
    after = page.at(-1)?.id;
  }
}

/** The journal says which codes are meant; of one that only words of the reason name, those that have them. */
function isMeant(
  { failure, reason = '' }: Action,
  meant: Readonly<Record<string, number>>,
  words: string | undefined,
): boolean {
  if (failure === undefined || !Object.hasOwn(meant, failure.code)) return false;
  return words === undefined || failure.code === words || reason.toLowerCase().includes(words.toLowerCase());
}
