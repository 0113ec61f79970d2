// `migrate`: what may be written is settled before the first request (questions need somebody to ask), and asked right
// before the first write, when the plan is known.
import { type MigrateOptions, type MigrateResult, migrate, type PlanSummary } from '@cutover/sync-engine';
import { askLine, askYes, canAsk } from '../ask.ts';
import type { Context, RunCommand } from '../context.ts';
import { CutoverError } from '../errors.ts';
import { counted, number } from '../reporters/progress-text.ts';
import type { Outcome } from '../reporters/reporter.ts';
import { nextStep } from './next-step.ts';
import { endOfRun } from './result-facts.ts';
import { type Work, withEngine } from './with-engine.ts';

export const runMigrate: RunCommand = (context) => {
  const { options } = context;
  if (!options.dryRun) refuseWithoutConsent(context);
  return withEngine(context, !options.dryRun, (work) => carryOut(context, work));
};

/** Carries a plan out and tells how it went; `retryFailed`: what has failed of it is taken up again first. */
export async function carryOut(
  context: Context,
  { engine, named, screen }: Work,
  retryFailed?: MigrateOptions['retryFailed'],
): Promise<Outcome> {
  const { options } = context;
  const result = await migrate(engine, {
    dryRun: options.dryRun,
    maxChanges: options.maxChanges,
    retryFailed,
    async approve(plan) {
      const isApproved = await approve(context, plan, named.target.hash);
      if (isApproved) await screen.open();
      return isApproved;
    },
  });
  const { created, updated, removed, failed, remaining, inDoubt, estimate } = result;
  return endOfRun(context, result, {
    facts: {
      created,
      updated,
      removed,
      failed,
      remaining,
      inDoubt,
      ...(options.dryRun ? { estimate } : {}),
    },
    summary: summaryOf(result, options.dryRun),
    next: nextStep(context, engine.journal, result.run),
  });
}

/** Before anything is read: a write needs --yes or somebody to ask, mirror also the target's name. */
export function refuseWithoutConsent({ command, options, io }: Context): void {
  const target = options.target ?? options.source;
  if (options.confirm !== undefined && target !== undefined && options.confirm !== target)
    throw new CutoverError(
      'not-confirmed',
      `--confirm names ${options.confirm}, the target is ${target}.`,
      'Look which store you mean before anything else.',
    );
  if (canAsk(io)) return;
  if (!options.yes)
    throw new CutoverError(
      'needs-yes',
      `\`cutover ${command}\` asks before it writes, and there is no terminal to ask on.`,
      command === 'migrate'
        ? 'Add --yes, or look first with --dry-run.'
        : 'Add --yes, or look first with `cutover report`.',
    );
  if (options.policy === 'mirror' && options.confirm === undefined)
    throw new CutoverError(
      'needs-confirm',
      '--policy mirror may remove images.',
      `Add --confirm ${target ?? 'HASH'} beside --yes.`,
    );
}

async function approve(context: Context, plan: PlanSummary, target: string): Promise<boolean> {
  const { options, out } = context;
  if (options.yes) for (const line of planText(plan, target)) out.say(line);
  else for (const line of planText(plan, target)) out.warn(line);
  if (options.policy === 'mirror' && options.confirm === undefined) {
    const typed = await askLine(
      context,
      `Images may be removed. Type the hash of the target store to go on: `,
    );
    if (typed === '') return false;
    if (typed !== target)
      throw new CutoverError(
        'not-confirmed',
        `What was typed is not ${target}.`,
        'Nothing was written. Look which store you mean.',
      );
    return true;
  }
  return options.yes || (await askYes(context, `Write to store ${target}?`));
}

const planText = (plan: PlanSummary, target: string): string[] => [
  `Plan for store ${target}: ${counted(plan.create, 'image')} to create, ${number(plan.update)} to update, ${number(plan.remove)} to remove.`,
  `  about ${counted(plan.estimate.requests, 'request')}, ${duration(plan.estimate.seconds)}${plan.estimate.bytes === 0 ? '' : `, ${number(Math.ceil(plan.estimate.bytes / 1_000_000))} MB to upload`}`,
  ...(plan.unmatchedProducts === 0
    ? []
    : [`  ${counted(plan.unmatchedProducts, 'product')} without a counterpart, left out`]),
];

function duration(seconds: number): string {
  if (seconds < 120) return `${Math.ceil(seconds)} s`;
  if (seconds < 7_200) return `${Math.ceil(seconds / 60)} min`;
  return `${(seconds / 3_600).toFixed(1)} h`;
}

function summaryOf(result: MigrateResult, isDryRun: boolean): string[] {
  if (isDryRun) {
    const { estimate } = result;
    const cost =
      estimate === undefined
        ? ''
        : `: about ${counted(estimate.requests, 'request')}, ${duration(estimate.seconds)}`;
    return [`Dry run: ${counted(result.remaining, 'change')} planned${cost}. Nothing was written.`];
  }
  return [
    ...(result.stoppedAfterFailures === undefined
      ? []
      : [`Stopped after ${counted(result.stoppedAfterFailures, 'failure')}; the rest was not begun.`]),
    isNothingToDo(result)
      ? `Nothing to do: ${counted(result.images, 'image')} already equal.`
      : `${number(result.created)} created, ${number(result.updated)} updated, ${number(result.removed)} removed`,
    ...(result.failed + result.remaining + result.inDoubt + result.unmatchedProducts === 0
      ? []
      : [
          `${number(result.failed)} failed, ${number(result.remaining)} remaining, ${number(result.inDoubt)} in doubt, ${counted(result.unmatchedProducts, 'product')} without a counterpart`,
        ]),
    ...(result.unmatchedProducts === 0
      ? []
      : ['Pair those products in a file with --products, or by something else with --match.']),
  ];
}

function isNothingToDo({ created, updated, removed, exitCode }: MigrateResult): boolean {
  return exitCode === 0 && created + updated + removed === 0;
}
