import { inspect } from 'node:util';
import { StoreError } from '@cutover/store-http';
import { type Answer, createFakeStore } from '@cutover/store-http/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createV2Reader } from './reader.ts';

/** The documented example of an image, with the fields that only newer answers have. */
const documented = {
  id: 247,
  product_id: 77,
  image_file: 'p/022/name__36562.jpg',
  zoom_url: 'https://cdn.example/zoom.jpg?c=1',
  thumbnail_url: null,
  standard_url: 'https://cdn.example/standard.jpg?c=1',
  tiny_url: 'https://cdn.example/tiny.jpg?c=1',
  is_thumbnail: true,
  sort_order: -1,
  description: null,
  date_created: 'Mon, 24 Sep 2012 01:14:30 +0000',
  some_day: 'a field nobody knows yet',
};
const read = {
  id: 247,
  product_id: 77,
  image_file: 'p/022/name__36562.jpg',
  zoom_url: 'https://cdn.example/zoom.jpg?c=1',
  standard_url: 'https://cdn.example/standard.jpg?c=1',
  tiny_url: 'https://cdn.example/tiny.jpg?c=1',
  is_thumbnail: true,
  sort_order: -1,
  description: null,
  date_created: 'Mon, 24 Sep 2012 01:14:30 +0000',
};
const images = (from: number, count: number): object[] =>
  Array.from({ length: count }, (_, index) => ({ ...documented, id: from + index }));

async function failure(promise: Promise<unknown>): Promise<StoreError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof StoreError) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

describe('listImagePage', () => {
  it.each([
    [undefined, '?limit=250'],
    [{ page: 3, limit: 2 }, '?page=3&limit=2'],
  ])('%j asks %s, once', async (filter, query) => {
    const { http, requests } = createFakeStore(() => ({ body: images(1, 2) }));
    const page = await createV2Reader(http).listImagePage(77, filter);
    expect([page.map(({ id }) => id), requests]).toEqual([[1, 2], [`GET /v2/products/77/images${query}`]]);
  });

  it('takes a page past the end for none, and no row of another product', async () => {
    const reader = (answer: Answer) => createV2Reader(createFakeStore(() => answer).http);
    expect(await reader({ status: 204 }).listImagePage(77, { page: 9 })).toEqual([]);
    const stray = await failure(reader({ body: images(1, 1) }).listImagePage(78));
    expect(stray.class).toBe('unexpected');
  });
});

describe('listImages', () => {
  it('reads the documented row, without what nobody knows', async () => {
    const { http, requests } = createFakeStore(() => ({ body: [documented] }));
    expect(await createV2Reader(http).listImages(77)).toEqual([read]);
    expect(requests).toEqual(['GET /v2/products/77/images?page=1&limit=250']);
  });

  it.each<[string, Answer]>([
    ['204', { status: 204 }],
    ['an empty body', { status: 200 }],
    ['[]', { body: [] }],
  ])('takes %s for none', async (_what, answer) => {
    expect(await createV2Reader(createFakeStore(() => answer).http).listImages(77)).toEqual([]);
  });

  it.each<[string, number, number, number]>([
    ['a full page is not the last', 250, 1, 2],
    ['a store that lowers our limit', 50, 7, 2],
    ['a short page is the last', 249, 0, 1],
    ['exactly two pages and nothing after', 250, 250, 3],
  ])('%s', async (_what, first, second, requestsMade) => {
    const pages = [images(1, first), images(1 + first, second), []];
    const store = createFakeStore((_request, url) => ({
      body: pages[Number(url.searchParams.get('page')) - 1],
    }));
    expect((await createV2Reader(store.http).listImages(77)).length).toBe(first + second);
    expect(store.requests.length).toBe(requestsMade);
  });

  it('asks once more for a page that comes again, and believes the second answer', async () => {
    const store = createFakeStore((_request, url, nth) =>
      url.searchParams.get('page') === '1' || nth === 2 ? { body: images(1, 250) } : { body: images(251, 3) },
    );
    expect((await createV2Reader(store.http).listImages(77)).length).toBe(253);
    expect(store.requests.length).toBe(3);
  });

  it('ends a list that never does', async () => {
    const store = createFakeStore((_request, url) => ({
      body: images(1 + 250 * (Number(url.searchParams.get('page')) - 1), 250),
    }));
    const error = await failure(createV2Reader(store.http).listImages(77));
    expect(error.message).toBe(
      'GET /v2/products/77/images answered 200, but it goes on after 25000 rows, and no list has so many',
    );
    expect(store.requests.length).toBe(101);
  });

  it.each<[string, unknown, string]>([
    ['the same page for ever', images(1, 250), 'it brings the row 1 again'],
    ['a row twice on one page', [documented, documented], 'it brings the row 247 again'],
    ['an image of another product', [{ ...documented, product_id: 78 }], 'it shows a row of product 78'],
    ['an id of 0', [documented, { ...documented, id: 0 }], '[1].id is not as documented (too small)'],
    ['an id beyond exact numbers', [{ ...documented, id: 2 ** 53 }], '[0].id is not as documented (too big)'],
    [
      'a text for an id',
      [{ ...documented, product_id: '77' }],
      '[0].product_id is not as documented (a number is expected)',
    ],
    ['an object instead of a list', { data: [] }, 'the body is not as documented (a list is expected)'],
    ['null', null, 'the body is not as documented (a list is expected)'],
  ])('refuses %s and names the place', async (_what, body, fault) => {
    const error = await failure(createV2Reader(createFakeStore(() => ({ body })).http).listImages(77));
    expect(error).toMatchObject({
      class: 'unexpected',
      next: 'fail-action',
      path: '/v2/products/77/images',
      status: 200,
    });
    expect(error.message).toBe(`GET /v2/products/77/images answered 200, but ${fault}`);
  });
});

describe('the other reads', () => {
  const product = {
    id: 5,
    name: 'Mug',
    sku: 'M-1',
    custom_url: '/mug/',
    date_modified: 'x',
    primary_image: { id: 9, zoom_url: 'z' },
  };
  const none = { id: 0, zoom_url: null, standard_url: null, thumbnail_url: null, tiny_url: null };
  // [what, answer, call, result, request]
  const table: [
    string,
    Answer,
    (reader: ReturnType<typeof createV2Reader>) => Promise<unknown>,
    unknown,
    string,
  ][] = [
    [
      'products',
      { body: [product] },
      (r) => r.listProducts({ minId: 5 }),
      [product],
      '/v2/products?min_id=5&limit=250&include=sku,custom_url',
    ],
    [
      'a product without images',
      { body: [{ ...product, primary_image: none }] },
      (r) => r.listProducts({ page: 2, limit: 10, include: [] }),
      [{ ...product, primary_image: undefined }],
      '/v2/products?page=2&limit=10',
    ],
    [
      'a product',
      { body: product },
      (r) => r.getProduct(5),
      product,
      '/v2/products/5?include=sku,custom_url',
    ],
    ['products counted', { body: { count: 3 } }, (r) => r.countProducts(), 3, '/v2/products/count'],
    ['images counted', { body: { count: 0 } }, (r) => r.countImages(), 0, '/v2/products/images/count'],
    [
      'images of a product counted',
      { body: { count: 2 } },
      (r) => r.countProductImages(5),
      2,
      '/v2/products/5/images/count',
    ],
    [
      'a count that is not there',
      { status: 404 },
      (r) => r.countProductImages(5),
      undefined,
      '/v2/products/5/images/count',
    ],
    [
      'a count that is not allowed',
      { status: 405 },
      (r) => r.countRules(),
      undefined,
      '/v2/products/rules/count',
    ],
    ['an image', { body: documented }, (r) => r.getImage(77, 247), read, '/v2/products/77/images/247'],
    [
      'SKUs',
      { body: [{ id: 1, product_id: 5, sku: null, image_file: '' }] },
      (r) => r.listSkus(5),
      [{ id: 1, product_id: 5, sku: '', image_file: '' }],
      '/v2/products/5/skus?page=1&limit=250',
    ],
    [
      'rules',
      {
        body: [{ id: 1, product_id: 5, image_file: 'attribute_rule_images/1_source.jpg', conditions: null }],
      },
      (r) => r.listRules(5),
      [{ id: 1, product_id: 5, image_file: 'attribute_rule_images/1_source.jpg', conditions: [] }],
      '/v2/products/5/rules?page=1&limit=250',
    ],
    [
      'option values',
      { body: [{ id: 1, option_id: 3, label: 'Red', value: '#f00' }] },
      (r) => r.listOptionValues(3),
      [{ id: 1, option_id: 3, label: 'Red', value: '#f00' }],
      '/v2/options/3/values?page=1&limit=250',
    ],
  ];
  it.each(table)('%s', async (_what, answer, call, expected, request) => {
    const store = createFakeStore(() => answer);
    expect(await call(createV2Reader(store.http))).toEqual(expected);
    expect(store.requests).toEqual([`GET ${request}`]);
  });

  it('refuses products out of order', async () => {
    const { http } = createFakeStore(() => ({ body: [product, { ...product, id: 4 }] }));
    expect((await failure(createV2Reader(http).listProducts({ minId: 4 }))).message).toContain(
      'product 4 is out of order',
    );
  });

  it.each([0, -1, 1.5, Number.NaN, 2 ** 53])('takes %s for no id', async (id) => {
    const store = createFakeStore(() => ({}));
    await expect(async () => createV2Reader(store.http).listImages(id)).rejects.toThrow(RangeError);
    expect(store.requests).toEqual([]);
  });
});

it('answers anything with a list or a StoreError, and never quotes the body', async () => {
  const secret = 'body-canary';
  const junk = fc.oneof(
    fc.json(),
    fc.string(),
    fc
      .array(fc.record({ ...constants(documented), id: fc.anything(), description: fc.anything() }))
      .map(safeJson),
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(200, 201, 204, 207, 302, 400, 404, 422), junk, async (status, body) => {
      const { http } = createFakeStore(() => ({ status, body: body.slice(0, 2000) }));
      try {
        expect(Array.isArray(await createV2Reader(http).listImages(77))).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(StoreError);
        expect(inspect(error, { showHidden: true })).not.toContain('canary-0123456789');
      }
    }),
    { numRuns: 300 },
  );
  const { http } = createFakeStore(() => ({ body: [{ id: secret }] }));
  expect(inspect(await failure(createV2Reader(http).listImages(77)), { showHidden: true })).not.toContain(
    secret,
  );
});

function constants(row: Record<string, unknown>): Record<string, fc.Arbitrary<unknown>> {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, fc.constant(value)]));
}

function safeJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return '[';
  }
}
