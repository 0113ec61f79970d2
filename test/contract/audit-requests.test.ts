// How many requests an audit of a large store takes, counted at the store, and that docs/performance.md says just that. The store
// answers from a rule, so that its 40,000 products cost nothing.
import { readFileSync } from 'node:fs';
import { type Answer, createFakeStore } from '@cutover/store-http/testing';
import type { CarriedKind } from '@cutover/sync-engine';
import { expect, it } from 'vitest';
import { audit } from '../support/commands.ts';
import { inWorld, portOver } from '../support/world.ts';

const QUOTA_SHARE = 0.9;
const WINDOW_SECONDS = 30;
const page = readFileSync(new URL('../../docs/performance.md', import.meta.url), 'utf8');

/** Ids from 1 on, each with one image and no value of any option. */
function storeOf(products: number) {
  const idsAfter = (after: number, limit: number): number[] =>
    Array.from({ length: Math.max(0, Math.min(limit, products - after)) }, (_, index) => after + index + 1);
  const v3Product = (id: number) => ({
    id,
    name: `Mug ${id}`,
    sku: `MUG-${id}`,
    is_visible: true,
    images: [
      {
        id,
        product_id: id,
        image_file: `m/${id}/mug.jpg`,
        is_thumbnail: true,
        sort_order: 0,
        description: 'A mug',
      },
    ],
    variants: [],
    options: [],
    modifiers: [],
  });
  return createFakeStore((_request, { pathname, searchParams }): Answer => {
    if (pathname.endsWith('/images/count')) return { body: { count: products } };
    const limit = Number(searchParams.get('limit'));
    if (pathname.endsWith('/v2/products')) {
      const ids = idsAfter(Number(searchParams.get('min_id') ?? 1) - 1, limit);
      return { body: ids.map((id) => ({ id, name: '', primary_image: { id } })) };
    }
    const after = Number(searchParams.get('id:greater'));
    const among = searchParams.get('id:in')?.split(',').map(Number);
    const ids = among ?? idsAfter(after, limit);
    const total = among?.length ?? products - after;
    const pagination = {
      total,
      count: ids.length,
      per_page: limit,
      current_page: 1,
      total_pages: Math.ceil(total / limit),
    };
    return { body: { data: ids.map(v3Product), meta: { pagination } } };
  });
}

async function requestsOf(products: number, kinds: readonly CarriedKind[]) {
  const counts = { v2: 0, v3: 0 };
  await inWorld(
    { stores: [{ hash: 'abc', catalog: { kind: 'products-only', products: 0 } }] },
    async (world) => {
      const store = storeOf(products);
      const source = portOver(store.http, 'abc');
      const engine = { ...world.engine({ mode: 'parity', settings: { kinds } }), source, target: source };
      const result = await audit(engine, { failOn: 'info', probe: 'none' });
      expect(result).toMatchObject({ outcome: 'done', images: products, proof: { v2: 'pages', products } });
      await store.http.close();
      for (const request of store.requests) counts[request.includes('/v2/') ? 'v2' : 'v3'] += 1;
    },
  );
  return counts;
}

const words = (requests: number, quota: number): string => {
  const seconds = Math.ceil((requests * WINDOW_SECONDS) / (quota * QUOTA_SHARE));
  return seconds < 90 ? `${seconds} s` : `${(seconds / 60).toFixed(1)} min`;
};

const inLargePages = ['product', 'variant'] as const;
const inPagesOfTen = ['product', 'swatch'] as const;

it.each<[number, readonly CarriedKind[], { readonly v3: number; readonly v2: number }]>([
  [1_000, inLargePages, { v3: 4, v2: 5 }],
  [10_000, inLargePages, { v3: 40, v2: 41 }],
  [40_000, inLargePages, { v3: 160, v2: 161 }],
  [1_000, inPagesOfTen, { v3: 104, v2: 5 }],
  [10_000, inPagesOfTen, { v3: 1_040, v2: 41 }],
  [40_000, inPagesOfTen, { v3: 4_160, v2: 161 }],
])(
  '%i products, asked for %o, take %o',
  async (products, kinds, counts) => {
    expect(await requestsOf(products, kinds)).toEqual(counts);
    const { v2, v3 } = counts;
    const figures = [products, v3, v2, v3 + v2].map((figure) => figure.toLocaleString('en'));
    const cells = page.split('\n').map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
    expect(cells).toContainEqual([...figures, words(v3 + v2, 150), words(v3 + v2, 450)]);
  },
  900_000,
);
