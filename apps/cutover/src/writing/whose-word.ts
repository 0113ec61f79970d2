// Whose word counts where somebody has edited the target: asked on a terminal, before a plan is approved.

import type { Finding, Journal } from '@cutover/journal';
import { type PlanSummary, type Prefer, type RuleId, slotOfRef } from '@cutover/sync-engine';
import { reportCommand } from '../command-line/report-command.ts';
import type { Context } from '../context.ts';
import { slotWords } from '../runs/action-words.ts';
import { findingPages } from '../runs/run-pages.ts';
import { pictureId, pictureName } from '../sayings/picture-name.ts';
import { askLine, canAsk } from '../terminal/ask.ts';
import { counted, number } from '../terminal/quantities.ts';
import { visible } from '../terminal/visible.ts';

/** So many conflicts are shown before the question; the report shows all. */
const SHOWN_MAX = 10;

/** Undefined: nothing to decide, nobody to ask, or left for now. */
export async function askWhoseWordCounts(
  context: Context,
  { journal, prefer }: { readonly journal: Pick<Journal, 'findings'>; readonly prefer: Prefer },
  { run, conflicts }: PlanSummary,
): Promise<Exclude<Prefer, 'ask'> | undefined> {
  if (conflicts === 0 || prefer !== 'ask' || context.options.yes || !canAsk(context.io)) return undefined;
  const shown = conflictsAmong(journal, run, SHOWN_MAX);
  context.out.warn(`Edited on the target since the last migration: ${counted(conflicts, 'image')}.`);
  for (const { target, message } of shown)
    context.out.warn(`  ${pictureReasonWords(target)}: ${visible(message)}`);
  if (conflicts > shown.length)
    context.out.warn(
      `  and ${number(conflicts - shown.length)} more: \`${reportCommand(run)}\` shows all of them.`,
    );
  const answer = await askLine(
    context,
    'Take the source’s values (s), keep the target’s (t), or leave them (Enter)? ',
  );
  if (/^s(?:ource)?$/i.test(answer)) return 'source';
  return /^t(?:arget)?$/i.test(answer) ? 'target' : undefined;
}

function pictureReasonWords(ref: Finding['target']): string {
  const slot = slotOfRef(ref ?? {});
  return `${visible(pictureName(ref ?? {}))} ${slot === undefined ? pictureId(ref ?? {}) : slotWords(slot)}`;
}

/** The first conflicts that the plan has met, with both values in their words. */
function conflictsAmong(journal: Pick<Journal, 'findings'>, run: string, most: number): Finding[] {
  const found: Finding[] = [];
  for (const page of findingPages(journal, run)) {
    found.push(...page.filter((finding) => finding.rule === ('edited-on-target' satisfies RuleId)));
    if (found.length >= most) break;
  }
  return found.slice(0, most);
}
