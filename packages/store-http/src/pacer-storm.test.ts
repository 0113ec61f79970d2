// The pacer before a store that tells its quota badly, or refuses everything for a while: an hour of it, in virtual time.
// Invariant: while a refusal names a true time to wait, no lane is refused twice in a row; a figure that is too low is
// obeyed and costs time, never a refusal; and without any true figure it asks less and less often instead of hammering.
import { afterAll, describe, expect, it } from 'vitest';
import { type Truth, type Weather, weather } from './testing/storm.ts';

type Headers = Readonly<Record<string, string>>;

const waitOf = ({ resetMs }: Truth): Headers => ({ 'x-retry-after': String(Math.ceil(resetMs / 1_000)) });
const figures = (truth: Truth): Headers => ({
  'x-rate-limit-requests-quota': String(truth.quota),
  'x-rate-limit-requests-left': String(truth.left),
  'x-rate-limit-time-reset-ms': String(truth.resetMs),
  'x-rate-limit-time-window-ms': String(truth.windowMs),
  ...(truth.refused ? waitOf(truth) : {}),
});
const nonsense: Headers = {
  'x-rate-limit-requests-quota': '-5',
  'x-rate-limit-requests-left': 'many',
  'x-rate-limit-time-reset-ms': '1e99',
};
const steady = (): number => 150;
const store = (tell: Weather['tell'], quota: Weather['quota'] = steady): Weather => ({ quota, tell });
/** A minute in which everything is refused, every ten minutes. */
const stormEveryMs = 600_000;
const stormy = (nowMs: number): boolean => nowMs % stormEveryMs > stormEveryMs - 60_000;
const stormEnd = (nowMs: number): Headers => ({
  'x-retry-after': String(Math.ceil((stormEveryMs - (nowMs % stormEveryMs)) / 1_000)),
});

interface Bounds {
  /** Of our share; over 1 where the share cannot be known, because the quota is not told. */
  readonly utilisation: number;
  readonly refusedAnHour: number;
  readonly inARow: number;
  readonly intoStorms?: number;
}

const table: readonly (readonly [what: string, of: Weather, bounds: Bounds])[] = [
  ['honest figures', store(figures), { utilisation: 0.99, refusedAnHour: 1, inARow: 1 }],
  [
    'a quota that changes with every window',
    store(figures, (window) => [150, 100, 200, 75][window % 4] ?? 1),
    { utilisation: 0.99, refusedAnHour: 1, inARow: 1 },
  ],
  [
    'a quota that is cut to a third now and then',
    store(figures, (window) => (Math.floor(window / 20) % 2 === 0 ? 450 : 150)),
    { utilisation: 0.99, refusedAnHour: 1, inARow: 1 },
  ],
  [
    'figures on every second answer',
    store((truth, random) => (random() < 0.5 ? figures(truth) : {})),
    { utilisation: 0.99, refusedAnHour: 1, inARow: 1 },
  ],
  [
    'figures on refusals alone',
    store((truth) => (truth.refused ? figures(truth) : {})),
    { utilisation: 0.99, refusedAnHour: 2_000, inARow: 1 },
  ],
  [
    'a time to wait on refusals, and nothing else',
    store((truth) => (truth.refused ? waitOf(truth) : {})),
    { utilisation: 0.99, refusedAnHour: 2_000, inARow: 1 },
  ],
  [
    'a number left that never falls',
    store((truth) => figures({ ...truth, left: truth.quota })),
    { utilisation: 0.99, refusedAnHour: 1, inARow: 1 },
  ],
  [
    'a quota told twice as large as it is',
    store((truth) => figures({ ...truth, quota: truth.quota * 2, left: truth.left + truth.quota })),
    { utilisation: 0.99, refusedAnHour: 600, inARow: 1 },
  ],
  [
    'a number left that is half of the truth',
    store((truth) => figures({ ...truth, left: Math.floor(truth.left / 2) })),
    { utilisation: 0.04, refusedAnHour: 0, inARow: 0 },
  ],
  [
    'a number left that means nothing',
    store((truth, random) => figures({ ...truth, left: Math.floor(random() * truth.quota) })),
    { utilisation: 0.05, refusedAnHour: 0, inARow: 0 },
  ],
  [
    'a window that never seems to get shorter',
    store((truth) => figures({ ...truth, resetMs: truth.windowMs })),
    { utilisation: 0.4, refusedAnHour: 0, inARow: 0 },
  ],
  [
    'a time to wait that is never long enough',
    store((truth) => figures({ ...truth, resetMs: Math.min(1_000, truth.resetMs) })),
    { utilisation: 0.99, refusedAnHour: 4_000, inARow: 3 },
  ],
  [
    'refusals that say that all is left and there is nothing to wait for',
    store((truth) =>
      truth.refused
        ? { ...figures({ ...truth, left: truth.quota, resetMs: 0, refused: false }), 'x-retry-after': '0' }
        : {},
    ),
    { utilisation: 0.99, refusedAnHour: 6_000, inARow: 6 },
  ],
  [
    'the same beside true figures',
    store((truth) =>
      figures(truth.refused ? { ...truth, left: truth.quota, resetMs: 0, refused: false } : truth),
    ),
    { utilisation: 0.99, refusedAnHour: 1, inARow: 1 },
  ],
  [
    'a window of a millisecond',
    store((truth) => figures({ ...truth, left: truth.quota, resetMs: 1, windowMs: 1, refused: false })),
    { utilisation: 0.99, refusedAnHour: 4_000, inARow: 4 },
  ],
  [
    'refusals that tell of a quota without end',
    store((truth) =>
      figures(truth.refused ? { ...truth, quota: 999_999_999, left: 999_999_999, resetMs: 1 } : truth),
    ),
    { utilisation: 0.99, refusedAnHour: 1, inARow: 1 },
  ],
  [
    'refusals alone, of a window of a millisecond',
    store((truth) =>
      truth.refused ? figures({ ...truth, left: truth.quota, resetMs: 1, windowMs: 1, refused: false }) : {},
    ),
    { utilisation: 0.99, refusedAnHour: 4_000, inARow: 4 },
  ],
  ['no figures at all', store(() => ({})), { utilisation: 0.6, refusedAnHour: 600, inARow: 3 }],
  ['figures that are none', store(() => nonsense), { utilisation: 0.6, refusedAnHour: 600, inARow: 3 }],
  [
    'a minute of refusals without figures, every ten minutes',
    { ...store(figures), storm: stormy },
    { utilisation: 0.97, refusedAnHour: 1, inARow: 2, intoStorms: 72 },
  ],
  [
    'a minute of refusals that tell when it ends, every ten minutes',
    { ...store(figures), storm: stormy, tellStorm: stormEnd },
    { utilisation: 0.97, refusedAnHour: 1, inARow: 1, intoStorms: 48 },
  ],
];

const told: string[] = [];
afterAll(() => process.stdout.write(`an hour of\n${told.join('\n')}\n`));

describe('an hour of', () => {
  it.each(table)('%s', async (what, of, bounds) => {
    for (const seed of [1, 2]) {
      const found = await weather(of, { seed });
      expect({ seed, ...found }).toEqual({
        seed,
        utilisation: expect.toSatisfy(
          (share: number) => share >= bounds.utilisation,
          `at least ${bounds.utilisation}`,
        ),
        refusedAnHour: expect.toSatisfy(
          (count: number) => count <= bounds.refusedAnHour,
          `at most ${bounds.refusedAnHour}`,
        ),
        inARow: expect.toSatisfy((count: number) => count <= bounds.inARow, `at most ${bounds.inARow}`),
        intoStorms: expect.toSatisfy(
          (count: number) => count <= (bounds.intoStorms ?? 0),
          `at most ${bounds.intoStorms ?? 0}`,
        ),
      });
      if (seed === 1)
        told.push(
          `  ${what}: ${(found.utilisation * 100).toFixed(0)} % used, ${found.refusedAnHour} refused, ${found.inARow} in a row in one lane${found.intoStorms > 0 ? `, ${found.intoStorms} into 6 storms` : ''}`,
        );
    }
  });
});
