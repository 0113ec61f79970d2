import { expect, it } from 'vitest';
import { durationOf } from './estimate.ts';

const pace = { requestsPerSecond: 4.5, windowMs: 30_000 };
const singles = (all: number) => ({ all, later: 0, growing: [], batches: [] });

it.each([
  ['a few fit into one window', singles(90), pace, { seconds: 20, secondsMin: 0, secondsMax: 50 }],
  [
    'many take their windows, one more or less',
    singles(9_000),
    pace,
    { seconds: 2_000, secondsMin: 1_970, secondsMax: 2_030 },
  ],
  [
    'a generous quota leaves it to the store',
    singles(16_000),
    { requestsPerSecond: 600, windowMs: 30_000 },
    { seconds: 200, secondsMin: 0, secondsMax: 830 },
  ],
  [
    'a store that has not told is the smallest',
    singles(600),
    undefined,
    { seconds: 120, secondsMin: 90, secondsMax: 150 },
  ],
  [
    // 5, 15 and 30 images one after another, then all others in 20 lanes, 50 images each.
    'what goes together is first waited for, then goes side by side',
    { all: 90, later: 0, growing: [5, 15, 30], batches: Array.from({ length: 20 }, () => 50) },
    { requestsPerSecond: 100, windowMs: 30_000 },
    {
      seconds: Math.ceil(0.3 * 50 + 6 * 0.15 + 0.15 + 15 + (1_000 * 0.15) / 12),
      secondsMin: 0,
      secondsMax: 74,
    },
  ],
  [
    // After 6.6 s (5 and 15 images, two looks each) 125 are left of 135, for 23.4 s.
    'what comes behind them uses what they have left of the window',
    { all: 90, later: 80, growing: [5, 15], batches: [] },
    pace,
    { seconds: Math.ceil(6.6 + (23.4 * 80) / (135 - 10)), secondsMin: 0, secondsMax: 52 },
  ],
] as const)('%s', (_, requests, told, range) => {
  expect(durationOf(requests, told, 40)).toEqual(range);
});
