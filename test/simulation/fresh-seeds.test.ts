import { expect, it } from 'vitest';
import { firstSeed, seedOf } from './fresh-seeds.ts';

it('each commit has its own place to begin, the same each time', () => {
  expect([seedOf('0000000aaaa'), seedOf('00000ffbbbb'), seedOf('fffffffcccc'), seedOf('no hash')]).toEqual([
    100_000_000,
    100_000_255,
    368_435_455,
    undefined,
  ]);
  expect(firstSeed('commit')).toBe(firstSeed('commit'));
});

it('a number is that seed, random is any, and anything else is refused', () => {
  expect(firstSeed('7')).toBe(7);
  expect(firstSeed('random')).not.toBe(firstSeed('random'));
  for (const wrong of ['', '-1', '1.5', 'now'])
    expect(() => firstSeed(wrong)).toThrow('--from is a seed, commit or random');
});
