// `diff`: what differs, one line a sign, and the plan that is saved of it.
import { running, writing } from '../command-line/option-sets.ts';
import type { Command } from '../context.ts';
import { endOfRun } from '../runs/end-of-run.ts';
import { extraWords, missingWords } from '../runs/side-words.ts';
import { counted, number } from '../terminal/quantities.ts';
import { filledBy, signsOf } from '../terminal/wrapped-by.ts';

export const diff: Command = {
  name: 'diff',
  summary: 'compare the two sides and save the plan',
  about: [
    'Pairs the images of both sides and says one thing about each: = the same, ~ differs, + missing on the target (or only in V2), - only on the target (or only in V3), ! unknown. Values that differ are shown as source → target, or with the names of the two views. The plan that would make them equal is saved in the journal for migrate.',
    'With one store, the two sides are its V2 view and its V3 view (parity). With two, the source is read and the target compared (transfer).',
  ],
  options: running,
  idle: writing,
  examples: [
    ['cutover diff --source abc123', 'parity: the V2 view of a store against its V3 view'],
    ['cutover diff --source abc123 --target def456', 'transfer: what the target lacks'],
  ],
  exitCodes: [0, 2, 3, 4, 5, 6, 7, 8, 9, 130],
  readsOnly: true,
  async run(context) {
    const [{ diff: compare }, { withEngine }] = await Promise.all([
      import('@cutover/sync-engine'),
      import('../wiring/with-engine.ts'),
    ]);
    return withEngine(context, false, async ({ engine, asked, journal, screen }) => {
      await screen.open();
      const result = await compare(engine, asked);
      const { same, changed, missing, extra, error, unmatchedProducts, planned } = result;
      return endOfRun(context, journal, result, {
        facts: { same, changed, missing, extra, error, unmatchedProducts },
        summary: [
          `${counted(result.pairedImages, 'image')} of ${counted(result.pairedProducts, 'product')} compared`,
          `  = ${inColumn(same)}  the same`,
          `  ~ ${inColumn(changed)}  differ`,
          `  + ${inColumn(missing)}  ${missingWords[engine.mode]}`,
          `  - ${inColumn(extra)}  ${extraWords[engine.mode]}`,
          `  ! ${inColumn(error)}  unknown`,
          `    ${inColumn(unmatchedProducts)}  ${unmatchedProducts === 1 ? 'product' : 'products'} without a counterpart`,
          `The plan holds ${counted(planned, 'change')}.`,
        ],
      });
    });
  },
};

const inColumn = (count: number): string => filledBy(signsOf, number(count), 8, 'start');
