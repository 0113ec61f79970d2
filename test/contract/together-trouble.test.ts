// Requests for several products in trouble: put off, kept waiting, and on a store that is at work long after it was given up.

import { JournalError, type PairJournal } from '@cutover/journal';
import { systemClock } from '@cutover/store-http';
import type { V3Client } from '@cutover/v3-client';
import { expect, it } from 'vitest';
import { type Asking, migrate } from '../support/commands.ts';
import { inWorld, shownBy, type World, yes } from '../support/world.ts';

const stores = [
  { hash: 'source', catalog: { kind: 'seeded', products: 0 } },
  { hash: 'target', catalog: { kind: 'products-only', products: 0 } },
] as const;
const IMAGES = 3;
function plant({ source, target }: World, products = 24, images = IMAGES): void {
  for (let number = 1; number <= products; number += 1) {
    const sku = `SKU-${number}`;
    const { id: productId } = source.addProduct({ name: sku, sku });
    target.addProduct({ name: sku, sku });
    for (let place = 0; place < images; place += 1)
      source.addImage({
        productId,
        picture: { tiny: number * 100 + place },
        fileName: `${sku}-${place}.png`,
        description: `${sku} ${place}`,
        sortOrder: place,
        isThumbnail: place === 0,
      });
  }
}
const hasty: Asking['clock'] = {
  ...systemClock,
  sleep: async (ms, signal) => await systemClock.sleep(ms / 10, signal),
};
type Create = V3Client['createImagesOfProducts'];
const withCreate = (engine: Asking, change: (create: Create) => Create): Asking => ({
  ...engine,
  target: {
    ...engine.target,
    v3: { ...engine.target.v3, createImagesOfProducts: change(engine.target.v3.createImagesOfProducts) },
  },
});
function counts(world: World) {
  const writes = world.target
    .requests()
    .filter(({ version, method }) => version === 'v3' && method !== 'GET');
  return {
    updates: writes.filter(({ method }) => method === 'PUT').length,
    creates: writes.filter(({ method }) => method === 'POST').length,
  };
}

const settings = { batch: 'auto', settleAfterMs: 200, concurrency: 4 } as const;

it('what was put off for want of quota goes together later', { timeout: 60_000 }, async () => {
  await inWorld({ stores }, async (world) => {
    plant(world);
    world.target.resetRequests();
    let sent = 0;
    const engine = withCreate(
      { ...world.engine({ settings }), clock: hasty },
      (create) =>
        async (...sending) => {
          sent += 1;
          if (sent === 3) world.target.failNext({ method: 'PUT' }, 'rate-limit-bare');
          await create(...sending);
        },
    );
    expect(await migrate(engine, yes)).toMatchObject({ outcome: 'done', created: 72 });
    expect(counts(world)).toMatchObject({ creates: 0 });
    expect(await shownBy(world.target)).toEqual(await shownBy(world.source));
  });
});

it('a request that waits until its look is old does not leave before another look', {
  timeout: 60_000,
}, async () => {
  const replacing = { ...stores[1], switches: { 'v3-product-put-images': 'replace' } } as const;
  await inWorld({ stores: [stores[0], replacing] }, async (world) => {
    plant(world);
    const { clock, ...given } = world.engine({ settings });
    let skippedMs = 0;
    let sent = 0;
    let theirs: readonly number[] = [];
    const engine = withCreate(
      { ...given, clock: { ...hasty, monotonicMs: () => clock.monotonicMs() + skippedMs } },
      (create) => async (products, options) => {
        sent += 1;
        const isHeldUp = sent === 3;
        await create(products, {
          ...options,
          async beforeSend() {
            if (isHeldUp) {
              skippedMs += 11_000;
              theirs = products.map(({ productId }) => productId);
              for (const productId of theirs)
                world.target.addImage({
                  productId,
                  picture: { tiny: 9000 },
                  fileName: 'theirs.png',
                  sortOrder: 90,
                });
            }
            await options?.beforeSend?.();
          },
        });
      },
    );
    expect(await migrate(engine, yes)).toMatchObject({ outcome: 'done', created: 72 });
    const left = world.target.images().filter(({ imageFile }) => imageFile.includes('theirs'));
    expect(left.map(({ productId }) => productId)).toEqual(theirs);
    expect(world.target.images()).toHaveLength(72 + theirs.length);
  });
});

it('nothing is made twice while a store still works at what it was given', { timeout: 60_000 }, async () => {
  await inWorld({ stores }, async (world) => {
    plant(world, 1, 20);
    const given = { ...world.engine({ settings }), clock: hasty };
    const { createImage, listImages } = given.target.v3;
    const atWork: (() => Promise<unknown>)[] = [];
    const engine = withCreate(given, () => async (products, options) => {
      await options?.beforeSend?.();
      for (const { productId, images } of products)
        for (const { imageUrl, fields } of images)
          atWork.push(async () => await createImage(productId, { imageUrl }, fields));
      throw new Error('No answer.');
    });
    const result = await migrate(
      {
        ...engine,
        target: {
          ...engine.target,
          v3: {
            ...engine.target.v3,
            async listImages(...asked) {
              // Five more with each look.
              for (const make of atWork.splice(0, 5)) await make();
              return await listImages(...asked);
            },
          },
        },
      },
      yes,
    );
    for (const make of atWork) await make();
    expect(result).toMatchObject({ outcome: 'done', created: 20, inDoubt: 0 });
    expect(await shownBy(world.target)).toEqual(await shownBy(world.source));
  });
});

it('what a look does not show is said to be in doubt, and why', { timeout: 60_000 }, async () => {
  const ignoring = { ...stores[1], switches: { 'v3-product-put-images': 'ignored' } } as const;
  await inWorld({ stores: [stores[0], ignoring] }, async (world) => {
    plant(world, 1);
    const engine = world.engine({ settings });
    await migrate({ ...engine, clock: hasty }, yes);
    const doubts = engine.events.flatMap((event) =>
      event.type === 'action' && event.inDoubt === true ? [event.reason] : [],
    );
    expect(doubts).toEqual(Array<string>(IMAGES).fill('the answer does not mention it'));
  });
});

it('a request that never leaves keeps no other back where the quota lets one at a time be looked at', {
  timeout: 60_000,
}, async () => {
  await inWorld({ stores }, async (world) => {
    plant(world);
    const engine = world.engine({ settings });
    const turns = () => ({ requestsPerSecond: 0.1, given: 0, waitedMs: 0 });
    const [first] = world.target.products();
    const result = await migrate(
      { ...engine, clock: hasty, target: { ...engine.target, turns } },
      {
        ...yes,
        approve() {
          // Since the plan was made: it is unfit for the first request, which carries nothing else.
          if (first !== undefined) world.target.addImage({ productId: first.id, picture: { tiny: 1 } });
          return Promise.resolve('go');
        },
      },
    );
    expect(result).toMatchObject({ outcome: 'done', created: 72 });
    expect(counts(world)).toMatchObject({ creates: IMAGES });
  });
});

it('a stop ends those that wait to be looked at, too', { timeout: 60_000 }, async () => {
  await inWorld({ stores }, async (world) => {
    plant(world, 40);
    const stop = new AbortController();
    let applied = 0;
    const engine = world.engine({
      settings,
      stopping: stop.signal,
      onEvent(event) {
        if (event.type === 'action' && event.status === 'applied') applied += 1;
        // Of the first request that does not go alone.
        if (applied === 11 * IMAGES) stop.abort();
      },
    });
    const turns = () => ({ requestsPerSecond: 0.1, given: 0, waitedMs: 0 });
    const target = { ...engine.target, turns };
    expect((await migrate({ ...engine, clock: hasty, target }, yes)).outcome).toBe('stopped');
    expect(await migrate({ ...world.engine({ settings }), clock: hasty }, yes)).toMatchObject({
      outcome: 'done',
      inDoubt: 0,
    });
    expect(await shownBy(world.target)).toEqual(await shownBy(world.source));
  });
});

/** A disk that fails while others wait for a request to go well: nobody is to wait for it any more. */
async function failing(
  change: (journal: PairJournal, isWriting: () => boolean) => Partial<PairJournal>,
  own: readonly string[] = [],
): Promise<number> {
  let updates = 0;
  await inWorld({ stores }, async (world) => {
    plant(world);
    for (const { id: productId, sku } of world.target.products())
      if (own.includes(sku)) world.target.addImage({ productId, picture: { tiny: 1 } });
    let isWriting = false;
    const engine = world.engine({
      settings,
      onEvent(event) {
        if (event.type === 'progress' && event.phase === 'writing') isWriting = true;
      },
    });
    const journal = { ...engine.journal, ...change(engine.journal, () => isWriting) };
    world.target.resetRequests();
    await expect(migrate({ ...engine, clock: hasty, journal }, yes)).rejects.toBe(damaged);
    ({ updates } = counts(world));
  });
  return updates;
}
const damaged = new JournalError('damaged', 'The disk failed to read it.');

it('stops the run where the journal fails when it is asked what goes together', async () => {
  const updates = await failing((journal, isWriting) => ({
    pendingOf(...asked) {
      if (isWriting()) throw damaged;
      return journal.pendingOf(...asked);
    },
  }));
  expect(updates).toBe(0);
});

it('stops the run where the record of a product that goes by itself is refused', async () => {
  let isRefused = false;
  const updates = await failing(
    (journal) => ({
      async record(outcomes) {
        if (isRefused) return await journal.record(outcomes);
        isRefused = true;
        throw damaged;
      },
    }),
    ['SKU-1'],
  );
  expect(updates).toBeLessThan(2);
});
