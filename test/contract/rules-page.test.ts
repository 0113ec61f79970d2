// docs/rules.md follows from the table of rules. `npx vitest run --config test/vitest.config.ts test/contract/rules-page -u`
// writes it again after the table was changed.
import { type Rule, rules } from '@cutover/sync-engine';
import { expect, it } from 'vitest';

const head = `# Rules

Every rule that a finding may carry: the stable name of what is wrong, in reports, in JSON Lines and in scripts. Names are added and never changed. Severities: \`fatal\`, \`critical\`, \`warning\`, \`info\`.
`;
const foot =
  'A finding of a comparison carries a [sign](glossary.md#sign) beside its rule, or instead of one.\n';

it('the page of rules is the table', async () => {
  await expect(page()).toMatchFileSnapshot('../../docs/rules.md');
});

function page(): string {
  const rows = Object.entries<Rule>(rules)
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([id, rule]) => [`\`${id}\``, severities(rule), rule.toldBy, rule.means, rule.todo]);
  const titles = ['rule', 'severity', 'told by', 'what it says', 'what to do'];
  const widths = titles.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const table = [line(titles), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)];
  return `${head}\n${table.join('\n')}\n\n${foot}`;
}

function severities({ severity, inAudit }: Rule): string {
  return inAudit === undefined ? severity : `${inAudit} or ${severity}`;
}
