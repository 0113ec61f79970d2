import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LANES_AT_START, MORE_AT_ONCE } from '../at-a-time.ts';
import { createLanes, LANES_WITHOUT_QUOTA } from './lanes.ts';

interface Wish {
  readonly most: number;
  /** Requests a second that the quota allows; undefined: the store tells none. */
  readonly rate: number | undefined;
  /** How long one takes, once its turn has come. */
  readonly takesMs: (nowMs: number) => number;
  /** Requests of one unit: a look, and the update after it. */
  readonly requests?: number;
  readonly forMs?: number;
  readonly isUnanswered?: (nowMs: number) => boolean;
}

interface Seen {
  readonly atMs: number;
  readonly open: number;
  readonly width: number;
}

/** Lanes that always have work, before a store whose turns come at even distances. Nothing waits: it is a list of moments. */
function played({ most, rate, takesMs, requests = 1, forMs = 120_000, isUnanswered }: Wish) {
  let nowMs = 0;
  let nextTurnMs = 0;
  let given = 0;
  let waitedMs = 0;
  let open = 0;
  const waiting: number[] = [];
  const due: { atMs: number; act: () => void }[] = [];
  const seen: Seen[] = [];
  const at = (atMs: number, act: () => void): void => {
    due.push({ atMs, act });
    due.sort((a, b) => a.atMs - b.atMs);
  };
  const lanes = createLanes({
    clock: { monotonicMs: () => nowMs },
    most,
    turns: () => ({
      requestsPerSecond: rate,
      given,
      waitedMs: waitedMs + waiting.reduce((sum, since) => sum + nowMs - since, 0),
    }),
  });
  const ask = (left: number, end: () => void): void => {
    const turnMs = Math.max(nowMs, nextTurnMs);
    nextTurnMs = turnMs + 1_000 / (rate ?? 10_000);
    const since = nowMs;
    waiting.push(since);
    at(turnMs, () => {
      waiting.splice(waiting.indexOf(since), 1);
      waitedMs += nowMs - since;
      given += 1;
      at(nowMs + takesMs(nowMs), left > 1 ? () => ask(left - 1, end) : end);
    });
  };
  const fill = (): void => {
    while (open < lanes.width()) {
      open += 1;
      const leave = lanes.enter();
      ask(requests, () => {
        if (isUnanswered?.(nowMs) === true) lanes.burdened();
        open -= 1;
        leave();
        seen.push({ atMs: nowMs, open, width: lanes.width() });
        fill();
      });
      seen.push({ atMs: nowMs, open, width: lanes.width() });
    }
  };
  fill();
  for (let next = due.shift(); next !== undefined && next.atMs < forMs; next = due.shift()) {
    nowMs = next.atMs;
    next.act();
  }
  return { seen, given };
}

const widthAfter = (seen: readonly Seen[], fromMs: number): number[] =>
  seen.flatMap(({ atMs, width }) => (atMs >= fromMs ? [width] : []));

const anyLoad = fc.record({
  most: fc.integer({ min: 1, max: 64 }),
  rate: fc.option(fc.double({ min: 0.5, max: 200, noNaN: true }), { nil: undefined }),
  meanMs: fc.integer({ min: 5, max: 30_000 }),
  requests: fc.integer({ min: 1, max: 3 }),
  seed: fc.integer({ min: 1, max: 1_000 }),
});
/** From half to one and a half of the mean, evenly. */
const around = (meanMs: number, seed: number) => (nowMs: number) =>
  meanMs * (0.5 + ((Math.imul(Math.round(nowMs * 7) + seed, 2_654_435_761) >>> 8) % 1_000) / 1_000);

describe('lanes that write', () => {
  it('are never more than the bound, nor fewer than one, whatever a store allows and takes', () => {
    fc.assert(
      fc.property(anyLoad, ({ meanMs, seed, ...load }) => {
        const { seen } = played({
          ...load,
          takesMs: around(meanMs, seed),
          isUnanswered: (nowMs) => Math.round(nowMs) % 5 === 0,
          forMs: 20_000,
        });
        expect(seen.filter(({ open, width }) => open > load.most || width > load.most || width < 1)).toEqual(
          [],
        );
      }),
      { numRuns: 100 },
    );
  });

  it('follow the rate that is ours times the time of a request, and some more', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 30 }),
        fc.integer({ min: 100, max: 3_000 }),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 1_000 }),
        (rate, meanMs, requests, seed) => {
          const needed = (rate * meanMs) / 1_000;
          const { seen } = played({ most: 1_000, rate, takesMs: around(meanMs, seed), requests });
          for (const width of widthAfter(seen, 60_000)) {
            expect(width).toBeGreaterThanOrEqual(needed);
            expect(width).toBeLessThanOrEqual(2.2 * needed + 3);
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  it('use nearly all that a store allows, where sixteen would not', () => {
    const load = { rate: 13.5, takesMs: around(1_650, 7), forMs: 300_000 };
    const used = (most: number): number => played({ ...load, most }).given / (13.5 * 300);
    expect({ sixteen: used(16) < 0.75, following: used(48) > 0.98 }).toEqual({
      sixteen: true,
      following: true,
    });
  });

  it('become more when a store becomes slower, and fewer when it is faster again', () => {
    const { seen } = played({
      most: 48,
      rate: 4.5,
      takesMs: (nowMs) => (nowMs > 60_000 && nowMs < 120_000 ? 4_000 : 500),
      forMs: 180_000,
    });
    const widthAt = (ms: number): number => widthAfter(seen, ms)[0] ?? 0;
    expect([widthAt(50_000), widthAt(115_000), widthAt(170_000)]).toEqual([5, 28, 5]);
  });

  it('begin with a few, and are not more at once than a few with each that has ended', () => {
    const { seen } = played({ most: 48, rate: 1_000, takesMs: () => 1_000, forMs: 10_000 });
    let ended = 0;
    let before = 0;
    for (const { open, width } of seen) {
      if (open < before) ended += 1;
      before = open;
      expect(width).toBeLessThanOrEqual(LANES_AT_START + MORE_AT_ONCE * ended);
    }
    expect(widthAfter(seen, 5_000)[0]).toBe(48);
  });

  it('wait out a quota that is used up without becoming more', () => {
    // One request in ten seconds: all lanes but one wait.
    const { seen } = played({ most: 48, rate: 0.1, takesMs: () => 200, forMs: 600_000 });
    expect(new Set(widthAfter(seen, 60_000))).toEqual(new Set([2]));
  });

  it('are halved once for all writes of one moment that had no answer', () => {
    const lanes = createLanes({ clock: { monotonicMs: () => 0 }, most: 48, turns: undefined });
    const widths = [lanes.width()];
    const leave = Array.from({ length: 8 }, () => lanes.enter());
    for (const one of leave) {
      lanes.burdened();
      one();
      widths.push(lanes.width());
    }
    expect(widths).toEqual([8, 5, 6, 7, 8, 9, 10, 11, 12]);
  });

  it('are bound by another number that is named on the way', () => {
    let bound: number | undefined;
    const turns = () => ({ requestsPerSecond: undefined, given: 0, waitedMs: 0, most: bound });
    const lanes = createLanes({ clock: { monotonicMs: () => 0 }, most: 10, turns });
    const after = (most: number | undefined): number => {
      bound = most;
      for (let number = 0; number < 3; number += 1) lanes.enter()();
      return lanes.width();
    };
    expect([after(undefined), after(2), after(12)]).toEqual([10, 2, 12]);
  });

  it('are as many as ever where a store tells no quota', () => {
    const { seen } = played({ most: 48, rate: undefined, takesMs: () => 500, forMs: 10_000 });
    expect(Math.max(...seen.map(({ width }) => width))).toBe(LANES_WITHOUT_QUOTA);
  });
});
