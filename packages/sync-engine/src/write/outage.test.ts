import { describe, expect, it } from 'vitest';
import { backoffMs, noOutage, type Outage, outageNow } from './outage.ts';

/** Writes that are not sent, one after another: when, and how often in a row the dispatch has failed by then. */
function unsent(
  outageMs: number | undefined,
  writes: readonly (readonly [atMs: number, failedSends: number])[],
) {
  const outage: Outage = { ...noOutage(), leftAtMs: Number.NEGATIVE_INFINITY };
  return writes.map(([atMs, failedSends]) =>
    outageNow({ clock: { monotonicMs: () => atMs }, patience: { outageMs } }, outage, failedSends),
  );
}

describe('an outage', () => {
  it('that is waited out is one for all lanes: their tries add up, and it ends for all at once', () => {
    expect(
      unsent(60_000, [
        [5_000, 1],
        [6_000, 1],
        [65_000, 2],
        [66_000, 1],
      ]),
    ).toEqual([
      { tries: 1, leftMs: 60_000, lastedMs: 0 },
      { tries: 2, leftMs: 59_000, lastedMs: 1_000 },
      { tries: 3, leftMs: 0, lastedMs: 60_000 },
      { tries: 4, leftMs: -1_000, lastedMs: 61_000 },
    ]);
  });

  it.each([undefined, 0])(
    'that is not waited out (%s) is counted by each dispatch for itself',
    (outageMs) => {
      expect(
        unsent(outageMs, [
          [5_000, 1],
          [6_000, 1],
          [65_000, 2],
        ]),
      ).toEqual([
        { tries: 1, leftMs: 0, lastedMs: 0 },
        { tries: 1, leftMs: 0, lastedMs: 0 },
        { tries: 2, leftMs: 0, lastedMs: 0 },
      ]);
    },
  );
});

describe('a pause', () => {
  it.each([
    { attempt: 0, leastMs: 0, shortest: 500, longest: 1_000 },
    { attempt: 3, leastMs: 0, shortest: 500, longest: 4_500 },
    { attempt: 30, leastMs: 0, shortest: 500, longest: 60_500 },
    // A dispatch that meets a long outage late waits as long as the others.
    { attempt: 1, leastMs: 30_000, shortest: 500, longest: 30_500 },
    { attempt: 1, leastMs: 900_000, shortest: 500, longest: 60_500 },
    { attempt: 7, leastMs: 1, shortest: 500, longest: 60_500 },
  ])(
    'after $attempt failures and $leastMs ms lasts $shortest to $longest ms',
    ({ attempt, leastMs, ...of }) => {
      const lasts = (random: number): number => backoffMs(attempt, () => random, leastMs);
      expect({ shortest: lasts(0), longest: lasts(1), middle: lasts(0.5) }).toEqual({
        ...of,
        middle: (of.shortest + of.longest) / 2,
      });
    },
  );
});
