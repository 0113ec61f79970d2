// A plan is carried out by the engine; here somebody is asked, and told how it went. Whose word counts where somebody has
// edited the target is asked too, on a terminal, before the plan is approved.
import type { Finding } from '@cutover/journal';
import {
  type Engine,
  type MigrateOptions,
  migrate,
  type PlanSummary,
  type Prefer,
} from '@cutover/sync-engine';
import type { Context } from '../context.ts';
import type { Outcome } from '../reporters/reporter.ts';
import { endOfRun } from '../runs/end-of-run.ts';
import { nextStep } from '../runs/next-step.ts';
import { askLine, canAsk } from '../terminal/ask.ts';
import { counted, number } from '../terminal/quantities.ts';
import { visible } from '../terminal/visible.ts';
import type { Work } from '../wiring/with-engine.ts';
import { approve, warnWrapped } from './consent.ts';
import { dryRunText, writingFacts, writingText } from './writing-outcome.ts';

/** So many conflicts are shown before the question; the report shows all. */
const SHOWN_MAX = 10;
const FINDINGS_A_PAGE = 1_000;

/** Carries a plan out and tells how it went; `retryFailed`: what has failed of it is taken up again first. */
export async function carryOut(
  context: Context,
  { engine, journal, named, screen }: Work,
  retryFailed?: MigrateOptions['retryFailed'],
): Promise<Outcome> {
  const { options } = context;
  /** Says the word that was decided, too, so that the command that continues does. */
  let asked = context;
  const result = await migrate(engine, {
    dryRun: options.dryRun,
    maxChanges: options.maxChanges,
    retryFailed,
    async approve(plan) {
      // What failed is taken up as it was planned, and what was decided is not asked again.
      const mayDecide = retryFailed === undefined && asked === context;
      const prefer = mayDecide ? await askWhoseWordCounts(context, engine, plan) : undefined;
      if (prefer !== undefined) {
        asked = { ...context, flags: new Map([...context.flags, ['prefer', [prefer]] as const]) };
        return { prefer };
      }
      const answer = await approve(asked, plan, named.target.hash);
      if (answer === 'go') await screen.open();
      return answer;
    },
  });
  return endOfRun(asked, result, {
    facts: writingFacts(result, options.dryRun),
    summary: options.dryRun
      ? [dryRunText(journal, result)]
      : writingText(journal, result, `Nothing to do: ${counted(result.images, 'image')} already equal.`),
    next: nextStep(asked, journal, result.run),
  });
}

/** Undefined: nothing to decide, nobody to ask, or left for now. */
async function askWhoseWordCounts(
  context: Context,
  { journal, settings }: Engine,
  { run, conflicts }: PlanSummary,
): Promise<Exclude<Prefer, 'ask'> | undefined> {
  if (conflicts === 0 || settings.prefer !== 'ask' || context.options.yes || !canAsk(context.io))
    return undefined;
  const shown = conflictsAmong(journal, run, SHOWN_MAX);
  context.out.warn(`Edited on the target since the last migration: ${counted(conflicts, 'image')}.`);
  for (const { target, message } of shown)
    warnWrapped(
      context,
      `${visible(target?.sku ?? '')} image ${target?.imageId ?? ''}: ${visible(message)}`,
      '  ',
    );
  if (conflicts > shown.length)
    context.out.warn(`  and ${number(conflicts - shown.length)} more: \`cutover report\` shows all of them.`);
  const answer = await askLine(
    context,
    'Take the source’s values (s), keep the target’s (t), or leave them (Enter)? ',
  );
  if (/^s(?:ource)?$/i.test(answer)) return 'source';
  return /^t(?:arget)?$/i.test(answer) ? 'target' : undefined;
}

/** The first conflicts that the plan has met, with both values in their words. */
function conflictsAmong(journal: Engine['journal'], run: string, most: number): Finding[] {
  const found: Finding[] = [];
  for (let after = 0; found.length < most; ) {
    const page = journal.findings(run, after, FINDINGS_A_PAGE);
    found.push(...page.filter((finding) => finding.rule === 'edited-on-target'));
    const last = page.at(-1);
    if (last === undefined || page.length < FINDINGS_A_PAGE) break;
    after = last.seq;
  }
  return found.slice(0, most);
}
