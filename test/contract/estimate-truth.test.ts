// What is said before a migration, and while it writes, against what it then took: the real engine, clients and pacer, and time
// that passes only where a request takes it. Where the quota decides, requests and time follow from it; how long a store takes
// for an image nobody knows before it was asked for one, so there the range has to hold the truth.
import { expect, it } from 'vitest';
import { type QuotaUse, type QuotaWish, quotaUse } from '../support/quota-use.ts';

const allKinds = { slots: true, settings: { kinds: ['product', 'variant', 'modifier', 'swatch'] } } as const;
const five = { imagesPerProduct: 5 } as const;
const one = (what: string, wish: Omit<QuotaWish, 'imagesPerProduct'>, requestsOff = 0.02) =>
  ({ what, wish: { ...five, ...wish, settings: { batch: 'off', ...wish.settings } }, requestsOff }) as const;
const together = { batch: 'auto' } as const;

function sameAsSaid({ estimate, took }: QuotaUse, requestsOff: number) {
  return {
    requests: Math.abs(estimate.requests - took.requests) <= requestsOff * took.requests,
    isInRange: estimate.secondsMin <= took.seconds && took.seconds <= estimate.secondsMax,
    seconds: Math.abs(estimate.seconds - took.seconds) <= 0.1 * took.seconds,
  };
}

it.each([
  one('150, one by one, quick', { products: 60, quota: 150, createMs: 50 }),
  one('150, one by one, slow', { products: 60, quota: 150, createMs: 2_500 }),
  one('150, one by one, all kinds', { products: 40, quota: 150, createMs: 300, ...allKinds }),
  one('450, one by one', { products: 120, quota: 450, createMs: 300 }),
  one('450, one by one, all kinds', { products: 80, quota: 450, createMs: 1_000, ...allKinds }),
  one('150, together', { products: 60, quota: 150, createMs: 300, settings: together }),
  one('450, together', { products: 120, quota: 450, createMs: 300, settings: together }, 0.03),
  one('150, together, all kinds', {
    products: 60,
    quota: 150,
    createMs: 300,
    ...allKinds,
    settings: { ...allKinds.settings, ...together },
  }),
])('$what: requests and time are as they were said', { timeout: 240_000 }, async ({ wish, requestsOff }) => {
  const use = await quotaUse(wish);
  expect(sameAsSaid(use, requestsOff), JSON.stringify([use.estimate, use.took])).toEqual({
    requests: true,
    isInRange: true,
    seconds: true,
  });
});

// Looks that grow old while their requests wait for the quota would be taken again, at the end of the run.
it('a store that takes long for an image, and allows few requests, is asked for no product twice', {
  timeout: 240_000,
}, async () => {
  const { estimate, took, updates } = await quotaUse({
    products: 800,
    imagesPerProduct: 5,
    quota: 150,
    createMs: 300,
    settings: together,
  });
  expect([took.requests, updates]).toEqual([estimate.requests, 82]);
});

it.each([
  one('one by one, at 450', { products: 100, quota: 450, createMs: 3_000 }),
  one('together, a quick store', { products: 60, quota: 150, createMs: 30, settings: together }),
  one('together, a slow store', { products: 60, quota: 150, createMs: 2_000, settings: together }),
])('$what: the time is in the range that was said', { timeout: 240_000 }, async ({ wish }) => {
  const use = await quotaUse(wish);
  expect(sameAsSaid(use, 0).isInRange, JSON.stringify([use.estimate, use.took])).toBe(true);
});

it.each([
  one('150', { products: 80, quota: 150, createMs: 300 }),
  one('150, a slow store', { products: 80, quota: 150, createMs: 2_000 }),
  one('450', { products: 180, quota: 450, createMs: 1_000 }),
  one('450, a quick store', { products: 180, quota: 450, createMs: 50 }),
  one('150, together, and the store does not take it', {
    products: 90,
    quota: 150,
    createMs: 300,
    settings: together,
    switches: { 'v3-product-put-images': 'ignored' },
  }),
])(
  '$what: what the screen says is left from the second window on is so',
  { timeout: 240_000 },
  async ({ wish }) => {
    expect(saidLeft(await quotaUse(wish), wish.createMs, 20)).toEqual(isSo);
  },
);

/** A request carries fifty images at most here, and no more than a store makes in twenty seconds. */
const requestMs = (createMs: number): number => Math.min(20_000, 50 * createMs);

it.each([
  one('150, a quick store', { products: 600, quota: 150, createMs: 100, settings: together }),
  one('450, a slow store', { products: 250, quota: 450, createMs: 1_000, settings: together }),
  one('150, a third by themselves', {
    products: 150,
    quota: 150,
    createMs: 300,
    eachOwns: 3,
    settings: together,
  }),
  one('150, all kinds', {
    products: 120,
    quota: 150,
    createMs: 300,
    ...allKinds,
    settings: { ...allKinds.settings, ...together },
  }),
])(
  'together, $what: what the screen says is left from the second window on is so',
  { timeout: 240_000 },
  async ({ wish }) => {
    expect(saidLeft(await quotaUse(wish), requestMs(wish.createMs), 10)).toEqual(isSo);
  },
);

const isSo = { wrong: [], isSaid: true, tooEarly: [] } as const;

/** @param lastMs how long the last requests take, after the rate has ended. */
function saidLeft({ left }: QuotaUse, lastMs: number, least: number) {
  const within = ({ were }: (typeof left)[number]): number => 4 + lastMs / 1_000 + 0.05 * were;
  return {
    wrong: left.filter((one) => Math.abs(one.said - one.were) > within(one)),
    isSaid: left.length > least,
    tooEarly: left.filter(({ atSeconds }) => atSeconds < 29),
  };
}
