import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toJsonLine, visible } from './visible.ts';

// oxlint-disable-next-line no-control-regex
const obeyed = /[\u0000-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/;

describe('text from outside', () => {
  test.each([
    ['mug', 'mug'],
    ['\u001B[2Jmug', '\\u{1b}[2Jmug'],
    ['a\r\nb\tc', 'a\\u{d}\\u{a}b\\u{9}c'],
    ['\u009B31m', '\\u{9b}31m'],
    ['abc\u202Egpj', 'abc\\u{202e}gpj'],
    ['Übergröße 日本語 👟', 'Übergröße 日本語 👟'],
    ['\u001B]0;a title\u0007after', '\\u{1b}]0;a title\\u{7}after'],
    ['\u2066iso\u2069 \u200Flate\u061C', '\\u{2066}iso\\u{2069} \\u{200f}late\\u{61c}'],
    ['تفاحة حمراء 赤い椅子 चाय 👩‍👩‍👧 e\u0301', 'تفاحة حمراء 赤い椅子 चाय 👩‍👩‍👧 e\u0301'],
    ['half \uD800 pair', 'half \\u{d800} pair'],
    ['soft\u00ADhyphen zero\u200Bwidth', 'soft\\u{ad}hyphen zero\\u{200b}width'],
    ['filled\u3164\u115F\uFFA0 joined\u034F', 'filled\\u{3164}\\u{115f}\\u{ffa0} joined\\u{34f}'],
    ['\u{E0080}\u{E0FFF}\u17B4 unseen', '\\u{e0080}\\u{e0fff}\\u{17b4} unseen'],
    ['\u{E0041}\u{E007F} tags', '\\u{e0041}\\u{e007f} tags'],
    ['می\u200Cخواهم 👩\u200D🚀', 'می\u200Cخواهم 👩\u200D🚀'],
  ])('%j is shown as %j', (text, expected) => {
    expect(visible(text)).toBe(expected);
  });

  test('nothing that a terminal obeys gets through, as text or as JSON', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)) }), (text) => {
        expect(visible(text)).not.toMatch(obeyed);
        expect(toJsonLine({ text })).not.toMatch(obeyed);
        expect(JSON.parse(toJsonLine({ text }))).toEqual({ text });
      }),
    );
  });
});
