// docs/rules.md and docs/rules/ follow from the tables of rules, of their words and of failures. After a table was changed,
// `npx vitest run --config test/vitest.config.ts rules-page -u` writes them again.
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  type FailureRow,
  failures,
  type Rule,
  type RuleId,
  ruleIds,
  rules,
  ruleWords,
} from '@cutover/sync-engine';
import { expect, it } from 'vitest';
import { optionKeys } from './option-table.ts';
import { spelled } from './spelled.ts';

const head = `# Rules

Every rule that a finding may carry: the stable name of what is wrong, in reports, in JSON Lines and in scripts. Names are added and never changed. Severities: \`fatal\`, \`critical\`, \`warning\`, \`info\`. How each is recognised, and an example, stand on its page in [rules](rules/), and \`cutover help RULE\` prints it.
`;
const foot =
  'A finding of a comparison carries a [sign](glossary.md#sign) beside its rule, or instead of one.\n';
const failed = `## Why an action fails

The \`reason\` of a failed action is its code, a colon and words of this one, or the code alone; in the JSON Lines the \`code\` stands beside it as well, so that no script has to take the reason apart. \`cutover retry --failed --reason CODE\` takes those of one code up again. What a store refuses has its HTTP status for a code: \`422: The image is too large\`.
`;

it('the page of rules is the table', async () => {
  await expect(page()).toMatchFileSnapshot('../../../../docs/rules.md');
});

const folder = new URL('../../../../docs/rules/', import.meta.url);

it.each(ruleIds)('the page of %s is its row', async (id) => {
  await expect(pageOf(id)).toMatchFileSnapshot(fileURLToPath(new URL(`${id}.md`, folder)));
});

it('no page is about a rule that is none', () => {
  expect(readdirSync(folder).toSorted()).toEqual(ruleIds.map((id) => `${id}.md`).toSorted());
});

it('the options that the tables name are options', () => {
  const named = JSON.stringify([rules, ruleWords, failures]).matchAll(/\{([a-z][A-Za-z]*)\}/g);
  const keys = [...named].map(([, key]) => key);
  expect(keys.length).toBeGreaterThan(20);
  expect(keys.filter((key) => optionKeys.every((one) => one !== key))).toEqual([]);
});

function pageOf(id: RuleId): string {
  const rule: Rule = rules[id];
  const { recognised, example } = ruleWords[id];
  const probe =
    (rule.probe ?? 'none') === 'none' ? '' : `; \`audit\` needs \`--probe ${rule.probe}\` or closer`;
  return spelled(`# ${id}

${rule.means}

- Severity: ${severities(rule)}
- Found by: ${rule.foundBy}${probe}
- Fixed by \`migrate\`: ${rule.fixedByMigrate}

## How it is recognised

${recognised}

## Example

${example}

## What to do

${rule.todo}
`);
}

function page(): string {
  const rows = Object.entries<Rule>(rules)
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([id, rule]) =>
      [`\`${id}\``, severities(rule), rule.foundBy, rule.means, rule.fixedByMigrate, rule.todo].map(spelled),
    );
  const reasons = Object.entries<FailureRow>(failures)
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([code, { means, todo }]) => [`\`${code}\``, means, todo].map(spelled));
  const titles = ['rule', 'severity', 'shown by', 'what it says', 'fixed by `migrate`', 'what to do'];
  const codes = ['code', 'what it says', 'what to do'];
  return `${head}\n${table(titles, rows)}\n\n${foot}\n${failed}\n${table(codes, reasons)}\n`;
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = titles.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(titles), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

const severities = ({ severity, inAudit, or }: Rule): string =>
  [inAudit, severity, or].filter((one) => one !== undefined).join(' or ');
