// Stores that never come to an end: listings that go on with products that nobody counts, and waits that last for days.
import { describe, expect, it } from 'vitest';
import { inPlace, single } from '../support/place.ts';
import type { Answered, Asked, Rewrite } from '../support/rewriter.ts';

const image = (productId: number) => ({
  id: productId,
  product_id: productId,
  is_thumbnail: true,
  sort_order: 0,
  description: 'a',
  image_file: 'a/1/a.jpg',
  url_zoom: '',
  url_standard: '',
  url_thumbnail: '',
  url_tiny: '',
  date_modified: '2026-01-02T10:00:00+00:00',
});

function pageOf({ query }: Asked, after: string) {
  const from = Number(query.get(after) ?? 0);
  const limit = Number(query.get('limit') ?? 50);
  return Array.from({ length: limit }, (_, at) => {
    const id = from + at + 1;
    return { id, name: `P${id}`, sku: `S${id}` };
  });
}

/** V3 pages of ever new products, and each says that 700 are left; those that are asked for by their ids are there, too. */
function endlessV3(asked: Asked): Answered {
  const among = asked.query.get('id:in')?.split(',').map(Number);
  const rows = among?.map((id) => ({ id, name: `P${id}`, sku: `S${id}` })) ?? pageOf(asked, 'id:greater');
  const data = rows.map((product) => ({
    ...product,
    images: [image(product.id)],
    variants: [],
    options: [],
    modifiers: [],
  }));
  const total = among?.length ?? 700;
  const pagination = {
    total,
    count: data.length,
    per_page: data.length,
    current_page: 1,
    total_pages: Math.ceil(total / data.length),
  };
  return { status: 200, body: { data, meta: { pagination } } };
}

/** V2 pages of ever new products without an image; its count says 600. */
function endlessV2(asked: Asked): Answered | undefined {
  if (asked.path.endsWith('/v2/products/count')) return { status: 200, body: { count: 600 } };
  if (!asked.path.endsWith('/v2/products')) return undefined;
  const from = Number(asked.query.get('min_id') ?? 1) - 1;
  const body = pageOf(
    { ...asked, query: new URLSearchParams([...asked.query, ['from', `${from}`]]) },
    'from',
  );
  return { status: 200, body: body.map((product) => ({ ...product, primary_image: null })) };
}

describe('a listing that never ends', () => {
  const v3: Rewrite = (asked) => (asked.path.endsWith('/v3/catalog/products') ? endlessV3(asked) : undefined);
  it.each([
    [
      '/v3/catalog/products?',
      'audit --kinds product',
      v3,
      'listed 1500 products by V3 and goes on, though it counts 700',
      6,
    ],
    // Of each page but the last, which is one too many, options and modifiers are read beside it, ten products a page.
    [
      '/v3/catalog/products?',
      'audit',
      v3,
      'listed 1500 products by V3 and goes on, though it counts 700',
      6 + 5 * 25,
    ],
    [
      '/v2/products?',
      'audit --source-via v2',
      endlessV2,
      'listed 1250 products by V2 and goes on, though it counts 600',
      5,
    ],
  ] as const)(
    '%s by %s: ends with both numbers, and what to do',
    async (list, args, rewrite, said, pages) => {
      await inPlace(
        { stores: single(1, 1) },
        async (place) => {
          const { result, stderr } = await place.json(args);
          expect(result).toMatchObject({ exitCode: 8, error: { code: 'store-failing' } });
          expect(JSON.stringify(result['error'])).toContain(said);
          expect(stderr).toContain(said);
          const lists = place.requests.filter((one) => one.includes(list));
          expect(lists.length).toBe(pages);
        },
        rewrite,
      );
    },
  );
});

it('a store that asks to wait for days is said to, is waited for an hour, and can be left', async () => {
  const rewrite: Rewrite = ({ path }) =>
    path.startsWith('/stores/')
      ? { status: 429, body: { status: 429 }, headers: { 'x-retry-after': '100000' } }
      : undefined;
  await inPlace(
    { stores: single(1, 1) },
    async (place) => {
      const running = place.start('audit --json');
      await running.words(/Store alone asks to wait 27 h 4\d min; waiting at most 1 h 00 min\./);
      running.send('SIGINT');
      const { code, stderr } = await running.ended;
      expect([code, stderr.match(/asks to wait/g)?.length]).toEqual([130, 1]);
    },
    rewrite,
  );
});
