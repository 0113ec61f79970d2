import { diff } from '@cutover/sync-engine';
import type { RunCommand } from '../context.ts';
import { counted, number } from '../reporters/progress-text.ts';
import { endOfRun } from '../runs/end-of-run.ts';
import { nextStep } from '../runs/next-step.ts';
import { withEngine } from '../wiring/with-engine.ts';

export const runDiff: RunCommand = (context) =>
  withEngine(context, false, async ({ engine }) => {
    const result = await diff(engine);
    const { same, changed, missing, extra, error, unmatchedProducts, planned } = result;
    return endOfRun(context, result, {
      facts: { same, changed, missing, extra, error, unmatchedProducts },
      summary: [
        `${counted(result.images, 'image')} of ${counted(result.products, 'product')}`,
        `  = ${number(same).padStart(8)}  the same`,
        `  ~ ${number(changed).padStart(8)}  differ`,
        `  + ${number(missing).padStart(8)}  missing on the target`,
        `  - ${number(extra).padStart(8)}  only on the target`,
        `  ! ${number(error).padStart(8)}  could not be told`,
        `    ${number(unmatchedProducts).padStart(8)}  products without a counterpart`,
        `The plan holds ${counted(planned, 'change')}.`,
      ],
      next: nextStep(context, engine.journal, result.run),
    });
  });
