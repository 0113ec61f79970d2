import { expect, it } from 'vitest';
import { durationOf, requestsOfBatches } from './estimate.ts';

const pace = { requestsPerSecond: 4.5, windowMs: 30_000 };

it.each([
  ['nothing takes no time', 0, pace, { seconds: 0, secondsMin: 0, secondsMax: 0 }],
  ['a few fit into one window', 90, pace, { seconds: 20, secondsMin: 0, secondsMax: 50 }],
  [
    'many take their windows, one more or less',
    9_000,
    pace,
    { seconds: 2_000, secondsMin: 1_970, secondsMax: 2_030 },
  ],
  [
    'a generous quota leaves it to the store',
    16_000,
    { requestsPerSecond: 600, windowMs: 30_000 },
    { seconds: 27, secondsMin: 0, secondsMax: 830 },
  ],
  [
    'a store that has not told is the smallest',
    600,
    undefined,
    { seconds: 120, secondsMin: 90, secondsMax: 150 },
  ],
] as const)('%s', (_, requests, told, range) => {
  expect(durationOf(requests, told, 40)).toEqual(range);
});

it.each([
  [0, 0],
  [1, 1],
  [4, 2],
  [24, 5],
  [60, 8],
  [10_000, 3 + 999],
])('%i products without images take %i requests', (products, requests) => {
  expect(requestsOfBatches(products)).toBe(requests);
});
