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

const formats: ReportFormats = {
  ...formatTable,
  // Its row; what it loads would be its file.
  md: {
    title: 'Markdown',
    endings: ['md'],
    isJsonLines: false,
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
  const help = await helpOn('report', new Map([['report', report]]), rows);
  const at = help.indexOf('  --format FORMAT');
  expect(help.slice(at, at + 3)).toEqual([
    '  --format FORMAT',
    '      csv, jsonl or md (default: by the end of the name in --out, else csv)',
    '  --out FILE',
  ]);
  expect(rows['format']?.read(['md'])).toBe('md');
  expect(() => rows['format']?.read(['html'])).toThrow('is not one of csv, jsonl, md');
});

test.each([
  ['asked for', { format: 'md', json: false }],
  ['by the name of the file', { out: 'REPORT.MD', json: false }],
] as const)('it is chosen %s, and its lines are its own', async (_, asked) => {
  const format = chosenFormat(asked, formats);
  expect(format).toBe(formats['md']);
  const { head, line } = (await format.load())({ columns: ['type', 'run'], isOnTerminal: false });
  expect([...head, line({ cells: ['finding', 7], fields: {} })]).toEqual([
    '| type | run |',
    '|---|---|',
    '| finding | 7 |',
  ]);
});

test.each([
  [
    { out: 'a.html', json: false },
    'There is no report as .html: reports are CSV, JSON Lines or Markdown.',
    'Name a file that ends with .csv, .jsonl or .md, and leave --format out.',
  ],
  [
    { format: 'csv', out: 'a.md', json: false },
    '--out ends with .md, and --format is csv.',
    'Name a file that ends with .csv, .jsonl or .md, and leave --format out.',
  ],
  [
    { format: 'md', json: true },
    'Under --json nothing but JSON Lines goes to stdout, and the report is Markdown.',
    'Name a file with --out, or take --format jsonl.',
  ],
] as const)('what is refused names it: %j', (asked, why, next) => {
  expect(() => chosenFormat(asked, formats)).toThrow(
    expect.objectContaining({ problem: expect.objectContaining({ why, next }) }),
  );
});

test('without a row the same end of a name is refused', () => {
  expect(() => chosenFormat({ out: 'a.md', json: false }, formatTable)).toThrow(
    expect.objectContaining({
      problem: expect.objectContaining({ why: 'There is no report as .md: reports are CSV or JSON Lines.' }),
    }),
  );
});
