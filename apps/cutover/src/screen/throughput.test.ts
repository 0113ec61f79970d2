import { expect, test } from 'vitest';
import { addSample, imagesPerSecond, type Sample, timeLeftMs } from './throughput.ts';

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

const allowance = { left: 10, quota: 150, resetMs: 20_000, windowMs: 30_000 };
test.each([
  ['before 1 %', { done: 9, total: 1_000, perSecond: 5, allowance: undefined }, undefined],
  ['at 1 %', { done: 10, total: 1_000, perSecond: 5, allowance: undefined }, 198_000],
  ['without a total', { done: 10, total: undefined, perSecond: 5, allowance: undefined }, undefined],
  ['without a rate', { done: 10, total: 1_000, perSecond: 0, allowance: undefined }, undefined],
  ['the quota is no limit', { done: 95, total: 100, perSecond: 1, allowance }, 5_000],
  ['one reset is needed', { done: 50, total: 61, perSecond: 10, allowance }, 20_000],
  ['many resets are needed', { done: 100, total: 411, perSecond: 100, allowance }, 80_000],
])('time left: %s', (_name, options, expected) => {
  expect(timeLeftMs(options)).toBe(expected);
});
