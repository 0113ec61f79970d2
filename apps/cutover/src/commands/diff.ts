// `diff`: what differs, one line a sign, and the plan that is saved of it.
import { running, writing } from '../command-line/option-sets.ts';
import type { Command } from '../context.ts';
import { endOfRun } from '../runs/end-of-run.ts';
import { extraWords, missingWords } from '../runs/side-words.ts';
import { NOT_ON_SOURCE, notOnSourceIn } from '../runs/unpaired-words.ts';
import { counted, number } from '../terminal/quantities.ts';
import { filledBy, signsOf } from '../terminal/wrapped-by.ts';

export const diff: Command = {
  name: 'diff',
  summary: 'compare the two sides and save the plan',
  about: [
    'Pairs the images of both sides and says one thing about each: = the same, ~ differs, + missing on the target (or only in V2), - only on the target (or only in V3), ! unknown. Values that differ are shown as target … → source …, as a write would change them, or with the names of the two views. The plan that would make them equal is saved in the journal for migrate.',
    'With one store, the two sides are its V2 view and its V3 view (parity). With two, the source is read and the target compared (transfer).',
    'Of one store, this compares the images of products, the pictures of variants, and those of V2’s rules with V3’s modifier values and complex rules. The rules cost one request for every ten products. If V2 has any rules, they cost two more for each product with modifier values, and one for each other product until all rules are found. --kinds product,variant leaves them out.',
    'In the result of --json, error is the number of findings signed !, of which one may be about a whole view or store. Where the command failed, error is what went wrong (code, title, what, next), as in the result of every command, and that number is left out; so a script looks at exitCode or at the type of error first.',
    'With one store, --sample asks V2 for the images of a share of the products, and of the others reads its product pages alone, which show the main picture. What V2 was not asked for is not called equal, and the next diff of the same share asks for others.',
  ],
  options: ['sample', ...running],
  idle: writing,
  examples: [
    ['cutover diff --source abc123', 'parity: the V2 view of a store against its V3 view'],
    [
      'cutover diff --source abc123 --sample 5%',
      'the same of a twentieth of the products; the next one asks for others',
    ],
    [
      'cutover diff --source abc123 --kinds product,variant',
      'without pictures of rules, which take requests of their own',
    ],
    ['cutover diff --source abc123 --target def456', 'transfer: what the target lacks'],
  ],
  exitCodes: [0, 2, 3, 4, 5, 6, 7, 8, 9, 130],
  exitCodeHelp: { 7: 'refused: the run belongs to other options or stores' },
  readsOnly: true,
  async run(context) {
    const [
      { diff: compare },
      { withEngine },
      { asSentence, signedBesideWords, confidenceWords, sampledWords },
    ] = await Promise.all([
      import('@cutover/sync-engine'),
      import('../wiring/with-engine.ts'),
      import('../runs/proof-words.ts'),
    ]);
    return withEngine(context, false, async ({ engine, asked, journal, screen }) => {
      await screen.open();
      const result = await compare(engine, { ...asked, sample: context.options.sample });
      const { same, changed, missing, extra, error, unmatchedProducts, planned, proof } = result;
      const run = journal.run(result.run);
      const { alsoUnknown = 0, shortListings = 0 } = run?.counts ?? {};
      const absent = notOnSourceIn(journal, run);
      const unpaired = unmatchedProducts - absent;
      const sampled = run === undefined ? undefined : sampledWords(run);
      const confidence = run === undefined ? undefined : confidenceWords(journal, run);
      return endOfRun(context, journal, result, {
        // As many as there are lines with that sign, of which one may be about a whole view or store.
        facts: {
          same,
          changed,
          missing,
          extra,
          error: error + shortListings,
          unmatchedProducts,
          confidence,
          proof,
        },
        summary: [
          [
            `${counted(result.pairedImages, 'image')} of ${counted(result.pairedProducts, 'product')} compared`,
            ...(run === undefined ? [] : signedBesideWords(run)),
          ].join('; '),
          `  = ${inColumn(same)}  the same`,
          `  ~ ${inColumn(changed)}  differ`,
          `  + ${inColumn(missing)}  ${missingWords[engine.mode]}`,
          `  - ${inColumn(extra)}  ${extraWords[engine.mode]}`,
          `  ! ${inColumn(error)}  unknown${alsoUnknown === 0 ? '' : `, ${number(alsoUnknown)} of them with another sign, too`}`,
          `    ${inColumn(unpaired)}  ${unpaired === 1 ? 'product' : 'products'} without a counterpart`,
          ...(absent === 0
            ? []
            : [`    ${inColumn(absent)}  ${absent === 1 ? 'product' : 'products'} ${NOT_ON_SOURCE}`]),
          ...(shortListings === 0
            ? []
            : [`    ${inColumn(shortListings)}  ${shortWords(engine.mode, shortListings)}`]),
          ...(sampled === undefined ? [] : [sampled]),
          ...(confidence === undefined ? [] : [asSentence(confidence)]),
          `The plan holds ${counted(planned, 'change')}.`,
        ],
      });
    });
  },
};

const shortWords = (mode: 'parity' | 'transfer', count: number): string =>
  `${mode === 'parity' ? 'view' : 'store'}${count === 1 ? ' counts other images than it lists' : 's count other images than they list'}`;

const inColumn = (count: number): string => filledBy(signsOf, number(count), 8, 'start');
