// Whose word counts where somebody has edited the target: asked on a terminal, before a plan is approved.
import type { Finding } from '@cutover/journal';
import type { Engine, PlanSummary, Prefer, RuleId } from '@cutover/sync-engine';
import type { Context } from '../context.ts';
import { askLine, canAsk } from '../terminal/ask.ts';
import { counted, number } from '../terminal/quantities.ts';
import { visible } from '../terminal/visible.ts';
import { warnWrapped } from './consent.ts';

/** So many conflicts are shown before the question; the report shows all. */
const SHOWN_MAX = 10;
const FINDINGS_A_PAGE = 1_000;

/** Undefined: nothing to decide, nobody to ask, or left for now. */
export async function askWhoseWordCounts(
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
    found.push(...page.filter((finding) => finding.rule === ('edited-on-target' satisfies RuleId)));
    const last = page.at(-1);
    if (last === undefined || page.length < FINDINGS_A_PAGE) break;
    after = last.seq;
  }
  return found.slice(0, most);
}
