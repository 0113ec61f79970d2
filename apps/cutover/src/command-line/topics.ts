// The help on a rule and on an error: its page, for a terminal. Loaded for such a topic alone, because the engine knows the rules.
import { type Rule, type RuleWords, ruleIds, rules, ruleWords } from '@cutover/sync-engine';
import { errorPages } from './error-pages.ts';
import { spelled } from './spelled.ts';

/** A page as lines that are yet to be wrapped: headings, words, and points that begin with a dash. */
export type Page = readonly string[];

/** The page of this rule or error code; undefined where there is none of that name. */
export function pageOn(topic: string): Page | undefined {
  const id = ruleIds.find((one) => one === topic);
  if (id !== undefined) return rulePage(id, rules[id], ruleWords[id]);
  return Object.hasOwn(errorPages, topic) ? plain(errorPages[topic] ?? '') : undefined;
}

/** Every topic that has a page. */
export const pageNames = (): readonly string[] => [...ruleIds, ...Object.keys(errorPages)];

function rulePage(id: string, rule: Rule, { recognised, example }: RuleWords): string[] {
  const severity = [rule.inAudit, rule.severity, rule.or].filter((one) => one !== undefined).join(' or ');
  const page = [
    `# ${id}`,
    '',
    rule.means,
    '',
    `- Severity: ${severity}`,
    `- Found by: ${rule.foundBy}${(rule.probe ?? 'none') === 'none' ? '' : `; \`audit\` needs \`--probe ${rule.probe}\` or closer`}`,
    `- Fixed by \`migrate\`: ${rule.fixedByMigrate}`,
    '',
    '## How it is recognised',
    '',
    recognised,
    '',
    '## Example',
    '',
    example,
    '',
    '## What to do',
    '',
    rule.todo,
  ];
  return plain(spelled(page.join('\n')));
}

/** Markdown without its signs: a heading is a line of its own, a link its words. */
function plain(markdown: string): string[] {
  return markdown
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/^(?:#{1,6}|>) /, '').replaceAll(/\[([^\]]{0,200})\]\([^)]{0,200}\)/g, '$1'));
}
