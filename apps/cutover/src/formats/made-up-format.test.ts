// How to add a report format, walked: a made-up one needs its row and its file, and no list names it elsewhere.
import { expect, test } from 'vitest';
import { formatOption } from '../command-line/format-option.ts';
import { helpOn } from '../command-line/help.ts';
import { type OptionRows } from '../command-line/option-row.ts';
import { optionTable } from '../command-line/option-table.ts';
import { report } from '../commands/report.ts';
import { chosenFormat } from './chosen-format.ts';
import type { ReportFormats } from './format.ts';
import { formatTable } from './format-table.ts';
import { takesLogo, takesTitle, titlesOf } from './format-titles.ts';

const { csv, jsonl, html, md } = formatTable;
const formats: ReportFormats = {
  csv,
  jsonl,
  html,
  md,
  // Its row; what it loads would be its file.
  adoc: {
    title: 'AsciiDoc',
    endings: ['adoc'],
    isJsonLines: false,
    is: 'lines',
    hasSummary: false,
    load:
      async () =>
      ({ columns }) => ({
        head: [`| ${columns.join(' | ')} |`, `|${columns.map(() => '---').join('|')}|`],
        line: ({ cells }) => `| ${cells.join(' | ')} |`,
      }),
  },
};
const rows: OptionRows = { ...optionTable, format: formatOption(formats) };

test('the help and the reader of --format have it', async () => {
  const help = await helpOn('report', new Map([['report', report]]), { rows });
  const at = help.indexOf('  --format FORMAT');
  expect(help.slice(at, at + 4)).toEqual([
    '  --format FORMAT',
    '      csv, jsonl, html, md or adoc (default: by the end of the name in --out,',
    '      else csv, or jsonl with --json)',
    '  --out FILE',
  ]);
  expect(rows['format']?.read(['adoc'])).toBe('adoc');
  expect(() => rows['format']?.read(['pdf'])).toThrow('is not one of csv, jsonl, html, md, adoc');
});

test('what lists formats in words has it', () => {
  expect([
    titlesOf(formats),
    titlesOf(formats, takesTitle),
    titlesOf(formats, takesLogo),
    titlesOf({ ...formats, pdf: { ...html, title: 'PDF', endings: ['pdf'] } }, takesLogo),
  ]).toEqual(['HTML, Markdown, CSV, JSON Lines or AsciiDoc', 'HTML or Markdown', 'HTML', 'HTML or PDF']);
  expect(report.summary).toBe(`what a run found and did, as ${titlesOf(formatTable)}`);
});

test.each([
  ['asked for', { format: 'adoc', json: false }],
  ['by the name of the file', { out: 'REPORT.ADOC', json: false }],
] as const)('it is chosen %s, and its lines are its own', async (_, asked) => {
  const format = chosenFormat(asked, formats);
  expect(format).toBe(formats['adoc']);
  if (format.is !== 'lines') throw new Error('a page');
  const makeLines = await format.load();
  const { head, line } = makeLines({ columns: ['type', 'run'], isOnTerminal: false, isToFile: false });
  expect([...head, line({ cells: ['finding', 7], fields: {} })]).toEqual([
    '| type | run |',
    '|---|---|',
    '| finding | 7 |',
  ]);
});

test('with --json and no file, a report that nobody named a format for is JSON Lines', () => {
  expect([
    chosenFormat({ json: true }, formatTable),
    chosenFormat({ out: '-', json: true }, formatTable),
    chosenFormat({ out: 'a', json: true }, formatTable),
    chosenFormat({ json: false }, formatTable),
  ]).toEqual([formatTable.jsonl, formatTable.jsonl, formatTable.csv, formatTable.csv]);
});

test.each([
  [
    { out: 'a.pdf', json: false },
    'There is no report as .pdf: reports are CSV, JSON Lines, HTML, Markdown or AsciiDoc.',
    'Name a file that ends with .csv, .jsonl, .html, .md or .adoc, and leave --format out.',
  ],
  [
    { format: 'csv', out: 'a.adoc', json: false },
    '--out ends with .adoc, and --format is csv.',
    'Name a file that ends with .csv, .jsonl, .html, .md or .adoc, and leave --format out.',
  ],
  [
    { format: 'adoc', json: true },
    'Under --json nothing but JSON Lines goes to stdout, and the report is AsciiDoc.',
    'Name a file with --out, or use --format jsonl.',
  ],
] as const)('what is refused names it: %j', (asked, why, next) => {
  expect(() => chosenFormat(asked, formats)).toThrow(
    expect.objectContaining({ problem: expect.objectContaining({ why, next }) }),
  );
});

test.each([
  ['html', 'a.htm', 'b.md'],
  ['html', 'a.HTML', 'b.csv'],
  ['jsonl', 'a.json', 'b.csv'],
  ['md', 'a.md', 'b.html'],
  ['csv', 'a.csv', 'b.htm'],
] as const)('%s is chosen by %s, and %s contradicts it', (name, own, other) => {
  expect(chosenFormat({ out: own, json: true }, formatTable)).toBe(formatTable[name]);
  expect(() => chosenFormat({ format: name, out: other, json: false }, formatTable)).toThrow();
});
