import type { Journal, Run } from '@cutover/journal';
import { verify } from '@cutover/sync-engine';
import type { RunCommand } from '../context.ts';
import { counted, number } from '../reporters/progress-text.ts';
import { endOfRun } from '../runs/end-of-run.ts';
import { hasOnlySurplus } from '../runs/follow-up.ts';
import { nextStep } from '../runs/next-step.ts';
import { withEngine } from '../wiring/with-engine.ts';

export const runVerify: RunCommand = (context) =>
  withEngine(context, false, async ({ engine, screen }) => {
    await screen.open();
    const result = await verify(engine, { level: context.options.level, sample: context.options.sample });
    const { checked, unchecked, mismatched, level, confidence } = result;
    return endOfRun(context, result, {
      facts: { checked, unchecked, mismatched, level, confidence },
      summary: [
        `${counted(checked, 'image')} checked (${level}), ${number(mismatched)} mismatched, ${number(unchecked)} not checked`,
        ...(confidence === undefined ? [] : [confidence]),
        ...surplusText(engine.journal.run(result.run), engine.journal),
      ],
      next: nextStep(context, engine.journal, result.run),
    });
  });

/** What only the target has is nothing that copying could mend. */
const surplusText = (run: Run | undefined, journal: Journal): string[] =>
  run !== undefined && run.exitCode === 3 && hasOnlySurplus(journal, run)
    ? [
        'Only images that the source has not are in the way: remove them in the control',
        'panel, or let --policy mirror remove every image that only the target has.',
      ]
    : [];
