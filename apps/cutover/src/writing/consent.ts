// Whether somebody has agreed to what is written: asked right before the first write, when the plan is known, and where
// there is nothing to write nobody is needed. Severe is what may remove images on purpose: `mirror` and `revert` ask for
// the target's hash, typed, or given beside `--yes`.

import type { Consent, PlanSummary } from '@cutover/sync-engine';
import type { Context } from '../context.ts';
import { CutoverError } from '../errors.ts';
import { setsText } from '../runs/action-words.ts';
import { unpairedWords } from '../runs/unpaired-words.ts';
import { askLine, askYes, canAsk } from '../terminal/ask.ts';
import { counted, megabytes, number } from '../terminal/quantities.ts';
import { slotsLeftOut } from './left-out-words.ts';
import { timeWords } from './writing-outcome.ts';

const isSevere = ({ command, options }: Context): boolean =>
  command === 'revert' || options.policy === 'mirror';

/** Before anything is read: who confirms another store than the target has mixed up something. */
export function refuseWrongConfirm({ options }: Context): void {
  const target = options.target ?? options.source;
  if (options.confirm !== undefined && target !== undefined && options.confirm !== target)
    throw new CutoverError(
      'not-confirmed',
      `--confirm names “${options.confirm}”, and the target is “${target}”.`,
      'Check which store you mean before anything else.',
    );
}

function needsYes({ command }: Context, confirming: string | undefined): CutoverError {
  const words = confirming === undefined ? '--yes' : `--yes and --confirm ${confirming}`;
  return new CutoverError(
    'needs-yes',
    `${command} asks before it writes, and there is no terminal to ask on.`,
    `Add ${words}, or look first with --dry-run.`,
  );
}

function needsConfirm({ command }: Context, target: string): CutoverError {
  return new CutoverError(
    'needs-confirm',
    command === 'revert' ? 'A revert removes images.' : '--policy mirror may remove images.',
    `Add --confirm ${target} beside --yes.`,
  );
}

/** Right before the first write: shows the plan, and asks unless `--yes` was given. */
export async function approve(
  context: Context,
  plan: PlanSummary,
  target: string,
  journal: Parameters<typeof slotsLeftOut>[0],
): Promise<Consent> {
  const { options, out } = context;
  context.reporter.listed();
  const products = unpairedWords(journal, journal.run(plan.run), plan.unmatchedProducts);
  const leftOut = [...products, ...slotsLeftOut(journal, plan.run)].map(({ what }) => `  left out: ${what}`);
  for (const line of [...planText(plan, target), ...leftOut]) {
    if (options.yes) out.say(line);
    else out.warn(line);
  }
  // Whoever skips the question is told all the same.
  for (const line of removalText(plan)) out.warn(line);
  // What is left alone is no change, and needs nobody's word.
  if (plan.create + plan.update + plan.remove + plan.set === 0) return 'go';
  const needsHash = isSevere(context) && options.confirm === undefined;
  if (!canAsk(context.io)) {
    if (!options.yes) throw needsYes(context, needsHash ? target : undefined);
    if (needsHash) throw needsConfirm(context, target);
  }
  if (needsHash) {
    const typed = await askLine(
      context,
      `Images may be removed. Type the hash of the target store to go on: `,
    );
    if (typed === '') return 'no';
    if (typed !== target)
      throw new CutoverError(
        'not-confirmed',
        `What was typed is not ${target}. Nothing was written.`,
        'Check which store you mean.',
      );
    return 'go';
  }
  return options.yes || (await askYes(context, `Write to store ${target}?`)) ? 'go' : 'no';
}

const costText = (estimate: PlanSummary['estimate']): string =>
  `  about ${counted(estimate.requests, 'request')}, ${timeWords(estimate)}${estimate.bytes === 0 ? '' : `, ${megabytes(estimate.bytes)} to upload`}`;

const planText = (plan: PlanSummary, target: string): string[] => [
  `Plan for store ${target}: ${counted(plan.create, 'image')} to create, ${number(plan.update)} to update, ${number(plan.remove)} to remove${setsText(plan.set)}.`,
  ...(plan.estimate.requests === 0 ? [] : [costText(plan.estimate)]),
  ...(plan.replace === 0
    ? []
    : [
        `  ${counted(plan.replace, 'picture')} replaced: the new one is made first, then the old one is removed`,
      ]),
  ...(plan.conflicts === 0
    ? []
    : [
        `  left alone, because edited on the target since: ${counted(plan.conflicts, 'image')}; --prefer source or --prefer target decides`,
      ]),
];

/** What dies with an image and can be brought back by nobody (api-quirks Q-06). */
const removalText = ({ remove }: PlanSummary): string[] =>
  remove === 0
    ? []
    : [
        `Warning: ${counted(remove, 'image')} will be removed. The bytes are kept beside the journal first, but what a channel or a locale says about an image (its own alt text, place, thumbnail, visibility) is lost with it.`,
      ];
