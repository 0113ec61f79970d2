import { describe, expect, it } from 'vitest';
import { type StoreSeen, timeAheadMs, type WorkAhead } from './time-ahead.ts';

const none: WorkAhead = {
  underWay: [],
  isAlone: false,
  growing: [],
  batches: 0,
  imagesEach: 50,
  again: 0,
  beside: 0,
  after: 0,
};
/** 10 ms an image; a request a second, and two for each batch. */
const seen: StoreSeen = {
  requestsPerSecond: 1,
  lanes: 2,
  lanesMax: 10,
  batchMs: (images) => 10 * images,
  singleMs: 200,
  requestsABatch: 2,
};
const quotaless: StoreSeen = { ...seen, requestsPerSecond: Number.POSITIVE_INFINITY };

describe('how long what is left takes', () => {
  it.each<[string, Partial<WorkAhead>, StoreSeen, number]>([
    ['nothing is left', {}, seen, 0],
    ['until the last that is under way has ended', { underWay: [one(0, 700), one(0, 300)] }, seen, 700],
    ['those that have not left wait for their turn', { underWay: [one(2, 500), one(0, 700)] }, seen, 2_500],
    ['the quota decides: two requests a second apart for each', { batches: 30 }, seen, 60_500],
    // One, then five, then all others.
    ['there are four lanes more with each that ends', { batches: 12 }, { ...quotaless, lanes: 1 }, 1_500],
    ['no more lanes than there may be', { batches: 12 }, { ...quotaless, lanes: 4, lanesMax: 4 }, 1_500],
    ['lanes at work are not free', { batches: 2, underWay: [one(0, 400), one(0, 300)] }, quotaless, 800],
    [
      'one that goes alone is waited for',
      { batches: 1, underWay: [one(0, 400)], isAlone: true },
      quotaless,
      900,
    ],
    ['those that grow go one after another', { growing: [15, 30], underWay: [one(0, 50)] }, quotaless, 500],
    ['and only then the others side by side', { growing: [15, 30], batches: 10 }, quotaless, 150 + 300 + 500],
    ['what was put off comes when all others have ended', { batches: 2, again: 1 }, quotaless, 1_000],
    // The first has ended half a second after the last one's turn: that much of the quota is caught up.
    [
      'and catches up what the quota had left meanwhile',
      { batches: 2, again: 2 },
      seen,
      4_500 + 4_000 - 500 + 500,
    ],
    ['single requests beside them take from the same quota', { batches: 10, beside: 40 }, seen, 60_500],
    ['or lanes', { batches: 1, beside: 400 }, quotaless, 8_500],
    ['single requests without any batch', { beside: 40 }, seen, 40_000],
    ['those that come when the batches have ended', { batches: 1, after: 40 }, seen, 2_500 + 40_000],
    ['where there is no quota, as many at once as there are lanes', { after: 40 }, quotaless, 800],
    ['many take as long as a thousand of them, each', { batches: 100_000 }, seen, 200_000_000 + 500],
  ])('%s', (_, work, store, expected) => {
    expect(timeAheadMs({ ...none, ...work }, store)).toBe(expected);
  });
});

function one(requests: number, ms: number): WorkAhead['underWay'][number] {
  return { requests, ms };
}
