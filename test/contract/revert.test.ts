// A run taken back: the target shows what it showed before, to the byte of every picture, but for what somebody has
// changed since, which stays and is told.
import type { StoreControl } from '@cutover/sandbox-store';
import { describe, expect, it } from 'vitest';
import { diff, migrate, revert } from '../support/commands.ts';
import { idsIn, put } from '../support/one-product.ts';
import {
  back,
  cutAfter,
  idsOf,
  isAction,
  mirror,
  plant,
  plantBoth,
  stores,
  told,
} from '../support/planted.ts';
import { inWorld, methodsOf, shownBy, yes } from '../support/world.ts';

const seeded = [
  { hash: 'source', catalog: { kind: 'seeded', products: 12, imagesPerProduct: 2, pictures: 'tiny' } },
  { hash: 'target', catalog: { kind: 'products-only', products: 12 } },
] as const;

describe('a run that made, changed and removed images', () => {
  it('is taken back once more after that was taken back in turn', async () => {
    await inWorld({ stores }, async (world) => {
      plantBoth(world);
      const before = await shownBy(world.target);
      const { run } = await migrate(world.engine({ settings: mirror }), yes);
      const first = await revert(world.engine(), back(run));
      await revert(world.engine(), back(first.run));
      expect(await shownBy(world.target)).toEqual(await shownBy(world.source));
      expect(await revert(world.engine(), back(run))).toMatchObject({
        outcome: 'done',
        created: 2,
        updated: 2,
        removed: 7,
        left: 0,
      });
      expect(await shownBy(world.target)).toEqual(before);
    });
  });

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
        outcome: 'done',
        products: 3,
        images: 9,
        created: 2,
        updated: 2,
        removed: 7,
        set: 0,
        failed: 0,
        remaining: 0,
        inDoubt: 0,
        conflicts: 0,
        unmatchedProducts: 0,
        left: 0,
      });
      expect(await shownBy(world.target)).toEqual(before);
      world.target.resetRequests();
      expect(await revert(world.engine(), back(run))).toMatchObject({
        outcome: 'done',
        created: 0,
        removed: 0,
      });
      expect(Object.keys(methodsOf(world.target))).toEqual(['GET']);
      // Migrated once more, everything is made again: the links of what was taken back are gone.
      expect(await migrate(world.engine({ settings: mirror }), yes)).toMatchObject({
        outcome: 'done',
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
      expect(await revert(world.engine(), back(reverted.run))).toMatchObject({ outcome: 'done', left: 0 });
      expect(await shownBy(world.target)).toEqual(migrated);
    });
  });
});

describe('what is left alone', () => {
  it('is what somebody has changed since, each told with its reason', async () => {
    await inWorld({ stores }, async (world) => {
      plantBoth(world);
      const { run } = await migrate(world.engine({ settings: mirror }), yes);
      const [, cup = [], jug = []] = idsOf(world.target);
      const mug = idsOf(world.target)[0] ?? [];
      world.target.updateImage(mug[0] ?? 0, { description: 'theirs' });
      world.target.removeImage(mug[1] ?? 0);
      world.target.updateImage(jug[0] ?? 0, { sortOrder: 40 });
      world.target.removeProduct(world.target.products()[1]?.id ?? 0);
      const engine = world.engine();
      expect(await revert(engine, back(run))).toMatchObject({
        outcome: 'incomplete',
        created: 0,
        updated: 1,
        removed: 3,
        left: 3,
      });
      expect(told(engine)).toEqual([
        `changed-since ${mug[0]} description: left as it is: this run made it, and its description has been changed since`,
        `changed-since ${jug[0]} sort_order: left as it is: its sort_order has been changed, not by this run`,
        'product-gone: the target does not have this product any more; nothing of it can be taken back',
      ]);
      expect(cup.length).toBe(2);
      expect(world.target.images(world.target.products()[0]?.id)).toMatchObject([
        { id: mug[0], description: 'theirs' },
      ]);
    });
  });

  it('are the images of variants, which V3 cannot remove', async () => {
    await inWorld({ stores: seeded }, async (world) => {
      const { run } = await migrate(world.engine(), yes);
      const engine = world.engine();
      const productId = world.target.images()[0]?.productId ?? 0;
      const [variant] = world.target.variants(productId);
      const imageUrl = world.source.originalUrl(world.source.images()[0]?.id ?? 0);
      await engine.target.v3.setVariantImage(productId, variant?.id ?? 0, { imageUrl });
      expect(await revert(engine, back(run))).toMatchObject({ outcome: 'done', left: 0 });
      expect(world.target.images()).toEqual([]);
      expect(told(engine)).toEqual([
        `variant-image-kept: images of variants stay as they are, because V3 cannot remove them: ${variant?.sku}`,
      ]);
      expect(world.target.variants(productId)[0]?.image).not.toBe(null);
    });
  });

  it('is a picture whose bytes cannot be kept, unless that is allowed', async () => {
    await inWorld({ stores }, async (world) => {
      plantBoth(world);
      const { run } = await migrate(world.engine({ settings: mirror }), yes);
      const [[first = 0] = []] = idsOf(world.target);
      world.target.updateImage(first, { damage: { original: 'missing' } });
      expect(await revert(world.engine(), back(run))).toMatchObject({
        outcome: 'incomplete',
        removed: 6,
        set: 0,
        failed: 1,
      });
      const again = await revert(world.engine(), back(run));
      expect(again).toMatchObject({ outcome: 'incomplete', removed: 0, failed: 1 });
      expect(world.journal.failures(again.run)).toEqual({ 'not-archived': 1 });
      const allowing = world.engine({ settings: { allowUnarchived: true } });
      expect(await revert(allowing, back(run))).toMatchObject({ outcome: 'done', removed: 1 });
    });
  });
});

describe('an interrupted run', () => {
  it('is taken back as far as it came, what it left in doubt first, and is over', async () => {
    await inWorld({ stores }, async (world) => {
      plantBoth(world);
      const before = await shownBy(world.target);
      const stop = new AbortController();
      let started = 0;
      const cut = world.engine({
        settings: { ...mirror, concurrency: 1 },
        stopping: stop.signal,
        onEvent(event) {
          if (event.type !== 'action' || event.status !== 'started') return;
          started += 1;
          if (started < 5) return;
          // The answer is lost and nobody waits for it: the image is there, and the journal does not know.
          world.target.failNext({ method: 'POST', path: /images/ }, 'reset-after');
          stop.abort();
        },
      });
      const { run, outcome, inDoubt } = await migrate(cut, yes);
      expect({ outcome, inDoubt }).toEqual({ outcome: 'stopped', inDoubt: 1 });
      await world.reopen();
      expect(await revert(world.engine(), back(run))).toMatchObject({ outcome: 'done', left: 0, inDoubt: 0 });
      expect(await shownBy(world.target)).toEqual(before);
      expect(world.journal.run(run)).toMatchObject({ phase: 'finished', outcome: 'abandoned' });
      const next = await migrate(world.engine({ settings: mirror }), yes);
      expect(next.run).not.toBe(run);
      expect(await shownBy(world.target)).toEqual(await shownBy(world.source));
    });
  });

  it.each([1, 4, 8])(
    'of the revert itself, after %i writes, is continued by the same command',
    async (writes) => {
      await inWorld({ stores }, async (world) => {
        plantBoth(world);
        const before = await shownBy(world.target);
        const { run } = await migrate(world.engine({ settings: mirror }), yes);
        const cut = cutAfter(world, writes, { settings: { concurrency: 1 } });
        const first = await revert(cut, back(run));
        expect(first).toMatchObject({ outcome: 'stopped' });
        await world.reopen();
        const engine = world.engine();
        expect(await revert(engine, back(run))).toMatchObject({ run: first.run, outcome: 'done', left: 0 });
        expect(engine.events[0]).toMatchObject({ type: 'run', resumed: true, revertsRun: run });
        expect(await shownBy(world.target)).toEqual(before);
      });
    },
  );

  it('of the revert itself is continued whatever was chosen then and now: it takes back a run, and not a choice', async () => {
    await inWorld({ stores }, async (world) => {
      plantBoth(world);
      const { run } = await migrate(world.engine({ settings: mirror }), yes);
      const { run: cut } = await revert(cutAfter(world, 1, { settings: { concurrency: 1 } }), back(run));
      const others = { ...mirror, match: 'name', productsDigest: 'others' } as const;
      const again = await revert(world.engine({ settings: others }), back(run));
      expect(again).toMatchObject({ run: cut, outcome: 'done', left: 0 });
    });
  });

  it('is finished before another is taken back', async () => {
    await inWorld({ stores }, async (world) => {
      plantBoth(world);
      const { run } = await migrate(world.engine({ settings: mirror }), yes);
      const { run: open } = await revert(cutAfter(world, 1, {}, isAction), back(run));
      await expect(revert(world.engine(), back(open))).rejects.toMatchObject({
        code: 'refused-other-run',
        run: open,
      });
    });
  });
});

it('one store gets back the thumbnails that were fixed in it', async () => {
  const switches = { 'thumbnail-unset': 'cleared' } as const;
  await inWorld({ stores: [stores[0]], switches }, async (world) => {
    plant(world.source, 'MUG', [1, 2, 3]);
    const [first = 0, second = 0] = world.source.images().map(({ id }) => id);
    world.source.updateImage(second, { isThumbnail: true });
    const parity = { mode: 'parity' } as const;
    const { run } = await migrate(world.engine(parity), yes);
    expect(flagged(world.source)).toEqual([first]);
    const engine = world.engine(parity);
    // Two thumbnails cannot be had through V3: of them the one that is there stays, and that is said.
    expect(await revert(engine, back(run))).toMatchObject({ outcome: 'incomplete', updated: 0, left: 1 });
    expect(told(engine)).toEqual([
      `changed-since ${second} is_thumbnail: left as it is: it was a second thumbnail, and V3 keeps but one`,
    ]);
    expect(flagged(world.source)).toEqual([first]);
    world.source.updateImage(first, { isThumbnail: false });
    const fixed = await migrate(world.engine(parity), yes);
    expect(await revert(world.engine(parity), back(fixed.run))).toMatchObject({
      outcome: 'done',
      updated: 1,
    });
    expect(flagged(world.source)).toEqual([]);
  });
});

it.each(['diff', 'dry run', 'nobody', 'other stores'])('a run that is no writing run: %s', async (what) => {
  await inWorld({ stores }, async (world) => {
    plantBoth(world);
    const codes = {
      diff: 'not-revertible',
      'dry run': 'not-revertible',
      nobody: 'unknown-run',
      'other stores': 'refused-other-stores',
    };
    const { run } =
      what === 'diff'
        ? await diff(world.engine())
        : what === 'dry run'
          ? await migrate(world.engine(), { ...yes, dryRun: true })
          : await migrate(world.engine(), yes);
    const engine = world.engine({ mode: what === 'other stores' ? 'parity' : 'transfer' });
    const { code } = await revert(engine, back(what === 'nobody' ? 'r0099-2222' : run)).then(
      () => ({ code: 'none' }),
      (error: unknown) => (error instanceof Error && 'code' in error ? error : { code: error }),
    );
    expect(code).toBe(Object.entries(codes).find(([name]) => name === what)?.[1]);
  });
});

function flagged(store: StoreControl): number[] {
  return store.images().flatMap(({ id, isThumbnail }) => (isThumbnail ? [id] : []));
}

it('a removed image whose name and text somebody has given another picture is not called put back', async () => {
  await inWorld({ stores }, async (world) => {
    put(world.source, 'a.png|1|0|a');
    put(world.target, 'own.png|9|0|');
    const { run } = await migrate(world.engine({ settings: mirror }), yes);
    const [made = 0] = idsIn(world.target);
    put(world.target, 'own.png|8|5|');
    const engine = world.engine();
    expect(await revert(engine, back(run))).toMatchObject({ outcome: 'incomplete', created: 0, left: 2 });
    expect(told(engine)).toEqual([
      'changed-since 50001: left as it is: it was removed, and image 50003 has its name and its text: if that is another picture, put it back by hand',
      `changed-since ${made}: left as it is: it stays in the place of image 50001, which cannot be put back`,
    ]);
  });
});
