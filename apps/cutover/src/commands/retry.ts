// `retry --failed`: what failed in a finished migration, taken up again in a new one with the same plan. A retry that was
// interrupted is such a migration, unfinished, and is continued.

import type { Run } from '@cutover/journal';
import type { Choices, Engine, WhichRun } from '@cutover/sync-engine';
import { running } from '../command-line/option-sets.ts';
import type { Command, Context } from '../context.ts';
import { CutoverError } from '../errors.ts';
import type { Outcome } from '../reporters/reporter.ts';
import { runNamed } from '../runs/chosen-run.ts';
import { nextCommand } from '../runs/next-command.ts';
import { wholeMatchWords } from '../runs/origin.ts';
import { counted } from '../terminal/quantities.ts';
import type { Work } from '../wiring/with-engine.ts';

export const retry: Command = {
  name: 'retry',
  summary: 'retry what failed',
  about: [
    'Retries the failed changes of the newest finished migration (or of --run), all of them or those of one --reason, in a new migration with the same plan. With --allow-renditions, a picture whose original cannot be reached is copied as its largest rendition. It asks before the first write, and the same command continues it if it is interrupted. With --dry-run it lists them, from the journal alone.',
  ],
  needs: '--failed',
  options: ['failed', 'reason', 'dryRun', 'stopAfterFailures', ...running.filter((key) => key !== 'new')],
  examples: [
    ['cutover retry --failed --source abc123 --target def456 --dry-run', 'what it would retry'],
    ['cutover retry --failed --source abc123 --target def456', 'everything that failed'],
    [
      'cutover retry --failed --reason 422 --source abc123 --target def456 --yes',
      'what the store refused with 422',
    ],
  ],
  exitCodes: [0, 2, 4, 5, 6, 7, 8, 9, 130],
  readsOnly: false,
  async run(context) {
    const { options } = context;
    if (!options.failed)
      throw new CutoverError(
        'wrong-usage',
        'Say what to retry.',
        'Add --failed, and --reason for those of one reason.',
      );
    const [{ optionsKeyOf }, { askAndMigrate }, { refuseWrongConfirm }, { withEngine }] = await Promise.all([
      import('@cutover/sync-engine'),
      import('../writing/ask-and-migrate.ts'),
      import('../writing/consent.ts'),
      import('../wiring/with-engine.ts'),
    ]);
    if (!options.dryRun) refuseWrongConfirm(context);
    return withEngine(context, !options.dryRun, async (work) => {
      const run = runToRetry(context, work, optionsKeyOf);
      const ended = run.finishedAt === undefined ? undefined : nothingToDo(context, work.engine, run);
      if (ended !== undefined) return ended;
      if (options.dryRun) {
        const { rehearseRetry } = await import('../writing/rehearse-retry.ts');
        return await rehearseRetry(context, work.journal, run);
      }
      const asked = { ...work.asked, which: { ...work.asked.which, runId: run.id } };
      return await askAndMigrate(context, { ...work, asked }, { reason: options.reason });
    });
  },
};

type OptionsKey = (choices: Choices, which: WhichRun) => string;

/** The finished migration that is meant, or the unfinished one that already takes up what failed in it. */
function runToRetry(context: Context, { engine, asked, journal }: Work, keyOf: OptionsKey): Run {
  const stores = { source: engine.source.hash, target: engine.target.hash };
  const migrations = engine.journal.runs({ command: 'migrate' }).filter((run) => !run.dryRun);
  const finished = migrations.filter((run) => run.finishedAt !== undefined && run.planRun !== undefined);
  const { run: id } = context.options;
  const meant = id === undefined ? finished[0] : runNamed(journal, id, stores);
  if (meant !== undefined && meant.command !== 'migrate')
    throw new CutoverError(
      'wrong-usage',
      `Run ${meant.id} is no migration but a ${meant.command}.`,
      'Name a migrate run; `cutover runs` lists them.',
    );
  // What was never approved holds nothing; what was writes, and has to come to its end first.
  const unfinished = migrations.find((run) => run.phase === 'applying' || run.phase === 'settling');
  if (unfinished !== undefined) {
    const isRetry = finished.some((run) => run.planRun === unfinished.planRun);
    if (isRetry && (meant?.id === unfinished.id || meant?.planRun === unfinished.planRun))
      return sameOptions(unfinished, keyOf(asked, asked.which));
    throw new CutoverError(
      'run-unfinished',
      `Run ${unfinished.id} is unfinished, so it is not known yet what will fail in it.`,
      nextCommand(context, 'migrate'),
    );
  }
  if (meant?.planRun === undefined)
    throw new CutoverError(
      'unknown-run',
      id === undefined
        ? 'No migration of these stores is finished.'
        : `Run ${id} has carried out no plan, so nothing can have failed in it.`,
      '`cutover runs` lists what there is.',
    );
  return sameOptions(meant, keyOf(asked, asked.which));
}

/** Another policy would plan something else from the same plan, and drop what it does not want. */
function sameOptions(run: Run, optionsKey: string): Run {
  if (run.optionsKey === optionsKey) return run;
  throw new CutoverError(
    'other-options',
    `Run ${run.id} was made with other options.`,
    `Use those it was made with: ${wholeMatchWords(run, retry.options).join(' ')}.`,
  );
}

/** How it ends when nothing failed, or nothing for that reason; undefined: there is something to do. */
function nothingToDo(context: Context, engine: Engine, run: Run): Outcome | undefined {
  const { journal } = engine;
  const { reason } = context.options;
  const planRun = run.planRun ?? run.id;
  if (Object.keys(journal.failures(planRun, reason)).length > 0) return undefined;
  // Taken up before, and declined then.
  if (journal.pendingProducts(planRun, 0, 1).length > 0) return undefined;
  const reasons = Object.entries(journal.failures(planRun));
  if (reasons.length > 0)
    throw new CutoverError(
      'nothing-to-retry',
      `In run ${run.id} nothing failed for the reason "${reason ?? ''}".`,
      `It failed for: ${reasons.map(([code, count]) => `${code} (${count})`).join('; ')}.`,
    );
  const none = { created: 0, updated: 0, removed: 0, set: 0, failed: 0, remaining: 0, conflicts: 0 };
  const inDoubt = journal.doubts().length;
  return {
    ended: inDoubt > 0 ? 'incomplete' : 'done',
    run: run.id,
    facts: { ...none, inDoubt },
    summary: [
      `Nothing is left to retry in run ${run.id}.`,
      ...(inDoubt > 0 ? [`${counted(inDoubt, 'action')} in doubt: see \`cutover settle\`.`] : []),
    ],
  };
}
