// The rule of regular expressions: none takes steps that grow with more than the length of the text. What is read was
// written by others, and one cell or address made for it would stop the program, signals and all.
import { analyse } from 'scslre';
import { type Node, parsed, visit } from './parsed.ts';
import { type Rule, sourcesOf, type Tree } from './tree.ts';

/** Text that the program or its user has written, by the file that reads it. */
const ownText = new Set([
  'apps/cutover/src/command-line/read-value.ts',
  'apps/cutover/src/demo/child.ts',
  'apps/cutover/src/sayings/explain.ts',
  'apps/cutover/src/screen/rows.ts',
]);

export const expressionRules: readonly Rule[] = [
  {
    promise: 'a regular expression takes no more steps than its text has letters',
    complaints: slowExpressions,
    broken: {
      'packages/journal/src/a.ts':
        'export const a = [/\\s+$/.test(text), /^(?:a+b?)+c/.test(text), /^\\s*[^x]*x/.test(text)];\nexport const b = /^\\s+/;',
      'packages/journal/src/b.ts': 'export const c = new RegExp(`x${y}`);\nexport const d = /<!--.*?-->/;',
      'packages/journal/src/c.ts': 'export const e = /^(?:<!--.*?-->)*<a/s;',
    },
    says: [
      'packages/journal/src/a.ts: /\\s+$/ can take a step for each pair of letters',
      'packages/journal/src/a.ts: /^(?:a+b?)+c/ can take steps without end',
      'packages/journal/src/a.ts: /^\\s*[^x]*x/ can take a step for each pair of letters',
      'packages/journal/src/c.ts: /^(?:<!--.*?-->)*<a/s repeats what may end in several places',
    ],
  },
];

function slowExpressions(tree: Tree): string[] {
  return sourcesOf(tree)
    .filter(({ path }) => !ownText.has(path))
    .flatMap(({ path, text }) =>
      expressionsIn(path, text).flatMap(({ source, flags }) => {
        const fault = faultOf(source, flags);
        return fault === undefined ? [] : [`${path}: /${source}/${flags} ${fault}`];
      }),
    );
}

function expressionsIn(path: string, text: string): { readonly source: string; readonly flags: string }[] {
  const found: { source: string; flags: string }[] = [];
  visit(parsed(path, text), (node: Node) => {
    const { regex } = node;
    if (node.type !== 'Literal' || typeof regex !== 'object' || regex === null) return;
    if ('pattern' in regex && 'flags' in regex)
      found.push({ source: String(regex.pattern), flags: String(regex.flags) });
  });
  return found;
}

function faultOf(source: string, flags: string): string | undefined {
  const { reports } = analyse({ source, flags });
  if (reports.some(({ exponential }) => exponential)) return 'can take steps without end';
  if (reports.length > 0) return 'can take a step for each pair of letters';
  // The analysis does not see these: a lazy part within a repeated group may go on over its own end.
  return /\.\*\?[^)]*\)[*+]/.test(source) ? 'repeats what may end in several places' : undefined;
}
