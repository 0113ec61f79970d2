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
  return unmatchedSlots === 0
    ? []
    : slotsLeftOut(journal, run).map(({ rule, what }) => `Left out: ${what}. ${seeRule(rule)}.`);
}

/** Which they are, of a run that has made a plan or carries one out: `2 variants or values without …: MUG: Huge, MUG: Tiny`. */
export function slotsLeftOut(
  journal: Pick<Journal, 'run' | 'findingCounts' | 'findings'>,
  run: string,
): { readonly rule: SlotRule; readonly what: string }[] {
  // What was left out stands where the plan was made.
  const id = journal.run(run)?.planRun ?? run;
  const { byRule } = journal.findingCounts(id);
  return reasons.flatMap(([rule, why]) => {
    const count = countOfRule(byRule, rule);
    if (count === 0) return [];
    const how = count === 1 ? '1 variant or value' : `${number(count)} variants or values`;
    return [{ rule, what: `${how} ${why}: ${namesText(journal, id, rule, count)}` }];
  });
}

function namesText(journal: Pick<Journal, 'findings'>, run: string, rule: SlotRule, count: number): string {
  const names = firstNames(journal, run, rule);
  const more = count - names.length;
  return `${names.join(', ')}${more === 0 ? '' : ` and ${number(more)} more`}`;
}

/** No more is read than it takes to find them. */
function firstNames(journal: Pick<Journal, 'findings'>, run: string, rule: SlotRule): string[] {
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
