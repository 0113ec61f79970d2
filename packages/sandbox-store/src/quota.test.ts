import { describe, expect, it } from 'vitest';
import { createQuota } from './quota.ts';
import { createRandom } from './random.ts';
import { openTestStore } from './testing/test-store.ts';

const quota = { requests: 3, windowMs: 1000 };
const headersOf = (headers: Headers): (string | null)[] =>
  ['requests-quota', 'requests-left', 'time-window-ms', 'time-reset-ms'].map((name) =>
    headers.get(`x-rate-limit-${name}`),
  );

it('counts V2 and V3 together and tells in four headers', async () => {
  const store = await openTestStore({}, { quota });
  const seen = [];
  for (const path of ['/v3/catalog/products', '/v2/products', '/v3/catalog/products', '/v2/products']) {
    const { status, headers } = await store.send('GET', path);
    seen.push([status, ...headersOf(headers), headers.get('x-retry-after')]);
    store.advance(100);
  }
  expect(seen).toEqual([
    [200, '3', '2', '1000', '1000', null],
    [200, '3', '1', '1000', '900', null],
    [200, '3', '0', '1000', '800', null],
    [429, '3', '0', '1000', '700', '1'],
  ]);
});

it('opens again after the window, and does not count the CDN or strangers', async () => {
  const store = await openTestStore({}, { quota });
  store.control.addImage({ productId: 77, id: 300 });
  for (let index = 0; index < 5; index += 1) {
    await store.sandbox.handle(new Request(store.control.originalUrl(300)));
    await store.send('GET', '/v2/products', undefined, { 'x-auth-token': 'wrong' });
  }
  const first = await store.send('GET', '/v2/products');
  store.advance(1000);
  const next = await store.send('GET', '/v2/products');
  expect([headersOf(first.headers)[1], headersOf(next.headers)[1]]).toEqual(['2', '2']);
});

it.each([
  ['v3/catalog', 'present', 'object', '1', { status: 429, title: 'Too many requests' }],
  ['v2', 'present', 'object', '1', [{ status: 429, message: 'Too many requests' }]],
  ['v2', 'absent', 'empty', null, undefined],
] as const)(
  '%s: a 429 with retry-after %s, rate-limit-body %s',
  async (api, retryAfter, body, shown, title) => {
    const store = await openTestStore(
      { switches: { 'retry-after': retryAfter, 'rate-limit-body': body } },
      { quota: { requests: 0, windowMs: 1000 } },
    );
    const answer = await store.send('GET', `/${api}/products`);
    expect([answer.status, answer.headers.get('x-retry-after')]).toEqual([429, shown]);
    if (title === undefined) expect(answer.body).toBeUndefined();
    else expect(answer.body).toMatchObject(title);
  },
);

it('a V2 429 is V3’s object where v2-rate-limit-body says so', async () => {
  const switches = { 'v2-rate-limit-body': 'object' } as const;
  const store = await openTestStore({ switches }, { quota: { requests: 0, windowMs: 1000 } });
  expect((await store.send('GET', '/v2/products')).body).toMatchObject({ title: 'Too many requests' });
});

describe('other apps', () => {
  it('spend at their rate, the same for the same seed', () => {
    const spend = (seed: number): number => {
      const shared = createQuota(
        { requests: 10_000, windowMs: 60_000, otherRequestsPerSecond: 10 },
        createRandom(seed),
      );
      for (let now = 0; now < 59_000; now += 100) shared.read(now);
      return 10_000 - shared.read(59_000).left;
    };
    expect(spend(1)).toBe(spend(1));
    expect(Math.abs(spend(1) - 590)).toBeLessThan(100);
  });
});
