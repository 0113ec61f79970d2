// A repair does again what a verify found wrong, and nothing else; a wrong picture is made again before the outdated one
// is removed.
import type { VerifyLevel } from '@cutover/sync-engine';
import { describe, expect, it } from 'vitest';
import { migrate, repair, verify } from '../support/commands.ts';
import { cutAfter, idsOf, plant, preferSource, repairing, stores } from '../support/planted.ts';
import { inWorld, methodsOf, shownBy, type World, yes } from '../support/world.ts';

const nothing = {
  set: 0,
  created: 0,
  updated: 0,
  removed: 0,
  failed: 0,
  remaining: 0,
  inDoubt: 0,
  conflicts: 0,
};

describe('a damaged target', () => {
  it('is fixed where it was complained of, and verified again', async () => {
    await inWorld({ stores }, async (world) => {
      await migrated(world, ['MUG', 'CUP', 'JUG']);
      const [mug = [], cup = []] = idsOf(world.target);
      world.target.updateImage(mug[0] ?? 0, { description: 'something else' });
      world.target.removeImage(mug[1] ?? 0);
      world.target.updateImage(cup[2] ?? 0, { picture: { tiny: 900 } });
      const found = await verify(world.engine(), { level: 'content', sample: 1 });
      expect(found).toMatchObject({ outcome: 'differs', mismatched: 3 });
      // Not complained of, because it came later: left alone.
      world.target.updateImage(mug[3] ?? 0, { description: 'came later' });
      world.target.resetRequests();
      const engine = world.engine(preferSource);
      const result = await repair(engine, repairing);
      expect(result).toEqual({
        ...nothing,
        run: expect.any(String),
        verifyRun: found.run,
        outcome: 'incomplete',
        products: 2,
        images: 8,
        created: 2,
        updated: 1,
        removed: 1,
        unmatchedProducts: 0,
        verified: { run: expect.any(String), checked: 8, unchecked: 0, mismatched: 1 },
      });
      expect(methodsOf(world.target)).toMatchObject({ POST: 2, PUT: 1, DELETE: 1 });
      expect(engine.events.find((event) => event.type === 'run')).toMatchObject({
        command: 'repair',
        verifyRun: found.run,
      });
      // Its own verify is the newest now, and has found what came later.
      expect(await repair(world.engine(preferSource), repairing)).toMatchObject({
        outcome: 'done',
        updated: 1,
      });
      expect(await shownBy(world.target)).toEqual(await shownBy(world.source));
    });
  });

  it('is planned and left as it is by a dry run', async () => {
    await inWorld({ stores }, async (world) => {
      await migrated(world, ['MUG']);
      world.target.removeImage(50_002);
      await verify(world.engine(), { level: 'fields', sample: 1 });
      const damaged = await shownBy(world.target);
      world.target.resetRequests();
      expect(await repair(world.engine(preferSource), { ...repairing, dryRun: true })).toMatchObject({
        ...nothing,
        outcome: 'done',
        remaining: 1,
        estimate: { requests: 3 },
      });
      expect(Object.keys(methodsOf(world.target))).toEqual(['GET']);
      expect(await shownBy(world.target)).toEqual(damaged);
    });
  });

  it('loses what only the target has under mirror alone', async () => {
    await inWorld({ stores }, async (world) => {
      await migrated(world, ['MUG']);
      world.target.addImage({
        productId: world.target.products()[0]?.id ?? 0,
        picture: { tiny: 0 },
        fileName: 'MUG-0.png',
        sortOrder: 9,
      });
      const found = await verify(world.engine(), { level: 'fields', sample: 1 });
      expect(found).toMatchObject({ outcome: 'differs', mismatched: 1 });
      expect(await repair(world.engine(preferSource), repairing)).toMatchObject({
        outcome: 'incomplete',
        removed: 0,
      });
      const mirror = { settings: { prefer: 'source', policy: 'mirror' } } as const;
      expect(await repair(world.engine(mirror), repairing)).toMatchObject({ outcome: 'done', removed: 1 });
      expect(await shownBy(world.target)).toEqual(await shownBy(world.source));
    });
  });

  it.each([
    ['before the new picture is made', 1],
    ['between the new picture and the removal of the old', 2],
  ])('is fixed once, when the repair is stopped %s', async (_, applied) => {
    await inWorld({ stores }, async (world) => {
      await migrated(world, ['MUG']);
      world.target.updateImage(50_001, { description: 'something else' });
      world.target.updateImage(50_002, { picture: { tiny: 900 } });
      world.target.removeImage(50_003);
      await verify(world.engine(), { level: 'content', sample: 1 });
      const cut = cutAfter(world, applied, preferSource);
      expect(await repair(cut, repairing)).toMatchObject({ outcome: 'stopped' });
      await world.reopen();
      expect(await repair(world.engine(preferSource), repairing)).toMatchObject({
        outcome: 'done',
        created: 2,
        updated: 1,
        removed: 1,
      });
      expect(await shownBy(world.target)).toEqual(await shownBy(world.source));
    });
  });
});

describe('nothing to fix', () => {
  it('is nothing to write, and nobody is asked', async () => {
    await inWorld({ stores }, async (world) => {
      await migrated(world, ['MUG']);
      const found = await verify(world.engine(), { level: 'fields', sample: 1 });
      world.target.resetRequests();
      const never = { ...repairing, approve: async () => await Promise.reject(new Error('asked')) };
      expect(await repair(world.engine(preferSource), never)).toEqual({
        ...nothing,
        run: expect.any(String),
        verifyRun: found.run,
        outcome: 'done',
        products: 0,
        images: 0,
        unmatchedProducts: 0,
      });
    });
  });

  it('is refused before anything was verified', async () => {
    await inWorld({ stores }, async (world) => {
      const { run } = await migrated(world, ['MUG']);
      await expect(repair(world.engine(), repairing)).rejects.toMatchObject({ code: 'nothing-verified' });
      const named = world.engine({ settings: { runId: run } });
      await expect(repair(named, repairing)).rejects.toMatchObject({ code: 'nothing-verified' });
    });
  });
});

it.each<VerifyLevel>(['fields', 'content'])(
  'one store is repaired through its own V3 view (%s)',
  async (level) => {
    await inWorld({ stores: [stores[0]] }, async (world) => {
      plant(world.source, 'MUG', [0, 1, 2, 3]);
      world.source.updateImage(world.source.images()[0]?.id ?? 0, { isThumbnail: false });
      const parity = { mode: 'parity' } as const;
      expect(await verify(world.engine(parity), { level, sample: 1 })).toMatchObject({ outcome: 'differs' });
      expect(await repair(world.engine(parity), repairing)).toMatchObject({ outcome: 'done', updated: 1 });
      expect(world.source.images().map((image) => image.isThumbnail)).toEqual([true, false, false, false]);
    });
  },
);

async function migrated(world: World, skus: readonly string[]): Promise<{ run: string }> {
  for (const sku of skus) {
    plant(world.source, sku, [0, 1, 2, 3], sku);
    plant(world.target, sku, []);
  }
  const result = await migrate(world.engine(), yes);
  expect(result).toMatchObject({ outcome: 'done', created: 4 * skus.length });
  return result;
}
