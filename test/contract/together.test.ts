// Products without an image get theirs together, several products in one request: for which products, in how many requests,
// and what is there in the end whatever a store does with images in a product update, which is not documented.
import type { Faults, Switches } from '@cutover/sandbox-store';
import { systemClock } from '@cutover/store-http';
import type { MigrateResult } from '@cutover/sync-engine';
import { describe, expect, it } from 'vitest';
import { type Asking, migrate } from '../support/commands.ts';
import { inWorld, shownBy, type World, yes } from '../support/world.ts';

const stores = [
  { hash: 'source', catalog: { kind: 'seeded', products: 0 } },
  { hash: 'target', catalog: { kind: 'products-only', products: 0 } },
] as const;

const PRODUCTS = 24;
const IMAGES = 3;

/** @param own products of the target that have an image of their own already. */
function plant({ source, target }: World, own = 0): void {
  for (let number = 1; number <= PRODUCTS; number += 1) {
    const sku = `SKU-${number}`;
    const { id: productId } = source.addProduct({ name: sku, sku });
    const { id: counterpart } = target.addProduct({ name: sku, sku });
    for (let place = 0; place < IMAGES; place += 1)
      source.addImage({
        productId,
        picture: { tiny: number * 10 + place },
        fileName: `${sku}-${place}.png`,
        description: `${sku} ${place}`,
        sortOrder: place,
        isThumbnail: place === 0,
      });
    if (number <= own)
      target.addImage({
        productId: counterpart,
        picture: { tiny: 1000 + number },
        fileName: 'own.png',
        sortOrder: 90,
        isThumbnail: false,
      });
  }
  target.resetRequests();
}

/** Waits a tenth of what it is asked to. */
const hasty: Asking['clock'] = {
  ...systemClock,
  sleep: async (ms, signal) => await systemClock.sleep(ms / 10, signal),
};

interface Told {
  readonly result: MigrateResult;
  readonly notices: readonly string[];
  /** Updates of products, and creates of single images. */
  readonly updates: number;
  readonly creates: number;
}

async function migrateTogether(
  world: World,
  settings: Partial<Asking['settings']> = {},
  change: (engine: Asking) => Asking = (engine) => engine,
): Promise<Told> {
  const engine = { ...world.engine({ settings: { batch: 'auto', ...settings } }), clock: hasty };
  world.target.resetRequests();
  const result = await migrate(change(engine), yes);
  const writes = world.target
    .requests()
    .filter(({ version, method }) => version === 'v3' && method !== 'GET');
  return {
    result,
    notices: engine.events.flatMap((event) =>
      event.type === 'notice' ? [event.code === 'batch-off' ? `batch-off ${event.why}` : event.code] : [],
    ),
    updates: writes.filter(({ method, path }) => method === 'PUT' && /\/catalog\/products\?/.test(path))
      .length,
    creates: writes.filter(({ method }) => method === 'POST').length,
  };
}

const all = PRODUCTS * IMAGES;

/** Whatever the store has done: all is there once, and a second run sends nothing. */
async function allIsThere(world: World): Promise<void> {
  expect(await shownBy(world.target)).toEqual(await shownBy(world.source));
  const again = await migrateTogether(world);
  expect(again).toMatchObject({ result: { outcome: 'done', created: 0 }, updates: 0, creates: 0 });
}

it('one product is tried by itself, then several go in one request', async () => {
  await inWorld({ stores }, async (world) => {
    plant(world);
    const told = await migrateTogether(world, { concurrency: 1 });
    // 1, then 3, 6, 10, and the 4 that are left.
    expect(told).toMatchObject({
      result: { outcome: 'done', created: all },
      notices: [],
      updates: 5,
      creates: 0,
    });
    const actions = world.engine().journal.actions(told.result.run);
    expect(actions.map(({ status, attempts }) => ({ status, attempts }))).toEqual(
      Array.from({ length: all }, () => ({ status: 'applied', attempts: 1 })),
    );
    await allIsThere(world);
  });
});

it.each([
  ['it is off', { batch: 'off' }],
  ['nothing was said of it', { batch: undefined }],
  ['pictures are uploaded', { transfer: 'upload' }],
] as const)('each image goes by itself where %s', async (_, settings) => {
  await inWorld({ stores }, async (world) => {
    plant(world);
    const told = await migrateTogether(world, settings);
    expect(told).toMatchObject({ result: { outcome: 'done', created: all }, updates: 0, creates: all });
    await allIsThere(world);
  });
});

it('a product that has an image on the target is never sent any together with others', async () => {
  await inWorld({ stores }, async (world) => {
    plant(world, 4);
    const told = await migrateTogether(world, { concurrency: 1 });
    expect(told).toMatchObject({ result: { created: all }, updates: 4, creates: 4 * IMAGES });
    expect(world.target.images().filter(({ imageFile }) => imageFile.includes('own'))).toHaveLength(4);
  });
});

it('a product that gets an image between the plan and the look is not sent any together with others', async () => {
  await inWorld({ stores, switches: { 'v3-product-put-images': 'replace' } }, async (world) => {
    plant(world);
    const [first, second] = world.target.products();
    const told = await migrateTogether(world, { concurrency: 1 }, (engine) => ({
      ...engine,
      emit(event) {
        // The plan is made; nothing is written yet.
        if (event.type === 'progress' && event.phase === 'writing' && world.target.images().length === 0)
          for (const { id: productId } of [first, second].flatMap((one) => one ?? []))
            world.target.addImage({
              productId,
              picture: { tiny: 5000 },
              fileName: 'theirs.png',
              sortOrder: 90,
            });
        engine.emit(event);
      },
    }));
    expect(told).toMatchObject({ result: { created: all }, creates: 2 * IMAGES });
    expect(world.target.images().filter(({ imageFile }) => imageFile.includes('theirs'))).toHaveLength(2);
  });
});

describe('whatever the store does with images in a product update, all is there once', () => {
  it.each<[string, Partial<Switches>, Partial<Faults>, Pick<Told, 'notices'>]>([
    ['adds them', { 'v3-product-put-images': 'append' }, {}, { notices: [] }],
    ['puts them in the place of others', { 'v3-product-put-images': 'replace' }, {}, { notices: [] }],
    [
      'ignores them in silence',
      { 'v3-product-put-images': 'ignored' },
      {},
      { notices: ['batch-off incomplete'] },
    ],
    [
      'saves the product alone (207)',
      { 'v3-product-put-images': '207' },
      {},
      { notices: ['batch-off refused'] },
    ],
    [
      'takes the first of each product',
      { 'v3-product-put-images': 'first' },
      {},
      { notices: ['batch-off incomplete'] },
    ],
    ['takes seven images', { 'v3-product-put-images-max': 7 }, {}, { notices: [] }],
    ['takes two images', { 'v3-product-put-images-max': 2 }, {}, { notices: [] }],
    ['renumbers places', { 'sort-kept': 'renumbered' }, {}, { notices: [] }],
    ['lists late', { 'list-lag-ms': 300 }, {}, { notices: [] }],
  ])('%s', { timeout: 60_000 }, async (_, switches, faults, told) => {
    await inWorld({ stores: [stores[0], { ...stores[1], switches }] }, async (world) => {
      plant(world);
      world.target.setFaults(faults);
      expect(await migrateTogether(world, { settleAfterMs: 700 })).toMatchObject({
        result: { outcome: 'done', created: all },
        ...told,
      });
      world.target.setFaults({});
      await allIsThere(world);
    });
  });

  it('does it, and does not answer', { timeout: 60_000 }, async () => {
    await inWorld({ stores }, async (world) => {
      plant(world);
      world.target.setFaults({ 'error-after': 1 });
      const engine = world.engine();
      let lost = 0;
      const told = await migrateTogether(world, { settleAfterMs: 200 }, (given) => ({
        ...given,
        target: {
          ...given.target,
          v3: {
            ...given.target.v3,
            async createImagesOfProducts(...sending) {
              lost += 1;
              if (lost > 2) world.target.setFaults({ 'error-after': 0 });
              await given.target.v3.createImagesOfProducts(...sending);
            },
          },
        },
      }));
      expect(told).toMatchObject({ result: { outcome: 'done', created: all }, notices: [], creates: 0 });
      // What was done without an answer is found, and not made again.
      expect(engine.journal.actions(told.result.run).every(({ attempts }) => attempts === 1)).toBe(true);
      await allIsThere(world);
    });
  });

  it.each(['request', 'product', 'image'] as const)(
    'one address shows no picture, and with it fails its %s',
    { timeout: 60_000 },
    async (bad) => {
      await inWorld(
        { stores: [stores[0], { ...stores[1], switches: { 'v3-product-put-bad-image': bad } }] },
        async (world) => {
          plant(world);
          const [, , third] = world.source.images();
          const told = await migrateTogether(world, { settleAfterMs: 200 }, (engine) => ({
            ...engine,
            target: {
              ...engine.target,
              v3: {
                ...engine.target.v3,
                async createImagesOfProducts(products, options) {
                  const spoilt = products.map((product) => ({
                    ...product,
                    images: product.images.map((image) =>
                      image.fields.description === third?.description
                        ? { ...image, imageUrl: `${image.imageUrl}.gone` }
                        : image,
                    ),
                  }));
                  await engine.target.v3.createImagesOfProducts(spoilt, options);
                },
              },
            },
          }));
          expect(told).toMatchObject({ result: { outcome: 'done', created: all } });
          await allIsThere(world);
        },
      );
    },
  );
});
