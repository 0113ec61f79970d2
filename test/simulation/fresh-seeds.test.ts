import { expect, it } from 'vitest';
import { firstSeed, rangeWords, seedOf } from './fresh-seeds.ts';

it('each commit has its own place to begin, the same each time', () => {
  expect([seedOf('0000000aaaa'), seedOf('00000ffbbbb'), seedOf('fffffffcccc'), seedOf('no hash')]).toEqual([
    100_000_000,
    100_000_255,
    368_435_455,
    undefined,
  ]);
  const commit = (): string => '00000ffbbbb';
  expect(firstSeed('commit', 9, commit)).toEqual({ seed: 100_000_255 });
});

it('without a commit it starts at random, and says so', () => {
  const start = firstSeed('commit', 9, () => '');
  expect(start).toEqual({
    seed: expect.any(Number),
    instead: `git names no commit here (no checkout, or no git), so it starts at random, from ${start.seed}`,
  });
});

it('a number is that seed, random is any, and anything else is refused', () => {
  expect(firstSeed('7')).toEqual({ seed: 7 });
  expect(firstSeed('random')).not.toEqual(firstSeed('random'));
  for (const wrong of ['', '-1', '1.5', 'now'])
    expect(() => firstSeed(wrong)).toThrow('--from is a seed, commit or random');
});

it('a range ends with the last seed that draws tell apart', () => {
  expect(firstSeed('4294967295')).toEqual({ seed: 4_294_967_295 });
  expect(firstSeed('4294967196', 100)).toEqual({ seed: 4_294_967_196 });
  for (const [from, seeds] of [
    ['4294967296', 1],
    ['4294967197', 100],
    ['99999999999999999999', 1],
  ] as const)
    expect(() => firstSeed(from, seeds)).toThrow(`not ${from}: the last seed is 4,294,967,295`);
});

it('a range is told as its first and its last seed', () => {
  expect(rangeWords('migrate', 214_123_456, 50)).toBe('migrate: 214,123,456 to 214,123,505');
});
