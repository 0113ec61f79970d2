// Which products are read, and how: a products file names some and nothing else is touched or missed, a store's answer
// may be too large to take whole, and a count that is off by one does not have everything read twice.
import { createStoreHttp } from '@cutover/store-http';
import type { StorePort } from '@cutover/sync-engine';
import { createV2Reader } from '@cutover/v2-client';
import { createV3Client } from '@cutover/v3-client';
import { describe, expect, it } from 'vitest';
import { type Asking, audit, diff, migrate, verify } from '../support/commands.ts';
import { idle, plantViews, told } from '../support/planted.ts';
import { inWorld, type World, yes } from '../support/world.ts';

const stores = [
  { hash: 'source', catalog: { kind: 'seeded', products: 0 }, firstIds: { product: 1 } },
  { hash: 'target', catalog: { kind: 'products-only', products: 0 } },
] as const;
const same = {
  run: expect.any(String),
  outcome: 'done',
  products: 1,
  images: 2,
  same: 2,
  changed: 0,
  missing: 0,
  extra: 0,
  error: 0,
  unmatchedProducts: 0,
  pairedProducts: 1,
  pairedImages: 2,
  planned: 0,
};

/** Of one store, whose V2 view was read whole. */
const proof = { v2: 'full', products: 1 };

const named = (...skus: string[]) => ({
  settings: { products: skus.map((sourceSku, index) => ({ sourceSku, line: index + 2 })) },
});
const migrated = async (world: World, ...skus: string[]) => {
  for (const store of [world.source, world.target])
    for (const sku of ['X', 'Y', 'AB,1', 'A&B+C #1/2%', 'ü-1', 'a"b', ' lead', 'lead', 'plain', 'abc'])
      plantViews(store, sku, store === world.source ? 1 : 0);
  const engine = world.engine(named(...skus));
  const result = await migrate(engine, yes);
  const written = world.target.images().map(({ productId }) => productId);
  const skuOf = new Map(world.target.products().map(({ id, sku }) => [id, sku]));
  return { engine, result, written: written.map((id) => skuOf.get(id) ?? '').toSorted() };
};

describe('a SKU in a products file', () => {
  it.each(['X,Y', 'plain,', ',', 'X, Y'])(
    'that no product has chooses none, whatever a list filter makes of %j',
    async (sku) => {
      await inWorld({ stores }, async (world) => {
        const { engine, result, written } = await migrated(world, sku);
        expect(result).toMatchObject({ outcome: 'incomplete', created: 0, updated: 0 });
        expect(written).toEqual([]);
        expect(told(engine)).toEqual([
          `product-unmatched: line 2 of the products file names SKU ${sku}, which the source does not have`,
        ]);
      });
    },
  );

  it('chooses its product, whatever signs it holds, and plain ones share a request', async () => {
    await inWorld({ stores }, async (world) => {
      const skus = ['AB,1', 'A&B+C #1/2%', 'ü-1', 'a"b', ' lead', 'plain'];
      const { result, written } = await migrated(world, ...skus);
      expect(result).toMatchObject({ outcome: 'done', created: 6 });
      expect(written).toEqual(skus.toSorted());
      const asked = world.source.requests().filter(({ path }) => /[?&]sku/.test(path));
      expect(asked.length).toBe(3);
    });
  });
});

describe('blanks around a SKU in a products file', () => {
  it.each([
    ['belong to it where a product has them', ' lead', [' lead']],
    ['were typed where none has', '  plain ', ['plain']],
    ['were typed around a SKU with a comma', ' AB,1 ', ['AB,1']],
  ])('%s: %j', async (_, sku, expected) => {
    await inWorld({ stores }, async (world) => {
      const { engine, result, written } = await migrated(world, sku);
      expect([result.outcome, written, told(engine)]).toEqual(['done', expected, []]);
    });
  });

  it('are shown where neither is there', async () => {
    await inWorld({ stores }, async (world) => {
      const { engine, written } = await migrated(world, ' none ');
      expect([written, told(engine)]).toEqual([
        [],
        ['product-unmatched: line 2 of the products file names SKU " none ", which the source does not have'],
      ]);
    });
  });
});

describe('one store with a products file', () => {
  const settings = { products: [{ sourceProductId: 1, line: 2 }], productsDigest: 'mug' };

  it('is compared, audited and verified for the products it names alone', async () => {
    await inWorld({ stores: stores.slice(0, 1) }, async (world) => {
      for (const sku of ['MUG', 'CUP', 'JUG']) plantViews(world.source, sku, 2);
      const engine = (): Asking => world.engine({ mode: 'parity', settings });
      expect(await diff(engine())).toEqual({ ...same, proof });
      const looked = { run: expect.any(String), outcome: 'done', products: 1, images: 2 };
      expect(await audit(engine(), { failOn: 'info', probe: 'none' })).toEqual({
        ...looked,
        findings: { fatal: 0, critical: 0, warning: 0, info: 0 },
        byRule: {},
        proof: { v2: 'pages', products: 1 },
        suppressed: 0,
        known: 0,
        notLookedFor: expect.arrayContaining(['swatch-missing', 'view-count-differs']),
      });
      expect(await verify(engine(), { level: 'fields', sample: 1 })).toEqual({
        ...looked,
        checked: 2,
        unchecked: 0,
        mismatched: 0,
        onlyOnTarget: 0,
        level: 'fields',
        proof,
      });
    });
  });

  it.each([
    [{ sourceProductId: 999, line: 3 }, 'product 999'],
    [{ sourceSku: 'NONE', line: 3 }, 'SKU NONE'],
  ])('is told of a row that it does not have: %o', async (missing, name) => {
    await inWorld({ stores: stores.slice(0, 1) }, async (world) => {
      plantViews(world.source, 'MUG', 2);
      const products = [...settings.products, missing];
      const engine = world.engine({ mode: 'parity', settings: { ...settings, products } });
      expect(await diff(engine)).toEqual({
        ...same,
        outcome: 'differs',
        unmatchedProducts: 1,
        proof,
      });
      const unmatched = engine.events.flatMap((event) =>
        event.type === 'finding' && event.rule === 'product-unmatched' ? [event.message] : [],
      );
      expect(unmatched).toEqual([
        `line 3 of the products file names ${name}, which the source does not have`,
      ]);
    });
  });
});

it('takes a catalog in smaller pages where its answers are over the byte cap', async () => {
  await inWorld({ stores }, async (world) => {
    for (let place = 0; place < 6; place += 1) {
      plantViews(world.source, `MUG-${place}`, 8);
      plantViews(world.target, `MUG-${place}`, 1);
    }
    // A product with eight images takes some 9 kB, and the catalog six times that.
    await withCap(world, 12 * 1024, async (engine) => {
      const moved = { ...idle, products: 6, images: 48, created: 42 };
      expect(await migrate(engine(), yes)).toEqual(moved);
      expect(await migrate(engine(), yes)).toEqual({ ...moved, created: 0 });
    });
  });
});

it('reads a few lists again when the count is off by one, and not the whole catalog', async () => {
  await inWorld({ stores }, async (world) => {
    for (let place = 0; place < 40; place += 1) plantViews(world.source, `MUG-${place}`, 2);
    const engine = world.engine();
    const { v2, v3 } = engine.source;
    let lists = 0;
    const source: StorePort = {
      ...engine.source,
      v2: { ...v2, countImages: async () => (await v2.countImages()) + 1 },
      v3: {
        ...v3,
        async listImages(...given) {
          lists += 1;
          return await v3.listImages(...given);
        },
      },
    };
    expect(await diff({ ...engine, source })).toEqual({
      ...same,
      pairedProducts: 0,
      pairedImages: 0,
      outcome: 'differs',
      products: 40,
      images: 80,
      same: 0,
      unmatchedProducts: 40,
    });
    expect(lists).toBe(20);
  });
});

/** Engines whose clients take answers of at most so many bytes from either store. */
async function withCap(
  world: World,
  bodyMaxBytes: number,
  test: (engine: () => Asking) => Promise<void>,
): Promise<void> {
  const opened = world.sandbox.stores.map(({ api, store, token }) =>
    createStoreHttp({ api, store, token, bodyMaxBytes }),
  );
  const [source, target] = opened.map((http) => ({ v2: createV2Reader(http), v3: createV3Client(http) }));
  try {
    await test(() => {
      const engine = world.engine();
      return {
        ...engine,
        source: { ...engine.source, ...source },
        target: { ...engine.target, ...target },
      };
    });
  } finally {
    for (const http of opened) await http.close();
  }
}
