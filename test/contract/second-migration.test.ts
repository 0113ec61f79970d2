// A second migration, weeks later: what has changed on the source since is carried over, and nothing else; what somebody
// has edited on the target since is a conflict, and whose word counts is for a person to say.
import type { StoreControl } from '@cutover/sandbox-store';
import type { Prefer } from '@cutover/sync-engine';
import { describe, expect, it } from 'vitest';
import { diff, migrate, verify } from '../support/commands.ts';
import { cutAfter, plant, replacePicture, stores } from '../support/planted.ts';
import { inWorld, methodsOf, shownBy, type World, yes } from '../support/world.ts';

const fields = { level: 'fields', sample: 1 } as const;

describe('what has changed on the source', () => {
  it('is carried over, and only that', async () => {
    await inWorld({ stores }, async (world) => {
      await migrated(world);
      const [first, second, third, fourth] = imagesOf(world.source, 'MUG');
      world.source.updateImage(first, { description: 'new words' });
      replacePicture(world.source, second);
      world.source.updateImage(third, { sortOrder: 9 });
      world.source.removeImage(fourth);
      const { productId } = world.source.images()[0] ?? { productId: 0 };
      world.source.addImage({ productId, picture: { tiny: 5 }, fileName: 'new.png', sortOrder: 8 });
      expect(await diff(world.engine())).toMatchObject({
        outcome: 'differs',
        changed: 3,
        missing: 1,
        extra: 1,
      });
      world.target.resetRequests();
      expect(await migrate(world.engine(), yes)).toMatchObject({
        outcome: 'done',
        created: 2,
        updated: 2,
        removed: 1,
        conflicts: 0,
      });
      expect(methodsOf(world.target)).toMatchObject({ POST: 2, PUT: 2, DELETE: 1 });
      // Under copy the image that the source has no more stays; under mirror it goes.
      expect(await migrate(world.engine({ settings: { policy: 'mirror' } }), yes)).toMatchObject({
        outcome: 'done',
        created: 0,
        removed: 1,
      });
      expect(await shownBy(world.target)).toEqual(await shownBy(world.source));
    });
  });

  it.each([
    ['under a new id and the old name', replacedByNew],
    ['under the same id and the same file, so that only its date tells', replacedInPlace],
  ])('shows in the pictures, where one is replaced %s', async (_, replace) => {
    await inWorld({ stores }, async (world) => {
      await migrated(world);
      replace(world.source, imagesOf(world.source, 'MUG')[1]);
      const before = await shownBy(world.target);
      const engine = world.engine();
      expect(await diff(engine)).toMatchObject({ outcome: 'differs', changed: 1 });
      expect(engine.events).toContainEqual(
        expect.objectContaining({ type: 'finding', sign: '~', fields: ['image_file'] }),
      );
      expect(await shownBy(world.target)).toEqual(before);
      expect(await migrate(world.engine(), yes)).toMatchObject({ outcome: 'done', created: 1, removed: 1 });
      expect(await shownBy(world.target)).toEqual(await shownBy(world.source));
      expect(await verify(world.engine(), { level: 'content', sample: 1 })).toMatchObject({
        outcome: 'done',
      });
    });
  });

  it('is nothing where only the file has got another name', async () => {
    await inWorld({ stores }, async (world) => {
      await migrated(world);
      world.source.updateImage(imagesOf(world.source, 'MUG')[1], { imageFile: 'q/7/MUG-1__99999.png' });
      expect(await diff(world.engine())).toMatchObject({ outcome: 'done', same: 4 });
    });
  });
});

describe('what somebody has edited on the target', () => {
  const cases: [Prefer, object, object][] = [
    ['ask', { outcome: 'incomplete', updated: 0, conflicts: 1 }, { outcome: 'differs', mismatched: 1 }],
    ['target', { outcome: 'done', updated: 0, conflicts: 0 }, { outcome: 'done', mismatched: 0 }],
    ['source', { outcome: 'done', updated: 1, conflicts: 0 }, { outcome: 'done', mismatched: 0 }],
  ];
  it.each(cases)('under --prefer %s', async (prefer, result, proof) => {
    await inWorld({ stores }, async (world) => {
      await migrated(world);
      const [, second] = imagesOf(world.source, 'MUG');
      world.source.updateImage(second, { description: 'the source says so' });
      world.target.updateImage(50_002, { description: 'the target says so' });
      world.target.resetRequests();
      const engine = world.engine({ settings: { prefer } });
      expect(await migrate(engine, yes)).toMatchObject(result);
      const words = world.target.images().find((image) => image.id === 50_002)?.description;
      expect(words).toBe(prefer === 'source' ? 'the source says so' : 'the target says so');
      expect(await verify(world.engine({ settings: { prefer } }), fields)).toMatchObject(proof);
      if (prefer !== 'ask') return;
      expect(engine.events.filter((event) => event.type === 'finding' && event.sign === '~')).toEqual([
        {
          type: 'finding',
          run: expect.any(String),
          kind: 'product-image',
          sign: '~',
          rule: 'edited-on-target',
          severity: 'critical',
          source: { productId: expect.any(Number), imageId: second, sku: 'MUG' },
          target: { productId: expect.any(Number), imageId: 50_002, sku: 'MUG' },
          fields: ['description'],
          values: { description: ['the source says so', 'the target says so'] },
          message:
            'edited on the target since the last migration: description "the source says so" on the source, "the target says so" on the target',
        },
      ]);
    });
  });

  it('is left alone field by field: what the source has changed beside it is carried over', async () => {
    await inWorld({ stores }, async (world) => {
      await migrated(world);
      world.source.updateImage(imagesOf(world.source, 'MUG')[3], { description: 'new words' });
      world.target.updateImage(50_001, { isThumbnail: false });
      world.target.updateImage(50_004, { isThumbnail: true });
      expect(await migrate(world.engine(), yes)).toMatchObject({
        outcome: 'incomplete',
        updated: 1,
        conflicts: 2,
      });
      expect(world.target.images().map(({ description, isThumbnail }) => [description, isThumbnail])).toEqual(
        [
          ['view 0', false],
          ['view 1', false],
          ['view 2', false],
          ['new words', true],
        ],
      );
    });
  });

  it('after the plan was made is no reason to overwrite it: the action fails, and is taken up once it is decided', async () => {
    await inWorld({ stores }, async (world) => {
      await migrated(world);
      world.source.updateImage(imagesOf(world.source, 'MUG')[1], { description: 'the source says so' });
      expect(await diff(world.engine())).toMatchObject({ planned: 1 });
      world.target.updateImage(50_002, { description: 'the target says so' });
      const engine = world.engine();
      const result = await migrate(engine, yes);
      expect(result).toMatchObject({ outcome: 'incomplete', updated: 0, failed: 1 });
      expect(world.journal.failures(world.journal.run(result.run)?.planRun ?? '')).toEqual({
        'edited-on-target': 1,
      });
      expect(await migrate(world.engine({ settings: { prefer: 'source' } }), yes)).toMatchObject({
        outcome: 'done',
        updated: 1,
      });
    });
  });

  it('is no edit where our own writes have moved it, however often the run was cut short', async () => {
    await inWorld({ stores, switches: { 'sort-on-update': 'bump' } }, async (world) => {
      await migrated(world);
      for (const [place, id] of imagesOf(world.source, 'MUG').entries())
        world.source.updateImage(id, { sortOrder: 3 - place });
      const cut = cutAfter(world, 2, { settings: { concurrency: 1 } });
      expect(await migrate(cut, yes)).toMatchObject({ outcome: 'stopped' });
      await world.reopen();
      expect(await migrate(world.engine(), yes)).toMatchObject({ outcome: 'done', conflicts: 0, failed: 0 });
      expect(await shownBy(world.target, 'order')).toEqual(await shownBy(world.source, 'order'));
    });
  });
});

/** One product of four images, carried over. */
async function migrated(world: World): Promise<void> {
  plant(world.source, 'MUG', [0, 1, 2, 3], 'view');
  plant(world.target, 'MUG', []);
  expect(await migrate(world.engine(), yes)).toMatchObject({ outcome: 'done', created: 4 });
}

function imagesOf(store: StoreControl, sku: string): [number, number, number, number] {
  const product = store.products().find((one) => one.sku === sku);
  const [a = 0, b = 0, c = 0, d = 0] = store.images(product?.id ?? 0).map((image) => image.id);
  return [a, b, c, d];
}

function replacedInPlace(store: StoreControl, id: number): void {
  const { dateModified } = store.images().find((image) => image.id === id) ?? { dateModified: 0 };
  store.updateImage(id, { picture: { tiny: 77 }, dateModified: dateModified + 86_400_000 });
}

function replacedByNew(store: StoreControl, id: number): void {
  const old = store.images().find((image) => image.id === id);
  store.removeImage(id);
  store.addImage({
    productId: old?.productId ?? 0,
    picture: { tiny: 77 },
    fileName: 'MUG-1.png',
    description: 'view 1',
    sortOrder: 1,
  });
}
