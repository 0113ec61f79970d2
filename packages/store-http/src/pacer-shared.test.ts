// Two processes and more before one store, each with a pacer of its own, in virtual time. Invariants: neither is refused more
// than once, neither is left with less than half of what the other gets (once three windows have passed in which both asked),
// and where one has ended the other takes its share again.
import { describe, expect, it } from 'vitest';
import { type SharedQuota, type SharerResult, shareQuota, truthHeaders } from './testing/shared-quota.ts';

const WINDOW_MS = 30_000;
/** Windows after the last one has begun in which they may still find to each other. */
const SETTLING = 3;

const quick = { lanes: 16, latencyMs: 200 };
const slow = { lanes: 16, latencyMs: 1_500 };
const late = { fromMs: 95_000 };
const scene = (sharers: SharedQuota['sharers'], more: Partial<SharedQuota> = {}): SharedQuota => ({
  quota: () => 150,
  windowMs: WINDOW_MS,
  windows: 24,
  phase: 'fixed',
  sharers,
  ...more,
});
const steady450: Partial<SharedQuota> = { quota: () => 450 };
const byFirstRequest: Partial<SharedQuota> = { phase: 'first request' };

/** In what is left when all have begun and found to each other, until the first of them ends. */
function together({ sharers, windows }: SharedQuota, results: readonly SharerResult[]) {
  const from = Math.ceil(Math.max(...sharers.map(({ fromMs = 0 }) => fromMs)) / WINDOW_MS) + SETTLING;
  const until = Math.min(...sharers.map(({ untilMs }) => (untilMs ?? windows * WINDOW_MS) / WINDOW_MS));
  const all = results.map(({ accepted }) => sumOf(accepted, from, Math.floor(until)));
  return {
    most: Math.max(...all),
    least: Math.min(...all),
    sum: sumOf(all),
    windows: Math.floor(until) - from,
  };
}
function sumOf(numbers: readonly number[], from = 0, until = numbers.length): number {
  let sum = 0;
  for (let index = from; index < until; index += 1) sum += numbers[index] ?? 0;
  return sum;
}

const honest: readonly (readonly [what: string, scene: SharedQuota, usedMin: number])[] = [
  ['both from the start', scene([quick, quick]), 0.94],
  ['one comes later', scene([quick, { ...quick, ...late }]), 0.94],
  ['one comes later and its requests take long', scene([quick, { ...slow, ...late }]), 0.94],
  ['the one that was there first takes long', scene([slow, { ...quick, ...late }]), 0.94],
  ['both take long', scene([slow, { ...slow, ...late }]), 0.94],
  ['in the middle of a window', scene([quick, { ...slow, fromMs: 80_000 }]), 0.94],
  ['at 450 a window', scene([quick, { ...slow, ...late }], steady450), 0.96],
  ['at 450 a window, both quick', scene([quick, { ...quick, ...late }], steady450), 0.96],
  ['windows that begin with a request', scene([quick, { ...slow, ...late }], byFirstRequest), 0.92],
  ['the same at 450', scene([slow, { ...quick, ...late }], { ...steady450, ...byFirstRequest }), 0.94],
  [
    'three of them at 450',
    scene([quick, { ...slow, ...late }, { ...quick, fromMs: 200_000 }], steady450),
    0.96,
  ],
];

describe('neither starves, and neither is refused', () => {
  it.each(honest)('%s', async (_what, of, usedMin) => {
    for (const seed of [1, 2, 3]) {
      const results = await shareQuota(of, seed);
      const { most, least, sum, windows } = together(of, results);
      const used = sum / (of.quota(0) * windows);
      expect({
        seed,
        refused: sumOf(results.map(({ refused }) => refused)),
        isFair: most <= 2 * least,
        isUsed: used >= usedMin && used <= 1,
      }).toEqual({
        seed,
        refused: expect.toSatisfy((count: number) => count <= 1),
        isFair: true,
        isUsed: true,
      });
    }
  });
});

it('two at 450 a window are never refused, whichever takes more: what the other may have taken is kept back', async () => {
  const refused: number[] = [];
  for (let seed = 7; seed <= 24 * 7; seed += 7)
    for (const other of [quick, slow])
      for (const { refused: count } of await shareQuota(
        scene([quick, { ...other, ...late }], steady450),
        seed,
      ))
        refused.push(count);
  expect(sumOf(refused)).toBe(0);
});

it('takes its whole share again within three windows when the other one has ended', async () => {
  const of = scene([quick, { ...quick, ...late, untilMs: 10 * WINDOW_MS }]);
  for (const seed of [1, 2, 3]) {
    const [first] = await shareQuota(of, seed);
    expect({ seed, accepted: first?.accepted.slice(13) }).toEqual({
      seed,
      accepted: Array.from({ length: 11 }, () => 135),
    });
  }
});

it('a share of the quota holds, with others there or without', async () => {
  const of = scene([
    { ...quick, quotaShare: 0.3 },
    { ...quick, ...late },
  ]);
  const [bound, free] = await shareQuota(of, 1);
  expect({
    most: Math.max(...(bound?.accepted ?? [])),
    least: Math.min(...(bound?.accepted.slice(6) ?? [])) >= 40,
    rest: sumOf(free?.accepted ?? [], 7) / (24 - 7) > 95,
  }).toEqual({ most: 45, least: true, rest: true });
});

/** What a store may say that is not so, or not say, and how many refusals a process meets then in twelve minutes, and a lane in a row. */
interface Untrue {
  readonly what: string;
  readonly tell: NonNullable<SharedQuota['tell']>;
  readonly quota?: SharedQuota['quota'];
  readonly refused: number;
  readonly inARow: number;
  /** The larger part to the smaller one. Default 2. */
  readonly timesMost?: number;
}
const untrue: readonly Untrue[] = [
  {
    what: 'figures on every second answer',
    tell: (truth, random) => (random() < 0.5 ? truthHeaders(truth) : {}),
    refused: 1,
    inARow: 1,
  },
  {
    what: 'a quota that changes with every window',
    tell: truthHeaders,
    quota: (window) => [150, 100, 200, 75][window % 4] ?? 1,
    refused: 1,
    inARow: 1,
  },
  {
    what: 'a quota of which each is told half, as its own',
    tell: (truth) => truthHeaders({ ...truth, quota: truth.quota / 2, left: Math.floor(truth.left / 2) }),
    refused: 0,
    inARow: 0,
  },
  {
    what: 'a quota told twice as large as it is',
    tell: (truth) => truthHeaders({ ...truth, quota: truth.quota * 2, left: truth.left + truth.quota }),
    refused: 60,
    inARow: 1,
  },
  {
    what: 'figures on refusals alone',
    tell: (truth) => (truth.refused ? truthHeaders(truth) : {}),
    refused: 24 * 16,
    inARow: 2,
  },
  // Nothing at all says when to come again: who is refused asks less and less often.
  { what: 'no figures at all', tell: () => ({}), refused: 150, inARow: 5, timesMost: 5 },
];

describe('goes on, fair and without a flood, where the store says', () => {
  it.each(untrue)('$what', async ({ tell, quota = () => 150, timesMost = 2, ...bounds }) => {
    const of = scene([quick, { ...quick, ...late }], { tell, quota });
    for (const seed of [1, 2]) {
      const results = await shareQuota(of, seed);
      const { most, least } = together(of, results);
      expect({
        seed,
        isFair: most <= timesMost * least,
        refused: Math.max(...results.map(({ refused }) => refused)),
        inARow: Math.max(...results.map(({ inARow }) => inARow)),
      }).toEqual({
        seed,
        isFair: true,
        refused: expect.toSatisfy((count: number) => count <= bounds.refused),
        inARow: expect.toSatisfy((count: number) => count <= bounds.inARow),
      });
    }
  });
});
