import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { cellWidth, column, cut, fill, wrapped } from './width.ts';

test.each([
  ['', 0],
  ['mug', 3],
  ['Größe', 5],
  ['e\u0301', 1],
  ['椅子-木製', 9],
  ['한국어', 6],
  ['👩‍👩‍👧', 2],
  ['🇬🇷', 2],
  ['❤️', 2],
  ['✓ ● ░ █', 7],
])('%s takes %i cells', (text, cells) => {
  expect(cellWidth(text)).toBe(cells);
});

test.each([
  ['enough room', 11, 'enough room'],
  ['too long', 5, 'too …'],
  ['椅子木製', 5, '椅子…'],
  ['椅子木製', 4, '椅…'],
  ['anything', 1, '…'],
  ['anything', 0, ''],
])('%s cut to %i cells', (text, cells, shown) => {
  expect(cut(text, cells)).toBe(shown);
});

test('a column has its width whatever is in it', () => {
  expect([column('ab', 4), column('椅子木', 4), column('abcdef', 4)]).toEqual(['ab  ', '椅… ', 'abc…']);
});

test('law: a cut text never takes more cells than it may', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(40), (text, cells) => {
      expect(cellWidth(cut(text, cells))).toBeLessThanOrEqual(cells);
    }),
  );
});

test('a longer text is not cut by filling, and a longer word not by wrapping', () => {
  expect([fill('椅子', 6), fill('abcdef', 4)]).toEqual(['椅子  ', 'abcdef']);
  expect(wrapped('椅子 木製の and more', '  ', 9)).toEqual(['  椅子', '  木製の', '  and', '  more']);
});
