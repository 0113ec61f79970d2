// Pictures that change their place in the story: replaced on the source, replaced on the target by somebody, replaced and
// put back. What was sent, what is there and what somebody wanted must not be taken for each other.
import type { StoreControl } from '@cutover/sandbox-store';
import { describe, expect, it } from 'vitest';
import { migrate, repair, revert, verify } from '../support/commands.ts';
import { back, plantMug, preferSource, repairing, replacePicture, stores } from '../support/planted.ts';
import { inWorld, shownBy, type World, yes } from '../support/world.ts';

describe('a picture that somebody has given an image of the target', () => {
  it.each([
    ['ask', { outcome: 'incomplete', created: 0, removed: 0, conflicts: 1 }],
    ['target', { outcome: 'done', created: 0, removed: 0, conflicts: 0 }],
    ['source', { outcome: 'done', created: 1, removed: 1, conflicts: 0 }],
  ] as const)('is an edit like any other, under --prefer %s', async (prefer, result) => {
    await inWorld({ stores }, async (world) => {
      await migrated(world);
      world.target.updateImage(50_002, { picture: { tiny: 900 }, imageFile: 'z/9/theirs__99999.png' });
      // Only a text has changed on the source, and with it the date.
      const [, second = 0] = idsOf(world.source);
      world.source.updateImage(second, {
        description: 'new words',
        dateModified: later(world.source, second),
      });
      expect(await migrate(world.engine({ settings: { prefer } }), yes)).toMatchObject(result);
      const isTheirs = world.target.images().some((image) => image.imageFile === 'z/9/theirs__99999.png');
      expect(isTheirs).toBe(prefer !== 'source');
    });
  });
});

it('a picture that somebody has put under an image of the target’s own is an edit too, and one repair takes it back', async () => {
  await inWorld({ stores }, async (world) => {
    plantMug(world, 2);
    const mug = world.target.products()[0]?.id ?? 0;
    world.target.addImage({
      productId: mug,
      picture: { tiny: 1 },
      fileName: 'MUG-1.png',
      description: 'new words 0',
      sortOrder: 0,
      isThumbnail: true,
    });
    expect(await migrate(world.engine(), yes)).toMatchObject({ outcome: 'done', created: 1, updated: 0 });
    world.target.updateImage(50_001, {
      picture: { tiny: 900 },
      imageFile: 'z/9/MUG-1__99999.png',
      sortOrder: 7,
    });
    expect(await migrate(world.engine(), yes)).toMatchObject({
      outcome: 'incomplete',
      created: 0,
      conflicts: 1,
    });
    const verifying = world.engine();
    expect(await verify(verifying, { level: 'content', sample: 1 })).toMatchObject({ mismatched: 1 });
    expect(verifying.events).toContainEqual(
      expect.objectContaining({
        rule: 'picture-broken',
        fields: ['sort_order', 'image_file'],
      }),
    );
    expect(await repair(world.engine(preferSource), repairing)).toMatchObject({
      outcome: 'done',
      created: 1,
      removed: 1,
    });
    expect(await shownBy(world.target)).toEqual(await shownBy(world.source));
  });
});

it('an image that somebody has edited keeps its picture too under --prefer target, in this run and the next', async () => {
  await inWorld({ stores }, async (world) => {
    await migrated(world);
    const [, second = 0] = idsOf(world.source);
    replacePicture(world.source, second);
    world.target.updateImage(50_002, { description: 'theirs', sortOrder: 7 });
    const kept = await shownBy(world.target);
    for (let run = 0; run < 2; run += 1) {
      const engine = world.engine({ settings: { prefer: 'target' } });
      expect(await migrate(engine, yes)).toMatchObject({
        outcome: 'done',
        created: 0,
        updated: 0,
        removed: 0,
      });
    }
    expect(await shownBy(world.target)).toEqual(kept);
  });
});

describe('a picture that was replaced on the source', () => {
  it('is replaced again after its replacement was taken back', async () => {
    await inWorld({ stores }, async (world) => {
      await migrated(world);
      const before = await shownBy(world.target);
      replace(world.source);
      const { run } = await migrate(world.engine(), yes);
      expect(await revert(world.engine(), back(run))).toMatchObject({
        outcome: 'done',
        created: 1,
        removed: 1,
      });
      expect(await shownBy(world.target)).toEqual(before);
      expect(await migrate(world.engine(), yes)).toMatchObject({ outcome: 'done', created: 1, removed: 1 });
      expect(await shownBy(world.target)).toEqual(await shownBy(world.source));
    });
  });

  it.each([
    [
      'is not made twice where the journal has forgotten that it was made again',
      {},
      { outcome: 'done', removed: 1 },
    ],
    [
      'is not made while nobody can look at what may be the new one',
      { renditions: 'missing' },
      { outcome: 'incomplete', removed: 0 },
    ],
  ] as const)('%s', async (_, damage, result) => {
    await inWorld({ stores }, async (world) => {
      await migrated(world);
      replace(world.source);
      const changed = world.source.images().find(({ picture }) => !pictureKeys(world.target).has(picture));
      const [old] = world.target.images();
      if (changed === undefined || old === undefined) throw new Error('nothing was replaced');
      // As a power cut leaves it: the new image is there, and no row of the journal says so.
      world.target.addImage({
        productId: old.productId,
        picture: { tiny: 77 },
        fileName: 'MUG-2.png',
        description: changed.description,
        sortOrder: changed.sortOrder,
        damage,
      });
      expect(await migrate(world.engine(), yes)).toMatchObject({ ...result, created: 0 });
      const copies = world.target.images().filter(({ picture }) => picture === changed.picture);
      expect(copies.length).toBe(1);
    });
  });

  it('is not forgotten while something else of its image is written', async () => {
    await inWorld({ stores }, async (world) => {
      await migrated(world);
      replace(world.source);
      const [, second = 0] = idsOf(world.source);
      world.source.updateImage(second, { sortOrder: 9 });
      world.target.updateImage(50_002, { description: 'theirs' });
      expect(await migrate(world.engine(), yes)).toMatchObject({ outcome: 'incomplete', conflicts: 1 });
      expect(await migrate(world.engine(preferSource), yes)).toMatchObject({
        outcome: 'done',
        created: 1,
        removed: 1,
      });
      expect(await shownBy(world.target)).toEqual(await shownBy(world.source));
    });
  });

  it('is noticed by its address where a store names no file', async () => {
    await inWorld({ stores, switches: { 'v3-file-fields': 'image_url' } }, async (world) => {
      await migrated(world);
      const [, second = 0] = idsOf(world.source);
      replacePicture(world.source, second);
      expect(await migrate(world.engine(), yes)).toMatchObject({ outcome: 'done', created: 1, removed: 1 });
      expect(await shownBy(world.target)).toEqual(await shownBy(world.source));
    });
  });
});

it('what failed is not taken up from a plan that a later run has overtaken', async () => {
  await inWorld({ stores }, async (world) => {
    plantMug(world, 3);
    const [first = 0, second = 0] = idsOf(world.source);
    world.source.updateImage(second, { damage: { original: 'missing' } });
    const { run } = await migrate(world.engine(), yes);
    world.source.updateImage(second, { damage: {} });
    world.source.updateImage(first, { description: 'newer words' });
    await verify(world.engine(), { level: 'fields', sample: 1 });
    await repair(world.engine(preferSource), repairing);
    const again = world.engine({ settings: { runId: run } });
    await expect(migrate(again, { ...yes, retryFailed: {} })).rejects.toMatchObject({
      code: 'plan-overtaken',
    });
    expect(world.target.images().map(({ description }) => description)).toContain('newer words');
  });
});

async function migrated(world: World): Promise<void> {
  plantMug(world, 3);
  expect(await migrate(world.engine(), yes)).toMatchObject({ outcome: 'done', created: 3 });
}

const idsOf = (store: StoreControl): number[] => store.images().map(({ id }) => id);

const later = (store: StoreControl, id: number): number =>
  (store.images().find((image) => image.id === id)?.dateModified ?? 0) + 86_400_000;

/** Under the same id and file, so that only its date tells. */
function replace(store: StoreControl): void {
  const [, second = 0] = idsOf(store);
  store.updateImage(second, { picture: { tiny: 77 }, dateModified: later(store, second) });
}

function pictureKeys(store: StoreControl): Set<string> {
  return new Set(store.images().map(({ picture }) => picture));
}
