// A run taken back: the target shows what it showed before, to the byte of every picture, but for what somebody has
// changed since, which stays and is told.
import type { StoreControl } from '@cutover/sandbox-store';
import { migrate, type RevertOptions, revert } from '@cutover/sync-engine';
import { describe, expect, it } from 'vitest';
import { inWorld, methodsOf, shownBy, type World, yes } from '../world.ts';

const stores = [
  { hash: 'source', catalog: { kind: 'seeded', products: 0 } },
  { hash: 'target', catalog: { kind: 'products-only', products: 0 }, firstIds: { image: 50_001 } },
] as const;
const mirror = { policy: 'mirror', prefer: 'source' } as const;

describe('a run that made, changed and removed images', () => {
  it('is taken back to the byte, and again with nothing left to do', async () => {
    await inWorld({ stores }, async (world) => {
      plantBoth(world);
      const before = await shownBy(world.target);
      const { run } = await migrate(world.engine({ settings: mirror }), yes);
      expect(await shownBy(world.target)).toEqual(await shownBy(world.source));

      const engine = world.engine();
      const result = await revert(engine, back(run));
      expect(result).toEqual({
        run: expect.any(String),
        revertsRun: run,
        exitCode: 0,
        products: 3,
        images: 9,
        created: 2,
        updated: 2,
        removed: 7,
        failed: 0,
        remaining: 0,
        inDoubt: 0,
        conflicts: 0,
        unmatchedProducts: 0,
        left: 0,
      });
      expect(await shownBy(world.target)).toEqual(before);
      world.target.resetRequests();
      expect(await revert(world.engine(), back(run))).toMatchObject({ exitCode: 0, created: 0, removed: 0 });
      expect(Object.keys(methodsOf(world.target))).toEqual(['GET']);
      // Migrated once more, everything is made again: the links of what was taken back are gone.
      expect(await migrate(world.engine({ settings: mirror }), yes)).toMatchObject({
        exitCode: 0,
        created: 7,
      });
      expect(await shownBy(world.target)).toEqual(await shownBy(world.source));
    });
  });

  it('comes back when its revert is taken back', async () => {
    await inWorld({ stores }, async (world) => {
      plantBoth(world);
      const { run } = await migrate(world.engine({ settings: mirror }), yes);
      const migrated = await shownBy(world.target);
      const reverted = await revert(world.engine(), back(run));
      expect(await revert(world.engine(), back(reverted.run))).toMatchObject({ exitCode: 0, left: 0 });
      expect(await shownBy(world.target)).toEqual(migrated);
    });
  });
});

function plantBoth({ source, target }: World): void {
  plant(source, 'MUG', [1, 2, 3]);
  plant(target, 'MUG', []);
  plant(source, 'CUP', [4, 5]);
  plant(target, 'CUP', [90, 91]); // the target's own: removed under mirror
  plant(source, 'JUG', [6, 7, 8, 9]);
  plant(target, 'JUG', [6, 7], 'old words'); // there already, with other words
}

function plant(store: StoreControl, sku: string, pictures: readonly number[], words = 'new words'): void {
  const { id: productId } = store.addProduct({ sku, name: sku });
  for (const [place, picture] of pictures.entries()) {
    store.addImage({
      productId,
      picture: { tiny: picture },
      fileName: `${sku}-${picture}.png`,
      description: `${words} ${place}`,
      sortOrder: place,
      isThumbnail: place === 0,
    });
  }
}

function back(run: string): RevertOptions {
  return { run, dryRun: false, maxChanges: undefined, approve: async () => await Promise.resolve(true) };
}
