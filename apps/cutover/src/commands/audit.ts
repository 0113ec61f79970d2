// `audit`: what is wrong with the images of a store, by rule.

import type { Finding, Journal, Run } from '@cutover/journal';
import type { AuditResult } from '@cutover/sync-engine';
import { running, writing } from '../command-line/option-sets.ts';
import { reportCommand } from '../command-line/report-command.ts';
import type { Command, Context } from '../context.ts';
import type { AuditTextOptions } from '../reporters/audit-text.ts';
import { endOfRun } from '../runs/end-of-run.ts';
import { findingPages } from '../runs/run-pages.ts';
import { digestOfFile, sourceWords } from '../sayings/stores-words.ts';
import { columnsOf } from '../terminal/abilities.ts';
import { controlPanelPage } from '../terminal/control-panel.ts';
import { paletteFor } from '../terminal/palette.ts';
import { counted, number } from '../terminal/quantities.ts';

export const audit: Command = {
  name: 'audit',
  summary: 'grade every image of a store',
  about: [
    'Reads the source store (and the target, if one is named) and grades every image: what is wrong, how bad it is, what it breaks, and whether migrate can fix it. It needs a token and nothing else, and writes to no store.',
  ],
  options: ['probe', 'minPixels', 'failOn', 'suppress', 'baseline', ...running],
  idle: ['policy', ...writing],
  examples: [
    ['cutover audit --source abc123', 'audit one store; the token is asked for'],
    ['cutover audit --source abc123 --probe none', 'what the fields alone show, in a few requests'],
    [
      'cutover audit --source abc123 --kinds product,variant',
      'without modifiers and swatches, which take a request for ten products',
    ],
    [
      'cutover audit --source abc123 --probe content',
      'every picture in full: finds damaged ones and duplicates',
    ],
    [
      'cutover audit --source abc123 --fail-on warning --json',
      'for a script: exit code 3 if there is a warning or worse',
    ],
  ],
  exitCodes: [0, 2, 3, 4, 5, 6, 7, 8, 9, 130],
  exitCodeHelp: { 7: 'refused: the run belongs to other options or stores' },
  readsOnly: true,
  async run(context) {
    const [
      { audit: grade },
      { auditText },
      { auditProofWords, mainPicturesOf },
      { withEngine },
      { setAsideBy },
    ] = await Promise.all([
      import('@cutover/sync-engine'),
      import('../reporters/audit-text.ts'),
      import('../runs/proof-words.ts'),
      import('../wiring/with-engine.ts'),
      import('../wiring/suppression.ts'),
    ]);
    const setAside = await setAsideBy(context);
    return withEngine(context, false, async ({ engine, asked, journal, screen }) => {
      await screen.open();
      const result = await grade(engine, {
        ...asked,
        failOn: context.options.failOn,
        probe: context.options.probe,
        minPixels: context.options.minPixels,
        setAside,
      });
      const { findings, byRule, proof, notLookedFor, suppressed, known } = result;
      return endOfRun(context, journal, result, {
        facts: { findings, byRule, proof, notLookedFor, suppressed, known },
        summary: [
          // Told one by one before, where somebody asked for it.
          ...(context.options.verbose || context.options.json
            ? []
            : auditText(findingsIn(journal, result.run), textOptions(context, journal, result.run))),
          ...gradedWords(journal, result),
          ...setAsideWords(result),
          auditProofWords(proof, {
            pictures: mainPicturesOf(journal.run(result.run) ?? { counts: {} }),
            file: fileOf(journal.run(result.run)),
          }),
          ...notLookedForWords(notLookedFor),
          ...whereAllAre(context, result),
        ],
      });
    });
  },
};

/** What a saved source is called. */
const fileOf = (run: Run | undefined): string | undefined =>
  run === undefined || digestOfFile(run) === undefined ? undefined : sourceWords(run);

/** A line a store: what is found on the target is none of the source's. */
function gradedWords(journal: Journal, { run, images, products, findings }: AuditResult): string[] {
  const of = (heading: string, { fatal, critical, warning, info }: typeof findings): string[] => [
    `${heading}: ${number(fatal)} fatal, ${number(critical)} critical, ${counted(warning, 'warning')}, ${number(info)} for information`,
  ];
  const read = (heading: string, ofImages: number, ofProducts: number): string =>
    `${heading}${counted(ofImages, 'image')} of ${counted(ofProducts, 'product')}`;
  const target = journal.snapshotOf(run, 'target');
  if (target === undefined || journal.run(run)?.mode !== 'transfer')
    return of(read('', images, products), findings);
  const onTarget = { fatal: 0, critical: 0, warning: 0, info: 0 };
  for (const { source, target: ref, severity } of findingsIn(journal, run))
    if (severity !== undefined && source === undefined && ref !== undefined) onTarget[severity] += 1;
  const onSource = {
    fatal: findings.fatal - onTarget.fatal,
    critical: findings.critical - onTarget.critical,
    warning: findings.warning - onTarget.warning,
    info: findings.info - onTarget.info,
  };
  const { targetSlots = 0 } = journal.run(run)?.counts ?? {};
  return [
    ...of(read('Source: ', images, products), onSource),
    ...of(read('Target: ', target.images + targetSlots, target.products), onTarget),
  ];
}

const setAsideWords = ({ suppressed, known }: AuditResult): string[] =>
  suppressed + known === 0
    ? []
    : [`Of these, set aside: ${number(suppressed)} suppressed, ${number(known)} already known`];

const notLookedForWords = (rules: AuditResult['notLookedFor']): string[] =>
  rules.length === 0 ? [] : [`Not looked for: ${rules.join(', ')}`];

/** What was shown is a choice. */
const whereAllAre = ({ options }: Context, { run, byRule }: AuditResult): string[] =>
  options.verbose || Object.keys(byRule).length === 0
    ? []
    : [`Every finding: --verbose, or \`${reportCommand(run)}\``];

/** The columns of the terminal, and no end of them elsewhere; and where each product is fixed. */
function textOptions({ io, environment, options }: Context, journal: Journal, run: string): AuditTextOptions {
  const sides = [journal.snapshotOf(run, 'source'), journal.snapshotOf(run, 'target')] as const;
  return {
    columns: columnsOf(io.stdout) ?? Number.POSITIVE_INFINITY,
    palette: paletteFor(io.stdout, environment, options.noColor),
    productOf({ productId }, isOfTarget) {
      const side = sides[isOfTarget ? 1 : 0];
      const product = side === undefined ? undefined : journal.product(side.snapshot, productId);
      return { name: product?.name ?? '', page: controlPanelPage(side?.store ?? '', productId) ?? '' };
    },
  };
}

function* findingsIn(journal: Journal, run: string): Generator<Finding> {
  for (const page of findingPages(journal, run)) yield* page;
}
