// `revert RUN`: takes back what a run has written. It removes images, so the target's hash is asked for.

import type { Journal } from '@cutover/journal';
import type { RevertResult } from '@cutover/sync-engine';
import { running } from '../command-line/option-sets.ts';
import type { Command, Context } from '../context.ts';
import { CutoverError } from '../errors.ts';
import type { Outcome } from '../reporters/reporter.ts';
import { endOfRun } from '../runs/end-of-run.ts';
import { leftByRevert } from '../runs/left-by-revert.ts';
import { seeRule } from '../runs/named-rules.ts';
import { keptSlotWords } from '../sayings/slot-counts.ts';
import { counted } from '../terminal/quantities.ts';
import { dryRunText, writingFacts, writingRemarks, writingText } from '../writing/writing-outcome.ts';

export const revert: Command = {
  name: 'revert',
  summary: 'take back what a run has written',
  about: [
    'Removes the images that a migrate, repair or revert run has made, restores the fields it changed, and puts back the pictures it removed, byte for byte, from the archive beside the journal. What somebody has changed since is left alone and listed. An interrupted run that is taken back cannot be continued any more.',
    'It removes images, so it asks for the hash of the target store. What a channel or a locale says about an image (its own alt text, for example) is lost with it. Pictures put back are new images with new ids. The picture of a variant comes back where the variant showed another one before; where it showed none it stays, because V3 has no call that removes one.',
  ],
  operands: '[RUN]',
  options: ['dryRun', 'stopAfterFailures', ...running.filter((key) => key !== 'run')],
  idle: [
    'products',
    'match',
    'kinds',
    'policy',
    'prefer',
    'transfer',
    'batch',
    'allowRenditions',
    'sourceVia',
    'sourceOriginals',
  ],
  examples: [
    ['cutover revert RUN --source abc123 --target def456 --dry-run', 'what it would take back'],
    ['cutover revert RUN --source abc123 --target def456', 'ask for the hash, then do it'],
    ['cutover revert RUN --yes --confirm def456 --json', 'for a script; stores from the environment'],
  ],
  exitCodes: [0, 2, 4, 5, 6, 7, 8, 9, 130],
  readsOnly: false,
  async run(context) {
    const { dryRun } = context.options;
    const run = runNamed(context);
    const [{ revert: takeBack }, { approve, refuseWrongConfirm }, { withEngine }] = await Promise.all([
      import('@cutover/sync-engine'),
      import('../writing/consent.ts'),
      import('../wiring/with-engine.ts'),
    ]);
    if (!dryRun) refuseWrongConfirm(context);
    return withEngine(context, !dryRun, async ({ engine, asked, journal, named, screen }) => {
      const result = await takeBack(engine, {
        run,
        means: asked.means,
        which: asked.which,
        kinds: asked.selection.kinds,
        dryRun,
        maxChanges: context.options.maxChanges,
        async approve(plan) {
          const answer = await approve(context, plan, named.target.hash, engine.journal);
          if (answer === 'go') await screen.open();
          return answer;
        },
      });
      return outcomeOf(context, journal, result);
    });
  },
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

function outcomeOf(context: Context, journal: Journal, result: RevertResult): Outcome {
  const { options } = context;
  const { revertsRun, left } = result;
  return endOfRun(context, journal, result, {
    facts: { ...writingFacts(result, options.dryRun), revertsRun, left },
    summary: options.dryRun
      ? [dryRunText(journal, result)]
      : writingText(journal, result, `Nothing to take back: nothing of run ${revertsRun} is left.`),
    remarks: [
      ...(options.dryRun ? [] : writingRemarks(journal, result)),
      ...leftWords(journal, result, options.verbose),
    ],
  });
}

const leftAs = (count: number): string => (count === 1 ? 'Left as it is' : 'Left as they are');

/** What stays as it is, by why. */
function leftWords(journal: Journal, { run, left }: RevertResult, isVerbose: boolean): string[] {
  const { changed, kept } = leftByRevert(journal, run, left);
  return [
    ...(changed <= 0
      ? []
      : [
          `${leftAs(changed)}, changed since or not available any more: ${counted(changed, 'image')}. ${seeRule('changed-since')}.`,
        ]),
    ...(kept === 0
      ? []
      : [
          `${keptSlotWords(kept)}${isVerbose ? '' : '; --verbose lists each'}. ${seeRule('slot-not-emptied')}.`,
        ]),
  ];
}
