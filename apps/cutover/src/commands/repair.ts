// `repair`: does again what a verify found wrong, and verifies it. Whoever asks for a repair means the source: its word
// counts where somebody has edited the target, unless --prefer says otherwise.
import { type RepairResult, repair } from '@cutover/sync-engine';
import type { Context, RunCommand } from '../context.ts';
import { counted, number } from '../reporters/progress-text.ts';
import type { Outcome } from '../reporters/reporter.ts';
import { endOfRun } from '../runs/end-of-run.ts';
import { nextStep } from '../runs/next-step.ts';
import { type Work, withEngine } from '../wiring/with-engine.ts';
import { approve, refuseWithoutConsent } from '../writing/consent.ts';
import { dryRunText, writingFacts, writingText } from '../writing/writing-outcome.ts';

export const runRepair: RunCommand = (context) => {
  const { options } = context;
  if (!options.dryRun) refuseWithoutConsent(context);
  return withEngine(context, !options.dryRun, (work) => mend(context, work));
};

async function mend(context: Context, { engine, named, screen }: Work): Promise<Outcome> {
  const { options } = context;
  const settings = { ...engine.settings, prefer: options.prefer ?? 'source' };
  const result = await repair(
    { ...engine, settings },
    {
      dryRun: options.dryRun,
      maxChanges: options.maxChanges,
      async approve(plan) {
        const isApproved = await approve(context, plan, named.target.hash);
        if (isApproved) await screen.open();
        return isApproved;
      },
    },
  );
  const { verifyRun, verified } = result;
  return endOfRun(context, result, {
    facts: {
      ...writingFacts(result, options.dryRun),
      verifyRun,
      ...(verified === undefined ? {} : { verified }),
    },
    summary: options.dryRun
      ? [dryRunText(result)]
      : [
          ...writingText(result, `Nothing to mend of what verify ${verifyRun} found.`),
          ...verifiedText(result),
        ],
    next: nextStep(context, engine.journal, result.run),
  });
}

function verifiedText({ verified }: RepairResult): string[] {
  if (verified === undefined) return [];
  const { checked, unchecked, mismatched } = verified;
  return [
    `Verified again: ${counted(checked, 'image')} checked, ${number(mismatched)} wrong, ${number(unchecked)} not checked.`,
  ];
}
