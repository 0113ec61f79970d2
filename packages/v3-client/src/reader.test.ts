import { StoreError } from '@cutover/store-http';
import { type Answer, createFakeStore } from '@cutover/store-http/testing';
import { describe, expect, it } from 'vitest';
import { createV3Reader, type V3Reader } from './reader.ts';

const image = (id: number, productId = 77) => ({
  id,
  product_id: productId,
  is_thumbnail: id === 1,
  sort_order: id,
});
const range = (from: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => from + index);
const page = (rows: readonly object[], total = rows.length, number = 1, size = 250) => ({
  data: rows,
  meta: {
    pagination: {
      total,
      count: rows.length,
      per_page: size,
      current_page: number,
      total_pages: Math.ceil(total / size),
    },
  },
});

async function failure(promise: Promise<unknown>): Promise<StoreError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof StoreError) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

describe('listImages', () => {
  it.each<[string, Answer]>([
    ['204', { status: 204 }],
    ['an empty list', { body: page([]) }],
    [
      'an empty list that counts one page',
      {
        body: {
          data: [],
          meta: { pagination: { total: 0, count: 0, per_page: 50, current_page: 1, total_pages: 1 } },
        },
      },
    ],
    ['a list without meta', { body: { data: [] } }],
  ])('takes %s for none', async (_what, answer) => {
    const store = createFakeStore(() => answer);
    expect(await createV3Reader(store.http).listImages(77)).toEqual([]);
    expect(store.requests).toEqual(['GET /v3/catalog/products/77/images?page=1&limit=250']);
  });

  it.each<[string, (number: number) => object]>([
    [
      'told by pagination',
      (number) =>
        page(
          range(number * 250 - 249, number === 2 ? 10 : 250).map((id) => image(id)),
          260,
          number,
        ),
    ],
    [
      'with a limit that the store lowered',
      (number) =>
        page(
          range(number * 50 - 49, number === 6 ? 10 : 50).map((id) => image(id)),
          260,
          number,
          50,
        ),
    ],
    [
      'without meta',
      (number) => ({ data: range(number * 250 - 249, number === 2 ? 10 : 250).map((id) => image(id)) }),
    ],
  ])('reads all pages, %s', async (_what, answer) => {
    const store = createFakeStore((_request, url) => ({
      body: answer(Number(url.searchParams.get('page'))),
    }));
    const images = await createV3Reader(store.http).listImages(77);
    expect(images.map(({ id }) => id)).toEqual(range(1, 260));
  });

  it.each<[string, (number: number) => unknown, number, string]>([
    [
      'of a total that grows',
      (number) =>
        page(
          range(number * 250 - 249, 250).map((id) => image(id)),
          300 + number * 250,
          number,
        ),
      6,
      'it goes on with 1500 rows, though its first page counts 550',
    ],
    [
      'without meta',
      (number) => ({ data: range(number * 250 - 249, 250).map((id) => image(id)) }),
      101,
      'it goes on with 25250 rows, though no list has more than 25000',
    ],
  ])('ends a list that never does, %s', async (_what, answer, pages, fault) => {
    const store = createFakeStore((_request, url) => ({
      body: answer(Number(url.searchParams.get('page'))),
    }));
    const error = await failure(createV3Reader(store.http).listImages(77));
    expect(error.message).toBe(`GET /v3/catalog/products/77/images answered 200, but ${fault}`);
    // The last one was looked at once more.
    expect(store.requests.length).toBe(pages + 1);
  });

  it('asks again for a page that is another page of the list', async () => {
    // As a proxy that keeps answers gives them: 64 were asked for, and the second 32 came.
    const meta = { pagination: { total: 50, count: 18, per_page: 32, current_page: 2, total_pages: 2 } };
    const other = { data: range(33, 18).map((id) => image(id)), meta };
    const all = page(range(1, 50).map((id) => image(id)));
    let asked = 0;
    const store = createFakeStore(() => ({ body: (asked += 1) === 1 ? other : all }));
    const images = await createV3Reader(store.http).listImages(77);
    expect(images.map(({ id }) => id)).toEqual(range(1, 50));
    const stubborn = createFakeStore(() => ({ body: other }));
    expect((await failure(createV3Reader(stubborn.http).listImages(77))).message).toBe(
      'GET /v3/catalog/products/77/images answered 200, but it is page 2 of the list and not page 1',
    );
  });

  describe('a list that somebody changes between two pages', () => {
    /** Pages of a list that holds these ids by then; the third look at it sees the last of them. */
    const changing = (...lists: readonly (readonly number[])[]) => {
      let asked = 0;
      return createFakeStore((_request, url) => {
        const ids = lists[Math.min(asked, lists.length - 1)] ?? [];
        asked += 1;
        const number = Number(url.searchParams.get('page'));
        const data = ids.slice(number * 250 - 250, number * 250).map((id) => image(id));
        const pages = Math.ceil(ids.length / 250);
        const counts = { count: data.length, current_page: number, per_page: 250, total_pages: pages };
        return { body: { data, meta: { pagination: { total: ids.length, ...counts } } } };
      });
    };
    const before = range(1, 300);
    const after = range(2, 299);

    it('is read again, since what has moved to a page that was read already was not seen', async () => {
      const store = changing(before, after, after);
      const images = await createV3Reader(store.http).listImages(77);
      expect(images.map(({ id }) => id)).toEqual(after);
      expect(store.requests.length).toBe(4);
    });

    it('is refused where that does not end', async () => {
      const store = changing(before, after, before, after, before, after);
      expect((await failure(createV3Reader(store.http).listImages(77))).message).toBe(
        'GET /v3/catalog/products/77/images answered 200, but it counts 300 rows in all, and its pages bring 299',
      );
      expect(store.requests.length).toBe(6);
    });
  });

  it('tells a missing product by its status', async () => {
    const store = createFakeStore(() => ({
      status: 404,
      body: { status: 404, title: 'A product was not found.', type: '/x' },
    }));
    expect(await failure(createV3Reader(store.http).listImages(77))).toMatchObject({
      class: 'rejected',
      status: 404,
      next: 'fail-action',
      storeWords: 'A product was not found.',
    });
  });

  it.each<[string, unknown, string]>([
    ['a row less than it says', page([image(1)], 2), 'all'],
    ['another product', page([image(1, 78)]), 'it shows a row of product 78'],
    ['a row twice', page([image(1), image(1)]), 'it brings the row 1 twice'],
    ['rows that are told but not there', page([], 5), 'it holds nothing though there should be 5 rows'],
    ['a bare array', [image(1)], 'the body is not as documented (an object is expected)'],
    [
      'an id that is a text',
      page([{ ...image(1), product_id: '77' }]),
      'data[0].product_id is not as documented (a number is expected)',
    ],
  ])('refuses %s after a second look', async (_what, body, fault) => {
    const told =
      fault === 'all'
        ? {
            ...(body as object),
            meta: { pagination: { total: 2, count: 2, per_page: 250, current_page: 1, total_pages: 1 } },
          }
        : body;
    const store = createFakeStore(() => ({ body: told }));
    const error = await failure(createV3Reader(store.http).listImages(77));
    const expected = fault === 'all' ? 'it says 2 rows and holds 1' : fault;
    expect(error.message).toBe(`GET /v3/catalog/products/77/images answered 200, but ${expected}`);
    expect({ class: error.class, requests: store.requests.length }).toEqual({
      class: 'unexpected',
      requests: 2,
    });
  });
});

describe('the other reads', () => {
  const product = { id: 5, name: 'Mug', sku: 'M-1', custom_url: { url: '/mug/' }, images: [image(1, 5)] };
  const variant = {
    id: 3,
    product_id: 5,
    sku: 'A',
    image_url: '',
    option_values: [{ id: 1, label: 'Red', option_id: 2 }],
  };
  const modifier = {
    id: 4,
    product_id: 5,
    display_name: 'Print',
    type: 'dropdown',
    option_values: [{ id: 6, label: 'Yes', adjusters: { image_url: 'u' } }],
  };
  const option = {
    id: 2,
    product_id: 5,
    display_name: 'Colour',
    type: 'swatch',
    option_values: [{ id: 1, label: 'Red', sort_order: 3, value_data: { colors: ['#f00'] } }],
  };
  const rule = {
    id: 82,
    product_id: 5,
    image_url: 'https://cdn.example/attribute_rule_images/82_source_1.png',
    conditions: [{ modifier_id: 221, modifier_value_id: 175, variant_id: null }],
  };
  const table: [string, unknown, (reader: V3Reader) => Promise<unknown>, unknown, string][] = [
    [
      'products',
      page([product]),
      (r) => r.listProducts({ ids: [5, 6], include: ['images'], sort: 'id', direction: 'asc' }),
      { products: [product], pagination: page([product]).meta.pagination },
      '?id:in=5,6&include=images&limit=250&sort=id&direction=asc',
    ],
    [
      'products without images',
      { data: [{ ...product, images: null }] },
      (r) => r.listProducts({ skus: ['a b'], limit: 1, page: 2 }),
      { products: [{ ...product, images: undefined }], pagination: undefined },
      '?sku:in=a b&limit=1&page=2',
    ],
    [
      'a product',
      { data: product },
      (r) => r.getProduct(5, { include: ['images'] }),
      product,
      '/5?include=images',
    ],
    ['an image', { data: image(1, 5) }, (r) => r.getImage(5, 1), image(1, 5), '/5/images/1'],
    ['variants', page([variant]), (r) => r.listVariants(5), [variant], '/5/variants?page=1&limit=250'],
    ['modifiers', page([modifier]), (r) => r.listModifiers(5), [modifier], '/5/modifiers?page=1&limit=250'],
    ['options', page([option]), (r) => r.listOptions(5), [option], '/5/options?page=1&limit=250'],
    [
      'complex rules',
      page([rule, { id: 83, product_id: 5, image_url: null, conditions: null }]),
      (r) => r.listComplexRules(5),
      [rule, { id: 83, product_id: 5, image_url: '', conditions: [] }],
      '/5/complex-rules?page=1&limit=250',
    ],
  ];
  it.each(table)('%s', async (_what, body, call, expected, request) => {
    const store = createFakeStore(() => ({ body }));
    expect(await call(createV3Reader(store.http))).toEqual(expected);
    expect(store.requests).toEqual([`GET /v3/catalog/products${request}`]);
  });

  it('variants of many products, a hundred products at a time', async () => {
    const store = createFakeStore((_request, _url, nth) => ({ body: page([{ ...variant, id: nth }]) }));
    const seen: number[] = [];
    for await (const rows of createV3Reader(store.http).listAllVariants({ productIds: range(1, 101) }))
      seen.push(...rows.map(({ id }) => id));
    expect(seen).toEqual([1, 2]);
    expect(store.requests[1]).toBe('GET /v3/catalog/variants?product_id:in=101&page=1&limit=250');
  });

  it('variants of all products', async () => {
    const store = createFakeStore(() => ({ body: page([variant]) }));
    for await (const rows of createV3Reader(store.http).listAllVariants()) expect(rows).toEqual([variant]);
    expect(store.requests).toEqual(['GET /v3/catalog/variants?page=1&limit=250']);
  });
});

describe('one image with a value that cannot be', () => {
  it.each([
    ['once is asked for again', 1, { ...image(1, 5), odd: [] }],
    [
      'twice is read without it',
      2,
      { ...image(1, 5), sort_order: 0, odd: [{ field: 'sort_order', shown: '{}' }] },
    ],
  ])('%s', async (_, times, expected) => {
    const store = createFakeStore((_request, _url, nth) => ({
      body: { data: nth <= times ? { ...image(1, 5), sort_order: {} } : image(1, 5) },
    }));
    const found = await createV3Reader(store.http).getImage(5, 1);
    expect([JSON.parse(JSON.stringify(found)), store.requests.length]).toEqual([expected, 2]);
  });

  it('is refused where its id is none', async () => {
    const store = createFakeStore(() => ({ body: { data: { ...image(1, 5), id: 'one' } } }));
    await expect(createV3Reader(store.http).getImage(5, 1)).rejects.toMatchObject({ reason: 'malformed' });
  });
});

describe('sweepProducts', () => {
  it('does not ask for fewer products a page because those with values are too heavy', async () => {
    const limits: [string, string | null][] = [];
    const store = createFakeStore((_request, { searchParams: asked }) => {
      const include = asked.get('include') ?? '';
      limits.push([include, asked.get('limit')]);
      const isHeavy = include === 'modifiers' && Number(asked.get('limit')) > 5;
      return isHeavy ? { status: 504 } : { body: page([{ id: 1, name: 'p1', sku: '' }]) };
    });
    const { sweepProducts } = createV3Reader(store.http);
    for (const include of ['modifiers', 'images', 'modifiers'] as const)
      for await (const { products } of sweepProducts({ include: [include] })) expect(products.length).toBe(1);
    expect(limits).toEqual([
      ['modifiers', '10'],
      ['modifiers', '10'],
      ['modifiers', '5'],
      ['images', '250'],
      ['modifiers', '5'],
    ]);
  });
});
