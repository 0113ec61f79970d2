import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kindred, matchInOrder } from './match-in-order.ts';

const letters = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 7 });
const same = (a: string, b: string): boolean => a === b;
const matched = (ours: string, theirs: string, fit = (_a: string, _b: string): number => 0): string =>
  matchInOrder(ours.split('').entries().toArray(), theirs.split('').entries().toArray(), {
    may: ([, a], [, b]) => a.toLowerCase() === b.toLowerCase(),
    fit: ([, a], [, b]) => fit(a, b),
  })
    .map(([[i], [j]]) => `${i}:${j}`)
    .join(' ');

describe('matchInOrder', () => {
  it.each([
    ['nothing', '', '', ''],
    ['as many on both sides', 'aaa', 'aaa', '0:0 1:1 2:2'],
    ['fewer on the other side: the earlier ones', 'aaa', 'aa', '0:0 1:1'],
    ['more on the other side: the earlier ones', 'aa', 'aaa', '0:0 1:1'],
    ['never across each other', 'ab', 'ba', '0:1'],
    ['more pairs before earlier ones', 'abc', 'bca', '1:0 2:1'],
  ])('%s', (_, ours, theirs, expected) => {
    expect(matched(ours, theirs)).toBe(expected);
  });

  it('the fit decides between matchings of as many pairs', () => {
    const exactly = (a: string, b: string): number => (a === b ? 1 : 0);
    expect(matched('A', 'aaA', exactly)).toBe('0:2');
    expect(matched('Aa', 'aA', exactly)).toBe('0:0 1:1');
  });

  it('law: pairs never cross, and no crossing-free matching holds more', () => {
    fc.assert(
      fc.property(letters, letters, (ours, theirs) => {
        const pairs = matchInOrder(ours.entries().toArray(), theirs.entries().toArray(), {
          may: ([, a], [, b]) => same(a, b),
          fit: () => 0,
        }).map(([[i], [j]]) => [i, j] as const);
        for (const [k, [i, j]] of pairs.entries()) {
          const [before = -1, other = -1] = pairs[k - 1] ?? [];
          expect([ours[i] === theirs[j], i > before, j > other]).toEqual([true, true, true]);
        }
        // The longest common subsequence, by the textbook.
        const longest = (i: number, j: number): number =>
          i === ours.length || j === theirs.length
            ? 0
            : ours[i] === theirs[j]
              ? 1 + longest(i + 1, j + 1)
              : Math.max(longest(i + 1, j), longest(i, j + 1));
        expect(pairs.length).toBe(longest(0, 0));
      }),
    );
  });
});

it('kindred parts hold everybody of ours once, and nobody could pair across them', () => {
  fc.assert(
    fc.property(letters, letters, (ours, theirs) => {
      const parts = kindred(ours.entries().toArray(), theirs.entries().toArray(), ([, a], [, b]) =>
        same(a, b),
      );
      expect(parts.flatMap((part) => part.ours.map(([i]) => i)).toSorted((a, b) => a - b)).toEqual([
        ...ours.keys(),
      ]);
      for (const part of parts) {
        const names = new Set(part.ours.map(([, a]) => a));
        expect(
          theirs
            .entries()
            .toArray()
            .filter(([, b]) => names.has(b)),
        ).toEqual(part.theirs);
      }
    }),
  );
});
