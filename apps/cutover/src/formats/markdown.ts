// A run for a ticket: what it has come to, and the first of what somebody has to look at. Texts from outside stand in code
// spans, where Markdown has no signs of its own, no links, no HTML, and nobody is mentioned.
import { number } from '../terminal/quantities.ts';
import {
  type EntrySide,
  entryGroups,
  type PeopleEntry,
  type PeopleReport,
  type Point,
} from './people-report.ts';

/** A ticket is read whole; who wants them all takes another format. */
const ENTRIES_MAX = 50;

export function* markdownPage(report: PeopleReport): Generator<string> {
  const { title, verdict, facts, results, parts, rules, shares = [], madeBy, madeAt } = report;
  yield `# ${plain(title)}\n`;
  yield `**${plain(verdict.words)}**\n`;
  yield [
    '| | |',
    '| --- | ---: |',
    ...results.map(
      ({ words, value }) => `| ${plain(words)} | ${typeof value === 'number' ? number(value) : value} |`,
    ),
    '',
  ].join('\n');
  for (const { title: heading, sentences, points } of parts) {
    const list = points.map(pointLine);
    yield [
      `## ${heading}\n`,
      ...sentences.map((words) => `${plain(words)}\n`),
      ...list,
      ...(list.length === 0 ? [] : ['']),
    ].join('\n');
  }
  if (rules.length > 0)
    yield [
      '## Findings by rule\n',
      '| Rule | Severity | Findings |',
      '| --- | --- | ---: |',
      ...rules.map(
        ({ what, severity, count }) => `| ${inTable(what)} | ${plain(severity)} | ${number(count)} |`,
      ),
      '',
    ].join('\n');
  for (const { title: heading, heads, rows } of shares)
    yield [
      `## ${heading}\n`,
      `| ${heads.map(plain).join(' | ')} |`,
      '| --- | ---: |',
      ...rows.map(({ what, count }) => `| ${plain(what)} | ${number(count)} |`),
      '',
    ].join('\n');
  yield* listed(report);
  yield [
    '## About this report\n',
    ...facts.map(({ name, value }) => `- ${plain(name)}: ${code(String(value))}`),
    '',
  ].join('\n');
  yield `Made by ${plain(madeBy)} on ${plain(madeAt)}.`;
}

function* listed(report: PeopleReport): Generator<string> {
  const { failed = 0, decision = 0, ...others } = report.entryCounts;
  const total = failed + decision;
  if (total > 0) {
    yield `## ${entryGroups.failed}, or needs a decision\n`;
    let count = 0;
    for (const entry of report.entries()) {
      if (count === ENTRIES_MAX || count === total) break;
      yield entryLines(entry, report.sides);
      count += 1;
    }
    yield total > count
      ? `\nThe first ${number(count)} of ${number(total)}; ${code(report.whole)} has them all.\n`
      : '';
  }
  const left = Object.entries(entryGroups).flatMap(([group, words]) =>
    Object.entries(others).flatMap(([name, count]) =>
      name === group ? [`- ${words}: ${number(count)}`] : [],
    ),
  );
  if (left.length === 0) return;
  yield ['## Not listed here\n', ...left, ''].join('\n');
  yield `${code(report.whole)} lists them.\n`;
}

const pointLine = ({ what, count, means, todo }: Point): string =>
  [
    `- ${number(count)} × ${code(what)}${means + todo === '' ? '' : ':'}`,
    ...(means === '' ? [] : [withCode(means)]),
    ...(todo === '' ? [] : [`What to do: ${withCode(todo)}`]),
  ].join(' ');

/** Our own words, in which code stands between backticks. */
const withCode = (text: string): string =>
  text
    .split('`')
    .map((part, at) => (at % 2 === 1 ? code(part) : plain(part)))
    .join('');

function entryLines(
  { state, rule, message, handedOver, offered, source, target, fields }: PeopleEntry,
  sides: PeopleReport['sides'],
): string {
  const side = source ?? target;
  const named = side === undefined ? [] : [side.name, side.sku].filter((text) => text !== '').map(code);
  return [
    `- **${plain(state)}** ${[...named, ...(rule === undefined || rule === '' || message.startsWith(rule) ? [] : [code(rule)])].join(' ')}${message === '' ? '' : `: ${code(message)}`}`,
    ...(handedOver === undefined ? [] : [`  - Handed over: ${code(handedOver)}`]),
    ...(offered === undefined ? [] : [`  - Offered: ${code(offered)}`]),
    ...fields.map(
      ({ name, source: one, target: other }) =>
        `  - ${code(name)}: ${sides[0]} ${code(one)}, ${sides[1]} ${code(other)}`,
    ),
    ...place(sides[0], source),
    ...place(sides[1], target),
  ].join('\n');
}

function place(name: string, side: EntrySide | undefined): string[] {
  if (side === undefined) return [];
  const product = `product ${side.productId}`;
  const link = side.panel === undefined ? product : `[${product}](<${side.panel}>)`;
  return [`  - ${name}: ${link}${side.imageId === undefined ? '' : `, image ${side.imageId}`}`];
}

/** A fence longer than any within, and a space where the text begins or ends with one. */
function code(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  const space = /^`|`$|^ .* $/.test(text) || text.trim() === '' ? ' ' : '';
  return `${fence}${space}${text === '' ? '(empty)' : text}${space}${fence}`;
}

/** A bar ends a cell, in code as well. */
const inTable = (text: string): string => code(text).replaceAll('|', String.raw`\|`);

/** Our own words with something of others in them: each sign that Markdown might heed is spelled out. */
const plain = (text: string): string =>
  text.replaceAll(/[\\`*_{}[\]<>#|~&@]/g, (sign) => `&#${sign.charCodeAt(0)};`);
