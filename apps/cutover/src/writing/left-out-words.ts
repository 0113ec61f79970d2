// What a plan has left out because the target has nothing, or nothing clear, to put it in: how many, and the first of them.
import type { Finding, Journal } from '@cutover/journal';
import type { MigrateResult, slotRules } from '@cutover/sync-engine';
import { countOfRule, seeRule } from '../runs/named-rules.ts';
import { findingPages } from '../runs/run-pages.ts';
import { pictureId, pictureName } from '../sayings/picture-name.ts';
import { number } from '../terminal/quantities.ts';
import { visible } from '../terminal/visible.ts';

type SlotRule = (typeof slotRules)[number];

const NAMES = 3;

const reasons: readonly (readonly [SlotRule, why: string])[] = [
  ['slot-unmatched', 'without a counterpart on the target'],
  ['slot-ambiguous', 'without a clear counterpart on the target'],
];

/** A sentence for each rule by which variants and values were left out. */
export function leftOutSlots(journal: Journal, { run, unmatchedSlots = 0 }: MigrateResult): string[] {
  const opened = journal.run(run);
  if (unmatchedSlots === 0 || opened === undefined) return [];
  // What was left out stands where the plan was made.
  const id = opened.planRun ?? opened.id;
  const { byRule } = journal.findingCounts(id);
  return reasons.flatMap(([rule, why]) => {
    const count = countOfRule(byRule, rule);
    if (count === 0) return [];
    const what = count === 1 ? '1 variant or value' : `${number(count)} variants or values`;
    return [`Left out: ${what} ${why}: ${namesText(journal, id, rule, count)}. ${seeRule(rule)}.`];
  });
}

function namesText(journal: Journal, run: string, rule: SlotRule, count: number): string {
  const names = firstNames(journal, run, rule);
  const more = count - names.length;
  return `${names.join(', ')}${more === 0 ? '' : ` and ${number(more)} more`}`;
}

/** No more is read than it takes to find them. */
function firstNames(journal: Journal, run: string, rule: SlotRule): string[] {
  const names: string[] = [];
  for (const page of findingPages(journal, run))
    for (const finding of page) {
      if (finding.rule === rule) names.push(visible(nameOf(finding)));
      if (names.length === NAMES) return names;
    }
  return names;
}

function nameOf({ source }: Finding): string {
  if (source === undefined) return '';
  const name = pictureName(source);
  return name === '' ? `${pictureId(source)} of product ${source.productId}` : name;
}
