import { createPageSize, StoreError, type StoreHttp } from '@cutover/store-http';
import { type Answer, createFakeStore } from '@cutover/store-http/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sweepProducts, type V3Sweep } from './sweep.ts';

const product = (id: number) => ({ id, name: `p${id}`, sku: '' });
const envelope = (rows: readonly object[], total: number): object => ({
  data: rows,
  meta: {
    pagination: {
      total,
      count: rows.length,
      per_page: 250,
      current_page: 1,
      total_pages: Math.ceil(total / 250),
    },
  },
});

/** The store as documented: filters, order, limit. */
function catalog(ids: readonly number[]) {
  return (_request: string, url: URL): Answer => {
    const after = Number(url.searchParams.get('id:greater') ?? 0);
    const among = url.searchParams.get('id:in')?.split(',').map(Number);
    const left = ids
      .filter((id) => id > after && (among === undefined || among.includes(id)))
      .sort((a, b) => a - b);
    return { body: envelope(left.slice(0, Number(url.searchParams.get('limit'))).map(product), left.length) };
  };
}

async function swept(answer: Parameters<typeof createFakeStore>[0], sweep: V3Sweep = {}) {
  const store = createFakeStore((request, url, nth) => {
    // A sweep that does not end should fail, not hang.
    if (nth > 500) throw new RangeError('the sweep does not end');
    return answer(request, url, nth);
  });
  const ids: number[] = [];
  const cursors: number[] = [];
  let error: StoreError | undefined;
  try {
    for await (const { products, cursor } of sweepProducts(store.http, createPageSize(250), sweep)) {
      ids.push(...products.map(({ id }) => id));
      cursors.push(cursor);
    }
  } catch (thrown) {
    if (!(thrown instanceof StoreError)) throw thrown;
    error = thrown;
  }
  return { ids, cursors, error, requests: store.requests };
}

describe('sweepProducts', () => {
  it('asks as documented, and once more only where there is more', async () => {
    const result = await swept(catalog([2, 3, 5]), { limit: 2, include: ['images', 'variants'] });
    const rest = 'sort=id&direction=asc&limit=2&include=images,variants';
    expect(result).toEqual({
      ids: [2, 3, 5],
      cursors: [3, 5],
      error: undefined,
      requests: [
        `GET /v3/catalog/products?id:greater=0&${rest}`,
        `GET /v3/catalog/products?id:greater=3&${rest}`,
      ],
    });
  });

  it('asks for the page behind one that is being kept, and says nothing of it to who stops there', async () => {
    const gone: Answer = { status: 500, body: {} };
    const store = createFakeStore((request, url, nth) =>
      nth > 1 ? gone : catalog([1, 2, 3, 4])(request, url),
    );
    const seen: number[][] = [];
    for await (const { products } of sweepProducts(store.http, createPageSize(250), { limit: 2 })) {
      while (store.requests.length < 2) await new Promise(setImmediate);
      seen.push(products.map(({ id }) => id));
      break;
    }
    const rest = 'sort=id&direction=asc&limit=2';
    expect([seen, store.requests.slice(0, 2)]).toEqual([
      [[1, 2]],
      [`GET /v3/catalog/products?id:greater=0&${rest}`, `GET /v3/catalog/products?id:greater=2&${rest}`],
    ]);
  });

  it('fails with what the page behind has come to, once the page before it was kept, and asks for it no further', async () => {
    const refused: Answer = { status: 403, body: {} };
    const { ids, cursors, error, requests } = await swept(
      (request, url, nth) => (nth > 1 ? refused : catalog([1, 2, 3, 4])(request, url)),
      { limit: 2 },
    );
    expect([ids, cursors, error?.status, requests.length]).toEqual([[1, 2], [2], 403, 2]);
  });

  it('leaves no read behind with who stops there', async () => {
    const { http } = createFakeStore(catalog([1, 2, 3, 4]));
    const asked: ('answered' | 'waits' | 'ended')[] = [];
    const slow: StoreHttp = {
      ...http,
      async read(path, query, options) {
        const nth = asked.push(asked.length === 0 ? 'answered' : 'waits') - 1;
        if (nth === 0) return await http.read(path, query, options);
        return await new Promise((_, reject) => {
          options?.signal?.addEventListener('abort', () => {
            asked[nth] = 'ended';
            reject(new RangeError('stopped'));
          });
        });
      },
    };
    for await (const _ of sweepProducts(slow, createPageSize(250), { limit: 2 })) break;
    expect(asked).toEqual(['answered', 'ended']);
  });

  it('reads on among ids where the store cuts a page shorter than it was asked for', async () => {
    const whole = catalog([1, 2, 3, 5, 6, 7, 8]);
    const cut = (request: string, url: URL): Answer => {
      const { body } = whole(request, url);
      const { data, meta } = body as { data: object[]; meta: { pagination: object } };
      const some = data.slice(0, 3);
      const pagination = { ...meta.pagination, count: some.length };
      return { body: { data: some, meta: { pagination } } };
    };
    const { ids, cursors, requests } = await swept(cut, { ids: [1, 2, 3, 4, 5, 6, 7, 8, 9] });
    expect([ids, cursors, requests.map((asked) => /in=([\d,]+)/u.exec(asked)?.[1])]).toEqual([
      [1, 2, 3, 5, 6, 7, 8],
      [3, 7, 9],
      ['1,2,3,4,5,6,7,8,9', '4,5,6,7,8,9', '8,9'],
    ]);
  });

  it('does not take a total of the whole catalog for one of the ids', async () => {
    const whole = catalog([1, 2]);
    const miscounted = (request: string, url: URL): Answer => {
      const { body } = whole(request, url);
      const { data } = body as { data: object[] };
      return { body: envelope(data, 5_000) };
    };
    expect(await swept(miscounted, { ids: [1, 2, 3] })).toMatchObject({ ids: [1, 2], error: undefined });
  });

  it('brings each product once in the order of ids, from wherever it goes on, in pages of any size', async () => {
    const ids = fc.uniqueArray(fc.integer({ min: 1, max: 400 }), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(
        ids,
        fc.integer({ min: 0, max: 400 }),
        fc.integer({ min: 1, max: 20 }),
        fc.option(ids),
        async (all, after, limit, only) => {
          const expected = all
            .filter((id) => id > after && (only === null || only.includes(id)))
            .sort((a, b) => a - b);
          const { ids: seen } = await swept(catalog(all), { after, limit, ids: only ?? undefined });
          expect(seen).toEqual(expected);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('goes on without pagination', async () => {
    const whole = catalog(Array.from({ length: 45 }, (_, index) => index + 1));
    const bare = (request: string, url: URL): Answer => {
      const { body } = whole(request, url);
      return { body: { data: (body as { data: unknown }).data } };
    };
    expect((await swept(bare, { limit: 20 })).ids.length).toBe(45);
  });

  it('keeps to ten products a page where options come along', async () => {
    expect((await swept(catalog([1]), { include: ['options'] })).requests[0]).toContain('limit=10');
  });

  it('halves the page while it is too large for the byte cap', async () => {
    const store = catalog([1, 2, 3, 4, 5]);
    const long = 'x'.repeat(3 * 1024 * 1024);
    const heavy = (request: string, url: URL): Answer => {
      const { body } = store(request, url);
      const { data, meta } = body as { data: object[]; meta: object };
      return { body: { data: data.map((row) => ({ ...row, note: long })), meta } };
    };
    const { ids, requests } = await swept(capped(heavy), { limit: 4 });
    expect(ids).toEqual([1, 2, 3, 4, 5]);
    expect(requests.map((request) => Number(/limit=(\d+)/u.exec(request)?.[1]))).toEqual([4, 2, 2, 2]);
  });

  const repeats = (_request: string): Answer => ({ body: envelope([product(1), product(2)], 9) });
  it.each<[string, (request: string, url: URL, nth: number) => Answer, string]>([
    ['a page that comes again', repeats, 'product 1 is out of order or comes again'],
    [
      'an unsorted page',
      () => ({ body: envelope([product(2), product(1)], 2) }),
      'product 1 is out of order or comes again',
    ],
    [
      'more than was asked for',
      () => ({ body: envelope([1, 2, 3].map(product), 3) }),
      'it holds 3 products though 2 were asked for',
    ],
    [
      'an image of another product',
      () => ({
        body: envelope(
          [{ ...product(1), images: [{ id: 1, product_id: 2, is_thumbnail: true, sort_order: 0 }] }],
          1,
        ),
      }),
      'product 1 shows an image of product 2',
    ],
  ])('refuses %s after a second look', async (_what, answer, fault) => {
    const { error, requests } = await swept(answer, { limit: 2 });
    expect(error?.message).toBe(`GET /v3/catalog/products answered 200, but ${fault}`);
    expect({ class: error?.class, twice: requests.at(-1) === requests.at(-2) }).toEqual({
      class: 'unexpected',
      twice: true,
    });
  });

  it('refuses a product that was not asked for', async () => {
    const { error } = await swept(() => ({ body: envelope([product(7)], 1) }), { ids: [5] });
    expect(error?.message).toContain('product 7 was not asked for');
  });

  it('believes the second answer when a page came again by mistake', async () => {
    const store = catalog([1, 2, 3]);
    const { ids, requests } = await swept(
      (request, url, nth) => (nth === 2 ? repeats(request) : store(request, url)),
      { limit: 2 },
    );
    expect({ ids, requests: requests.length }).toEqual({ ids: [1, 2, 3], requests: 3 });
  });
});

// The fake has no cap of its own: an answer longer than the real one's is turned into the failure it would be.
function capped(answer: (request: string, url: URL) => Answer) {
  return (request: string, url: URL): Answer => {
    const told = answer(request, url);
    return JSON.stringify(told.body).length > 8 * 1024 * 1024 ? { tooLarge: true } : told;
  };
}

describe('whatever a store answers', () => {
  const recorded = JSON.stringify(
    envelope(
      [
        {
          ...product(1),
          images: [
            {
              id: 1,
              product_id: 1,
              is_thumbnail: true,
              sort_order: 0,
              description: 'ü',
              url_zoom: 'https://x.example',
            },
          ],
        },
        product(2),
      ],
      2,
    ),
  );
  // Cuts, doubles and overwrites stretches of a recorded page, or replaces one of its values.
  const mutation = fc.oneof(
    fc
      .tuple(fc.nat(recorded.length), fc.nat(20), fc.string())
      .map(([at, length, by]) => recorded.slice(0, at) + by + recorded.slice(at + length)),
    fc
      .tuple(fc.nat(recorded.length), fc.nat(40))
      .map(([at, length]) => recorded.slice(0, at + length) + recorded.slice(at)),
    fc.nat(recorded.length).map((at) => recorded.slice(0, at)),
    fc.tuple(fc.nat(60), fc.jsonValue()).map(([nth, value]) => {
      let seen = 0;
      return recorded.replace(/(?<=:)("[^"]*"|\d+|true|false|\[\])/gu, (old) =>
        seen++ === nth % 16 ? JSON.stringify(value) : old,
      );
    }),
  );

  it('a sweep ends, with products in order or with a StoreError', async () => {
    await fc.assert(
      fc.asyncProperty(mutation, async (body) => {
        let calls = 0;
        const answer = (): Answer => (++calls > 12 ? { status: 204 } : { body });
        const { ids } = await swept(answer);
        expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
      }),
      { numRuns: 3000 },
    );
  });
});
