// `revert RUN`: takes back what a run has written. It removes images, so the target's hash is asked for.
import { revert } from '@cutover/sync-engine';
import type { Context, RunCommand } from '../context.ts';
import { CutoverError } from '../errors.ts';
import { counted } from '../reporters/progress-text.ts';
import type { Outcome } from '../reporters/reporter.ts';
import { endOfRun } from '../runs/end-of-run.ts';
import { nextStep } from '../runs/next-step.ts';
import { type Work, withEngine } from '../wiring/with-engine.ts';
import { approve, refuseWithoutConsent } from '../writing/consent.ts';
import { dryRunText, writingFacts, writingText } from '../writing/writing-outcome.ts';

export const runRevert: RunCommand = (context) => {
  const { options } = context;
  const run = runNamed(context);
  if (!options.dryRun) refuseWithoutConsent(context);
  return withEngine(context, !options.dryRun, (work) => takeBack(context, work, run));
};

function runNamed({ operands }: Context): string {
  const [run, ...others] = operands;
  if (run !== undefined && others.length === 0) return run;
  throw new CutoverError(
    'wrong-usage',
    'Exactly one run has to be named, the one to take back.',
    '`cutover runs` lists them; then `cutover revert RUN`.',
  );
}

async function takeBack(context: Context, { engine, named, screen }: Work, run: string): Promise<Outcome> {
  const { options } = context;
  const result = await revert(engine, {
    run,
    dryRun: options.dryRun,
    maxChanges: options.maxChanges,
    async approve(plan) {
      const isApproved = await approve(context, plan, named.target.hash);
      if (isApproved) await screen.open();
      return isApproved;
    },
  });
  const { revertsRun, left } = result;
  return endOfRun(context, result, {
    facts: { ...writingFacts(result, options.dryRun), revertsRun, left },
    summary: [
      ...(options.dryRun
        ? [dryRunText(result)]
        : writingText(result, `Nothing to take back: nothing of run ${revertsRun} is left.`)),
      ...(left === 0
        ? []
        : [
            `Left as it is, changed since or not to be had back: ${counted(left, 'image')}. See rule changed-since in \`cutover report\`.`,
          ]),
      'Images of variants are not touched: V3 has no call that removes one.',
    ],
    next: nextStep(context, engine.journal, result.run),
  });
}
