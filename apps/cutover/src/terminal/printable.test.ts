import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { printable } from './printable.ts';

test.each([
  ['plain words', 'plain words'],
  ['two\r\nlines\tand a tab', 'two lines and a tab'],
  ['\u001b[31mred\u001b[0m', 'red'],
  ['\u001b]0;a title\u0007after', 'after'],
  ['\u001b]8;;https://x.example\u001b\\link\u001b]8;;\u001b\\', 'link'],
  ['C1 \u009b31mcolour', 'C1 colour'],
  ['ring\u0007 back\b\b delete\u007f', 'ring back delete'],
  ['abc\u202egnp.exe', 'abcgnp.exe'],
  ['\u2066iso\u2069 \u200flate\u061c', 'iso late'],
  ['zero\u200bwidth\ufeff', 'zerowidth'],
  ['lone \ud83d surrogate', 'lone \ufffd surrogate'],
  ['تفاحة حمراء 赤い椅子 चाय 👩‍👩‍👧 e\u0301', 'تفاحة حمراء 赤い椅子 चाय 👩‍👩‍👧 e\u0301'],
])('%j is shown as %j', (text, shown) => {
  expect(printable(text)).toBe(shown);
});

test('a very long text is cut', () => {
  expect(printable('x'.repeat(5_000))).toBe(`${'x'.repeat(399)}…`);
});

test('law: nothing that a terminal obeys is left, and cleaning twice changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)) }), (text) => {
      const shown = printable(text);
      expect(/[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u.test(shown)).toBe(false);
      expect(printable(shown)).toBe(shown);
    }),
  );
});
