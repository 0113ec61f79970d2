// `repair`: does again what a verify found wrong, and verifies it. Whoever asks for a repair means the source: its word
// counts where somebody has edited the target, unless --prefer says otherwise.
import type { Journal } from '@cutover/journal';
import type { RepairResult } from '@cutover/sync-engine';
import { running } from '../command-line/option-sets.ts';
import type { Command, Context } from '../context.ts';
import type { Outcome } from '../reporters/reporter.ts';
import { endOfRun } from '../runs/end-of-run.ts';
import { leavesOnlySurplus, surplusWords } from '../runs/left-surplus.ts';
import { counted, number } from '../terminal/quantities.ts';
import {
  dryRunRemarks,
  dryRunText,
  writingFacts,
  writingRemarks,
  writingText,
} from '../writing/writing-outcome.ts';

export const repair: Command = {
  name: 'repair',
  summary: 'fix what a verify found wrong, and verify it again',
  about: [
    'Takes the newest verify of these stores (or the one that --run names), reads the products that it found wrong once more, and fixes only what it found wrong and what is still wrong: fields, missing images, wrong pictures. A wrong picture is uploaded again first; then the outdated one is removed, its bytes kept beside the journal. Then it verifies those products at the level of that verify.',
    'It asks before the first write, and the same command continues it if it is interrupted. Where somebody has edited the target, the source is preferred unless --prefer says otherwise.',
    'With one store, --sample asks V2 for the images of a share of those products, and of the others reads its product pages.',
  ],
  options: ['dryRun', 'stopAfterFailures', 'sample', ...running],
  // It is about the products and the kinds of the verify.
  idle: ['products', 'kinds'],
  examples: [
    ['cutover repair --source abc123 --target def456', 'after a verify that ended with 3'],
    [
      'cutover repair --source abc123 --target def456 --run ID --yes --json',
      'what one verify found, in a script',
    ],
  ],
  exitCodes: [0, 2, 4, 5, 6, 7, 8, 9, 130],
  readsOnly: false,
  async run(context) {
    const { dryRun } = context.options;
    const [{ repair }, { refuseWrongConfirm }, { askBeforeWriting }, { withEngine }] = await Promise.all([
      import('@cutover/sync-engine'),
      import('../writing/consent.ts'),
      import('../writing/approval.ts'),
      import('../wiring/with-engine.ts'),
    ]);
    if (!dryRun) refuseWrongConfirm(context);
    return withEngine(context, !dryRun, async (work) => {
      const { maxChanges, sample, prefer = 'source' } = context.options;
      const { approve, asked } = askBeforeWriting(context, prefer, work);
      const decisions = { ...work.asked.decisions, prefer };
      const result = await repair(work.engine, {
        ...work.asked,
        decisions,
        dryRun,
        sample,
        maxChanges,
        approve,
      });
      return outcomeOf(asked(), work.journal, result);
    });
  },
};

function outcomeOf(context: Context, journal: Journal, result: RepairResult): Outcome {
  const { dryRun } = context.options;
  const { verifyRun, verified } = result;
  return endOfRun(context, journal, result, {
    facts: {
      ...writingFacts(result, dryRun),
      verifyRun,
      ...(verified === undefined ? {} : { verified }),
    },
    summary: dryRun
      ? [dryRunText(journal, result)]
      : [
          ...writingText(journal, result, `Nothing to fix of what verify ${verifyRun} found.`),
          ...verifiedText(result),
        ],
    remarks: [
      ...(dryRun ? dryRunRemarks(journal, result) : writingRemarks(journal, result)),
      ...surplusText(journal, result),
    ],
  });
}

/** What no repair removes, where nothing else is left for one to fix. */
function surplusText(journal: Journal, { run: id, failed, remaining }: RepairResult): string[] {
  const run = journal.run(id);
  return run !== undefined && failed + remaining === 0 && leavesOnlySurplus(journal, run)
    ? [surplusWords]
    : [];
}

function verifiedText({ verified }: RepairResult): string[] {
  if (verified === undefined) return [];
  const { checked, unchecked, mismatched } = verified;
  return [
    `Verified again: ${counted(checked, 'image')} checked, ${number(mismatched)} wrong, ${number(unchecked)} not checked.`,
  ];
}
