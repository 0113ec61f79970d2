// The requests of each command, counted at the stores, exactly: one more is seen the day it comes. docs/performance.md has the same
// table. Nothing is timed, and no count depends on time.
import { readFileSync } from 'node:fs';
import type { StoreControl } from '@cutover/sandbox-store';
import type { CarriedKind } from '@cutover/sync-engine';
import { expect, it } from 'vitest';
import { type Asking, diff, migrate, verify } from '../support/commands.ts';
import { inWorld, type World, yes } from '../support/world.ts';

const page = readFileSync(new URL('../../docs/performance.md', import.meta.url), 'utf8');
const pair = (products: number, slotPictures = false) =>
  ({
    stores: [
      {
        hash: 'source',
        catalog: { kind: 'seeded', products, imagesPerProduct: 5, pictures: 'tiny', slotPictures },
      },
      { hash: 'target', catalog: { kind: 'products-only', products } },
    ],
  }) as const;

interface Counts {
  readonly source: number;
  readonly target: number;
  readonly writes: number;
}

/** What a command asks of the APIs; pictures are no part of it. */
async function countsOf(world: World, work: () => Promise<unknown>): Promise<Counts> {
  world.source.resetRequests();
  world.target.resetRequests();
  await work();
  const api = (store: StoreControl) =>
    store.requests().filter(({ version }) => version === 'v2' || version === 'v3');
  const target = api(world.target);
  return {
    source: api(world.source).length,
    target: target.length,
    writes: target.filter(({ method }) => method !== 'GET').length,
  };
}

/** The page says the same, in the same words. */
function expectOnPage(what: string, { source, target, writes }: Counts): void {
  const cells = page.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
  expect(cells).toContainEqual(['', what, ...[source, target, writes].map(String), '']);
}

const together = { kinds: ['product'], batch: 'auto' } as const;
const singly = { kinds: ['product'], batch: 'off' } as const;
const everything: readonly CarriedKind[] = ['product', 'variant', 'modifier', 'swatch'];

it('of 500 products with 2,500 images, together', { timeout: 300_000 }, async () => {
  await inWorld(pair(500), async (world) => {
    const engine = (mode: 'transfer' | 'parity' = 'transfer'): Asking =>
      world.engine({ mode, settings: together });
    const compared = await countsOf(world, async () => await diff(engine()));
    const migrated = await countsOf(world, async () => await migrate(engine(), yes));
    const again = await countsOf(world, async () => await migrate(engine(), yes));
    const verified = await countsOf(
      world,
      async () => await verify(engine(), { level: 'fields', sample: 1 }),
    );
    const views = await countsOf(world, async () => await diff(engine('parity')));
    expect({ compared, migrated, again, verified, views }).toEqual({
      // A page for 250 products of a side, and its count.
      compared: { source: 3, target: 3, writes: 0 },
      // The plan of the diff is carried out: nothing is read once more but what is written to.
      migrated: { source: 0, target: 119, writes: 52 },
      again: { source: 3, target: 3, writes: 0 },
      verified: { source: 3, target: 3, writes: 0 },
      // V2 gives the images of one product a list.
      views: { source: 507, target: 0, writes: 0 },
    });
    expect(migrated.target / 2_500).toBeLessThan(0.05);
    expectOnPage('`diff` of two stores', compared);
    expectOnPage('`migrate` of that plan, together', migrated);
    expectOnPage('the same `migrate` once more, and nothing to do', again);
    expectOnPage('`verify`', verified);
    expectOnPage('`diff` of one store', views);
  });
});

it('of 100 products with 500 images, one by one', { timeout: 120_000 }, async () => {
  await inWorld(pair(100), async (world) => {
    const counts = await countsOf(world, async () => await migrate(world.engine({ settings: singly }), yes));
    expect(counts).toEqual({ source: 2, target: 505, writes: 500 });
    expect(counts.target / 500).toBeLessThanOrEqual(1.01);
    expectOnPage('`migrate` of 100 products, one by one', counts);
  });
});

it('of the same, killed in the middle and taken up again', { timeout: 120_000 }, async () => {
  await inWorld(pair(100), async (world) => {
    const settings = { ...singly, concurrency: 1 } as const;
    const killed = world.engine({ settings });
    const { journal } = killed;
    const dead = Promise.withResolvers<void>();
    let records = 0;
    // The process is gone after the 251st write, and nobody has noted what became of it.
    const record: typeof journal.record = async (results) => {
      records += 1;
      if (records <= 250) return await journal.record(results);
      dead.resolve();
      return await new Promise<never>(() => undefined);
    };
    const first = await countsOf(world, async () => {
      const start: typeof journal.start = async (...intents) =>
        await (records > 250 ? new Promise<never>(() => undefined) : journal.start(...intents));
      void migrate({ ...killed, journal: { ...journal, record, start } }, yes);
      await dead.promise;
    });
    await world.reopen();
    const second = await countsOf(world, async () => await migrate(world.engine({ settings }), yes));
    expect({ first, second, images: world.target.images().length }).toEqual({
      first: { source: 2, target: 2 + 2 + 251, writes: 251 },
      // A list that shows what became of the open one, and a look at what is left of its product, beside that at the others.
      second: { source: 0, target: 1 + 1 + 1 + 249 + 1, writes: 249 },
      images: 500,
    });
    expectOnPage('the same, killed after 251 images', first);
    expectOnPage('and taken up again', second);
  });
});

it('of 100 products with pictures of all kinds', { timeout: 120_000 }, async () => {
  await inWorld(pair(100, true), async (world) => {
    const settings = { kinds: everything, batch: 'auto' } as const;
    const migrated = await countsOf(world, async () => await migrate(world.engine({ settings }), yes));
    const again = await countsOf(world, async () => await migrate(world.engine({ settings }), yes));
    expect({ migrated, again }).toEqual({
      migrated: { source: 12, target: 127, writes: 90 },
      // A page of the source, one for ten of its products, and of the target's those in which the source shows such a picture.
      again: { source: 12, target: 6, writes: 0 },
    });
    expectOnPage('`migrate` of 100 products, all kinds, together', migrated);
    expectOnPage('the same once more', again);
  });
});
