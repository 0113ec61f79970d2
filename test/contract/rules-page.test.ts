// docs/rules.md follows from the tables of rules and of failures. `npx vitest run --config test/vitest.config.ts test/contract/rules-page -u`
// writes it again after the table was changed.
import { type FailureRow, failures, type Rule, rules } from '@cutover/sync-engine';
import { expect, it } from 'vitest';

const head = `# Rules

Every rule that a finding may carry: the stable name of what is wrong, in reports, in JSON Lines and in scripts. Names are added and never changed. Severities: \`fatal\`, \`critical\`, \`warning\`, \`info\`.
`;
const foot =
  'A finding of a comparison carries a [sign](glossary.md#sign) beside its rule, or instead of one.\n';
const failed = `## Why an action fails

The \`reason\` of a failed action is its code, a colon and words of this one. \`cutover retry --failed --reason CODE\` takes those of one code up again. What a store refuses has its HTTP status for a code: \`422: The image is too large\`.
`;

it('the page of rules is the table', async () => {
  await expect(page()).toMatchFileSnapshot('../../docs/rules.md');
});

function page(): string {
  const rows = Object.entries<Rule>(rules)
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([id, rule]) => [
      `\`${id}\``,
      severities(rule),
      rule.toldBy,
      rule.means,
      rule.mendedByMigrate,
      rule.todo,
    ]);
  const reasons = Object.entries<FailureRow>(failures)
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([code, { means, todo }]) => [`\`${code}\``, means, todo]);
  const titles = ['rule', 'severity', 'shown by', 'what it says', 'mended by `migrate`', 'what to do'];
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

function severities({ severity, inAudit }: Rule): string {
  return inAudit === undefined ? severity : `${inAudit} or ${severity}`;
}
