// How many requests a migration to an empty store takes, counted at the target, and that docs/performance.md says just that;
// and how much of a quota it uses where a store takes its time. Time passes only where a request takes it.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { quotaUse } from '../support/quota-use.ts';

const page = readFileSync(new URL('../../docs/performance.md', import.meta.url), 'utf8');

it.each([
  { products: 60, requests: 23, updates: 8 },
  { products: 600, requests: 147, updates: 62 },
])('$products products without images take $requests requests', { timeout: 120_000 }, async (expected) => {
  const { products, requests, updates } = expected;
  const wish = { products, imagesPerProduct: 5, quota: 450, createMs: 100 };
  const use = await quotaUse({ ...wish, settings: { batch: 'auto' } });
  expect({ products, requests: use.requests, updates: use.updates, creates: use.creates }).toEqual({
    ...expected,
    creates: 0,
  });
  const row = [products, use.images, requests, (requests / use.images).toFixed(3), updates, 0];
  const cells = page.split('\n').map((line) => line.replaceAll(/[ ,]/g, ''));
  expect(cells).toContain(`|${row.join('|')}|`);
});

it('a store that allows much and takes its time is used all the same', { timeout: 120_000 }, async () => {
  const load = { products: 120, imagesPerProduct: 5, quota: 450, createMs: 1_500 };
  const used = async (concurrency?: number): Promise<number> =>
    (await quotaUse({ ...load, settings: { batch: 'off', concurrency } })).used;
  expect(await used(16)).toBeLessThan(0.75);
  expect(await used()).toBeGreaterThan(0.9);
});

it('so many whole pictures are held at once as fit in memory', { timeout: 120_000 }, async () => {
  const load = { products: 60, imagesPerProduct: 2, quota: 450, createMs: 4_000 };
  const most = async (transfer: 'url' | 'upload'): Promise<number> =>
    (await quotaUse({ ...load, settings: { batch: 'off', transfer } })).most;
  expect(await most('upload')).toBeLessThanOrEqual(16);
  expect(await most('url')).toBeGreaterThan(16);
});
