import { expect, test } from 'vitest';
import {
  addSample,
  imagesPerSecond,
  isSteady,
  type Sample,
  steadyPerSecond,
  timeLeftMs,
} from './throughput.ts';

function after(...steps: readonly (readonly [atMs: number, done: number])[]): readonly Sample[] {
  return steps.reduce<readonly Sample[]>((samples, [atMs, done]) => addSample(samples, { atMs, done }), []);
}

test('keeps about one sample a second, of the last minute', () => {
  expect(after([0, 0], [100, 1], [200, 2], [1_300, 9])).toEqual([
    { atMs: 0, done: 0 },
    { atMs: 200, done: 2 },
    { atMs: 1_300, done: 9 },
  ]);
  const long = after(...Array.from({ length: 500 }, (_, at) => [at * 1_000, at] as const));
  expect([long[0], long.length]).toEqual([{ atMs: 439_000, done: 439 }, 61]);
});

test('a phase that starts again starts the samples again', () => {
  expect(after([0, 50], [1_000, 60], [2_000, 0])).toEqual([{ atMs: 2_000, done: 0 }]);
});

test('the rate is what was done over the time that passed, silence included', () => {
  const samples = after([0, 400], [5_000, 450]);
  expect([1_999, 5_000, 10_000].map((nowMs) => imagesPerSecond(samples, nowMs))).toEqual([undefined, 10, 5]);
  expect(imagesPerSecond([], 5_000)).toBe(undefined);
});

test.each([
  ['before 1 %', { done: 9, total: 1_000, perSecond: 5 }, undefined],
  ['at 1 %', { done: 10, total: 1_000, perSecond: 5 }, 198_000],
  ['without a total', { done: 10, total: undefined, perSecond: 5 }, undefined],
  ['without a rate', { done: 10, total: 1_000, perSecond: 0 }, undefined],
])('time left: %s', (_name, options, expected) => {
  expect(timeLeftMs(options)).toBe(expected);
});

test('a rate is steady once it is that of a window of the quota', () => {
  const samples = after(...Array.from({ length: 500 }, (_, at) => [at * 1_000, at] as const));
  expect([
    isSteady([], 99_000),
    isSteady(after([0, 0], [28_000, 9]), 28_900),
    isSteady(samples, 499_000),
  ]).toEqual([false, false, true]);
  expect(isSteady(after([0, 0], [28_000, 9]), 29_000)).toBe(true);
});

test('what a window begins with counts once for each window that is over', () => {
  /** Ten images at once where a window begins, and one a second: forty in thirty seconds. */
  const atSecond = (second: number): number => 10 * Math.floor(second / 30 + 1) + second;
  const upTo = (second: number): readonly Sample[] =>
    after(
      ...Array.from({ length: second + 1 }, (_, at) => [at * 1_000, at === 0 ? 0 : atSecond(at)] as const),
    );
  const rates = [29, 31, 45, 59, 75].map((second) =>
    steadyPerSecond(upTo(second), second * 1_000)?.toFixed(2),
  );
  expect(rates).toEqual(['1.34', '1.33', '1.33', '1.33', '1.33']);
  // One that begins slowly, as its lanes are few at first, is not taken for what it was in its best thirty seconds.
  const slow = after([0, 0], [10_000, 0], [20_000, 20], [40_000, 60]);
  expect(steadyPerSecond(slow, 40_000)).toBe(1.5);
  // The first window had few lanes, so that the second begins faster than it did, and goes on as it did.
  const second = Array.from(
    { length: 36 },
    (_, at) => [at * 1_000, at <= 30 ? at : 30 + 4 * (at - 30)] as const,
  );
  expect(steadyPerSecond(after(...second), 35_000)).toBe(1);
  expect([steadyPerSecond([], 5_000), steadyPerSecond(after([0, 0]), 1_000)]).toEqual([undefined, undefined]);
});
