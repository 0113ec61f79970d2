import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitRow, joinFitting, piece, rowText, rowWidth, spread, wrapParts } from './rows.ts';

const words = (...texts: string[]) => texts.map((text) => [piece(text)]);

test('spread puts two sides at the edges, and the left gives way', () => {
  const left = [piece('cutover migrate')];
  const right = [piece('12 s')];
  expect([24, 20, 5].map((cells) => rowText(spread(left, right, cells)))).toEqual([
    'cutover migrate     12 s',
    'cutover…        12 s',
    'cuto…',
  ]);
});

test('joinFitting drops what does not fit, wrapParts goes on below', () => {
  const parts = words('231 of 400', '48.0 a second', 'about 50 s left');
  expect(rowText(joinFitting(parts, ' · ', 30))).toBe('231 of 400 · 48.0 a second');
  expect(wrapParts(parts, ' · ', 30).map(rowText)).toEqual(['231 of 400 · 48.0 a second', 'about 50 s left']);
});

test('law: no row is wider than asked', () => {
  const rows = fc.array(fc.string({ unit: 'grapheme' }).map((text) => piece(text)));
  fc.assert(
    fc.property(rows, fc.integer({ min: 1, max: 60 }), (row, cells) => {
      expect(rowWidth(fitRow(row, cells))).toBeLessThanOrEqual(cells);
      expect(rowWidth(spread(row, [piece('12 s')], cells))).toBeLessThanOrEqual(cells);
      const parts = row.map((one) => [one]);
      expect(rowWidth(joinFitting(parts, ' · ', cells))).toBeLessThanOrEqual(cells);
      for (const wrapped of wrapParts(parts, ' · ', cells))
        expect(rowWidth(wrapped)).toBeLessThanOrEqual(cells);
    }),
  );
});
