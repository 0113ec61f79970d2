// `verify`: both sides once more, and whether they can be called equal.
import type { Journal, Run } from '@cutover/journal';
import { running, writing } from '../command-line/option-sets.ts';
import type { Command } from '../context.ts';
import { endOfRun } from '../runs/end-of-run.ts';
import { hasOnlySurplus } from '../runs/follow-up.ts';
import { ownWords } from '../runs/side-words.ts';
import { stillWrong, stillWrongWords } from '../runs/still-wrong.ts';
import { takenBackBefore } from '../runs/taken-back.ts';
import { NOT_ON_SOURCE, notOnSourceIn } from '../runs/unpaired-words.ts';
import { counted, number } from '../terminal/quantities.ts';

export const verify: Command = {
  name: 'verify',
  summary: 'read both sides again and prove them equal',
  about: [
    'Reads both sides again and compares them. --level fields compares what the API says, and the pictures of variants and values, as diff does; links also asks for each rendition, and for those that the page of the product shows; content also decodes the pictures and compares them as the eye does. What was not checked is reported as unchecked, never counted as good.',
    'With one store, --sample also asks V2 for the images of that share of the products alone, and of the others reads its product pages, which show the main picture.',
  ],
  options: ['level', 'sample', ...running],
  idle: ['policy', ...writing],
  examples: [
    ['cutover verify --source abc123 --target def456', 'the fields of every image'],
    [
      'cutover verify --source abc123 --target def456 --level content --sample 5%',
      'check a twentieth of the products; the next verify checks others',
    ],
  ],
  exitCodes: [0, 2, 3, 4, 5, 6, 7, 8, 9, 130],
  exitCodeHelp: { 7: 'refused: the run belongs to other options or stores' },
  readsOnly: true,
  async run(context) {
    const [
      { verify: prove, verifyCounts },
      { withEngine },
      { proofSentence, uncheckedWords },
      { asSentence, confidenceWords, sampledWords },
    ] = await Promise.all([
      import('@cutover/sync-engine'),
      import('../wiring/with-engine.ts'),
      import('../runs/verify-words.ts'),
      import('../runs/proof-words.ts'),
    ]);
    return withEngine(context, false, async ({ engine, asked, journal, screen }) => {
      await screen.open();
      const result = await prove(engine, {
        ...asked,
        level: context.options.level,
        sample: context.options.sample,
      });
      const { checked, unchecked, mismatched, onlyOnTarget, level, proof } = result;
      const run = journal.run(result.run);
      const confidence = run === undefined ? undefined : confidenceWords(journal, run);
      const reasons = run === undefined || unchecked === 0 ? '' : ` (${uncheckedWords(run)})`;
      const earlier = run === undefined ? undefined : stillWrong(journal, run);
      const before =
        earlier === undefined
          ? []
          : [
              asSentence(
                stillWrongWords({
                  run: earlier.run.id,
                  mismatched: earlier.pictures ?? verifyCounts(journal, earlier.run).mismatched,
                }),
              ),
            ];
      const absent = notOnSourceIn(journal, run);
      const sentences = run === undefined ? [] : [proofSentence(journal, run), sampledWords(run)];
      return endOfRun(context, journal, result, {
        facts: { checked, unchecked, mismatched, onlyOnTarget, level, confidence, proof },
        summary: [
          `${counted(checked, 'image')} checked (${level}), ${number(mismatched)} mismatched, ${number(unchecked)} not checked${reasons}${onlyOnTarget === 0 ? '' : `, ${number(onlyOnTarget)} ${ownWords[engine.mode]}`}`,
          ...(absent === 0 ? [] : [`${counted(absent, 'product')} ${NOT_ON_SOURCE}`]),
          ...sentences.filter((one) => one !== undefined),
          ...(confidence === undefined ? [] : [asSentence(confidence)]),
        ],
        remarks: [...mismatchText(run, journal), ...before],
      });
    });
  },
};

/** What was taken back on purpose is not to be repaired, and what only the target has is nothing that copying could fix. */
function mismatchText(run: Run | undefined, journal: Journal): string[] {
  if (run === undefined || run.outcome !== 'differs') return [];
  const revert = takenBackBefore(journal, run);
  if (revert !== undefined)
    return [
      `Among them is what run ${revert.id} (revert) took back. A repair would make it again, as \`cutover migrate\` will once you want it back.`,
    ];
  return hasOnlySurplus(journal, run)
    ? [
        'Only images that the source does not have are in the way: remove them in the control panel, or let --policy mirror remove every image that only the target has.',
      ]
    : [];
}
