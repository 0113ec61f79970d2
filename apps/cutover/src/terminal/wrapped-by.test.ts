import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { colours } from './palette.ts';
import { filledBy, signsOf, wrappedLine } from './wrapped-by.ts';

const wrap = (text: string, most: number, program = 'cutover'): string[] =>
  wrappedLine(text, most, { widthOf: signsOf, program });

test.each([
  ['short enough', 12, ['short enough']],
  ['Tokens go to http://a, which is none', 20, ['Tokens go to', 'http://a, which is', 'none']],
  ['  an indented line that goes on', 18, ['  an indented line', '  that goes on']],
  ['  - a point that goes on', 16, ['  - a point that', '    goes on']],
  [
    'failed    MUG-1   the picture is gone from there',
    38,
    ['failed    MUG-1   the picture is gone', `${' '.repeat(18)}from there`],
  ],
  [
    '~  a-rather-long-sku-it-is   8 MB are too large',
    34,
    ['~  a-rather-long-sku-it-is   8 MB', '   are too large'],
  ],
  ['averylongword and-another', 8, ['averylongword', 'and-another']],
  // A word that has no room behind the indent stands further left, and is whole.
  [
    'failed    a   b/a_rather_long_path.png gone',
    26,
    ['failed    a', '  b/a_rather_long_path.png', '  gone'],
  ],
  ['      the_name_of_a_long_file is', 24, [' the_name_of_a_long_file', '      is']],
])('%s in %i columns', (text, most, lines) => {
  expect(wrap(text, most)).toEqual(lines);
});

test('a command to paste is never broken: it goes to a line of its own, or stays behind its word where no line holds it', () => {
  expect(wrap('Look at it with `cutover plan show`, then raise it', 24)).toEqual([
    'Look at it with',
    '`cutover plan show`,',
    'then raise it',
  ]);
  expect(wrap('Next: cutover migrate --source abc123', 34)).toEqual([
    'Next:',
    'cutover migrate --source abc123',
  ]);
  expect(wrap('Next: cutover migrate --source abc123', 20)).toEqual([
    'Next: cutover migrate --source abc123',
  ]);
  expect(wrap('All of it: --verbose, or `cutover report --run r1`', 20)).toEqual([
    'All of it:',
    '--verbose, or',
    '`cutover report --run r1`',
  ]);
  expect(wrap(`${colours.dim('Next:')} npx pnpm cutover runs --x`, 26, 'npx pnpm cutover')).toEqual([
    colours.dim('Next:'),
    'npx pnpm cutover runs --x',
  ]);
  // The heading of a command's help is none, and is broken as other words are.
  expect(wrap('cutover plan show: list the changes of a saved plan', 40)).toEqual([
    'cutover plan show: list the changes of a',
    'saved plan',
  ]);
  // The name of a process is none.
  expect(wrap('wait until it is done (cutover migrate, process 412)', 30)).toEqual([
    'wait until it is done (cutover',
    'migrate, process 412)',
  ]);
});

test('law: no line is too long but for a single word, and nothing is lost', () => {
  const words = fc.array(fc.string({ minLength: 1, maxLength: 12, unit: fc.constantFrom('a', '-', 'ß') }), {
    minLength: 1,
  });
  fc.assert(
    fc.property(words, fc.nat(6), fc.integer({ min: 1, max: 40 }), (parts, indent, most) => {
      const lines = wrap(' '.repeat(indent) + parts.join(' '), most);
      expect(lines.flatMap((line) => line.trim().split(' '))).toEqual(parts);
      for (const line of lines) {
        // What a terminal cuts is longer than it is wide, whatever stands before it.
        const isLongWord = !line.trim().includes(' ') && line.trim().length > most;
        expect(line.length <= most || isLongWord).toBe(true);
      }
    }),
  );
});

test('filled on either side, by cells or by letters', () => {
  const words = colours.dim('ab');
  expect([
    filledBy(signsOf, words, 4),
    filledBy(signsOf, 'ab', 4, 'start'),
    filledBy(signsOf, 'abc', 2),
  ]).toEqual([`${words}  `, '  ab', 'abc']);
});

test('a name is written as it was given: as another one it would not be found', () => {
  const decomposed = 'St\u0075\u0308hle.csv';
  expect(wrap(`It is kept in ${decomposed}`, 16).at(-1)).toBe(decomposed);
});
