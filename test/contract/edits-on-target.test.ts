// What somebody has edited on the target stays, however many runs come after it and whenever it was edited; what nobody
// has edited, and what cannot be told, is never made again.
import type { EngineEvent } from '@cutover/sync-engine';
import { describe, expect, it } from 'vitest';
import { type Asking, diff, migrate, repair, revert, verify } from '../support/commands.ts';
import { idsIn, put, textsOf } from '../support/one-product.ts';
import {
  back,
  cutAfter,
  failedIn,
  linesOf,
  meanwhile,
  plant,
  plantMug,
  preferSource,
  repairing,
  replacePicture,
  stores,
  told,
} from '../support/planted.ts';
import { inWorld, type World, yes } from '../support/world.ts';

const edited = { description: 'edited' } as const;
const nothing = { created: 0, updated: 0, removed: 0, failed: 0, remaining: 0, inDoubt: 0 };

describe('an edit', () => {
  it.each(['ask', 'target'] as const)(
    'of an image that a run found right, and knew by its picture alone, stays under --prefer %s',
    async (prefer) => {
      await inWorld({ stores }, async ({ source, target, engine }) => {
        const [image = 0] = put(source, 'a.png|1|0|a');
        source.updateImage(image, { imageFile: 'q/123/50% off %28red%29 2__10002.png' });
        // As a store names it that takes no per cent sign.
        put(target, '50_ off _28red_29 2.png|1|0|a');
        expect(await migrate(engine({ settings: { prefer } }), yes)).toMatchObject({
          ...nothing,
          outcome: 'done',
        });
        target.updateImage(idsIn(target)[0] ?? 0, edited);
        expect(await migrate(engine({ settings: { prefer } }), yes)).toMatchObject({ updated: 0 });
        expect(textsOf(target)).toEqual(['edited']);
      });
    },
  );

  it.each([
    ['ask', { outcome: 'incomplete', conflicts: 1 }],
    ['target', { outcome: 'done', conflicts: 0 }],
  ] as const)('stays for more than one run under --prefer %s', async (prefer, result) => {
    await inWorld({ stores }, async (world) => {
      const settings = { prefer };
      plantMug(world, 2);
      await migrate(world.engine({ settings }), yes);
      world.target.updateImage(50_001, edited);
      // The run in between writes to the same product, and leaves the edit behind as it found it.
      plant(world.source, 'MUG', [3], 'new words', 2);
      expect(await migrate(world.engine({ settings }), yes)).toMatchObject({ ...result, created: 1 });
      expect(await migrate(world.engine({ settings }), yes)).toMatchObject({ ...nothing, ...result });
      expect(linesOf(world.target)).toEqual([
        '50001 edited @0 thumbnail',
        '50002 new words 1 @1',
        '50003 new words 2 @2',
      ]);
    });
  });

  it('stays when what failed on another product is tried again', async () => {
    await inWorld({ stores }, async (world) => {
      plantMug(world, 2);
      plant(world.source, 'CUP', [3]);
      plant(world.target, 'CUP', []);
      const cup = world.source.images().at(-1)?.id ?? 0;
      world.source.updateImage(cup, { damage: { original: 'missing' } });
      const { run } = await migrate(world.engine(), yes);
      world.source.updateImage(cup, { damage: {} });
      world.target.updateImage(50_001, edited);
      const again = world.engine({ settings: { runId: run } });
      expect(await migrate(again, { ...yes, retryFailed: {} })).toMatchObject({ failed: 0, created: 1 });
      expect(await migrate(world.engine(), yes)).toMatchObject({
        ...nothing,
        outcome: 'incomplete',
        conflicts: 1,
      });
      expect(linesOf(world.target)).toEqual([
        '50001 edited @0 thumbnail',
        '50002 new words 1 @1',
        '50003 new words 0 @0 thumbnail',
      ]);
    });
  });

  it('stays when it came between the last write and the look back, and is a conflict from then on', async () => {
    await inWorld({ stores }, async (world) => {
      plantMug(world, 2);
      const engine = meanwhile(world, {}, () => world.target.updateImage(50_001, edited));
      expect(await migrate(engine, yes)).toMatchObject({ created: 2, updated: 0 });
      expect(await migrate(world.engine(), yes)).toMatchObject({
        ...nothing,
        outcome: 'incomplete',
        conflicts: 1,
      });
      expect(linesOf(world.target)).toEqual(['50001 edited @0 thumbnail', '50002 new words 1 @1']);
    });
  });

  it('stays when it came while the run was interrupted', async () => {
    await inWorld({ stores }, async (world) => {
      plantMug(world, 3);
      expect(await migrate(cutAfter(world, 1), yes)).toMatchObject({ outcome: 'stopped', created: 1 });
      world.target.updateImage(50_001, edited);
      expect(await migrate(world.engine(), yes)).toMatchObject({ created: 3, updated: 0, remaining: 0 });
      expect(await migrate(world.engine(), yes)).toMatchObject({
        ...nothing,
        outcome: 'incomplete',
        conflicts: 1,
      });
      expect(linesOf(world.target)).toEqual([
        '50001 edited @0 thumbnail',
        '50002 new words 1 @1',
        '50003 new words 2 @2',
      ]);
    });
  });

  it('keeps a replaced picture out while nobody has decided, even if it came after the plan was approved', async () => {
    await inWorld({ stores }, async (world) => {
      plantMug(world, 2);
      await migrate(world.engine(), yes);
      replacePicture(world.source, world.source.images()[0]?.id ?? 0);
      const engine = world.engine();
      const approve = async (): Promise<'go'> => {
        world.target.updateImage(50_001, edited);
        return await Promise.resolve('go' as const);
      };
      const { run, ...result } = await migrate(engine, { ...yes, approve });
      expect(result).toMatchObject({ ...nothing, outcome: 'incomplete', failed: 2 });
      // The new picture is not made, so the old one is not removed.
      expect(world.journal.failures(run)).toEqual({ 'edited-on-target': 2 });
      expect(linesOf(world.target)).toEqual(['50001 edited @0 thumbnail', '50002 new words 1 @1']);
    });
  });

  it('of a place stays one when our own write has moved the image on', async () => {
    await inWorld({ stores, switches: { 'sort-on-create': 'bump' } }, async (world) => {
      plantMug(world, 2);
      await migrate(world.engine(), yes);
      world.target.updateImage(50_002, { sortOrder: 40 });
      plant(world.source, 'MUG', [3], 'new words', 2);
      expect(await migrate(world.engine(), yes)).toMatchObject({ created: 1, updated: 0, conflicts: 1 });
      expect(linesOf(world.target)).toContain('50002 new words 1 @41');
      // The run has not overwritten what it has only pushed aside.
      expect(await migrate(world.engine(), yes)).toMatchObject({
        ...nothing,
        outcome: 'incomplete',
        conflicts: 1,
      });
    });
  });

  it.each([
    ['ask', { outcome: 'incomplete', updated: 0 }],
    ['target', { outcome: 'done', updated: 0, conflicts: 0 }],
  ] as const)(
    'of the order stays where the source’s images share a place, --prefer %s',
    async (prefer, result) => {
      await inWorld({ stores }, async (world) => {
        plantMug(world, 3);
        for (const { id } of world.source.images()) world.source.updateImage(id, { sortOrder: 0 });
        await migrate(world.engine(), yes);
        // The last one first: its own place is the only one that has not changed.
        for (const [id, sortOrder] of [
          [50_003, 0],
          [50_001, 1],
          [50_002, 2],
        ] as const)
          world.target.updateImage(id, { sortOrder });
        const order = linesOf(world.target);
        for (let run = 0; run < 2; run += 1)
          expect(await migrate(world.engine({ settings: { prefer } }), yes)).toMatchObject(result);
        expect(linesOf(world.target)).toEqual(order);
      });
    },
  );

  it('of the thumbnail is over once the image that somebody chose is gone: then it is the source’s again', async () => {
    await inWorld({ stores, switches: { 'thumbnail-succession': 'lowest-sort' } }, async (world) => {
      const settings = { policy: 'mirror', prefer: 'target' } as const;
      plantMug(world, 3);
      await migrate(world.engine({ settings }), yes);
      const [, second, third] = world.source.images().map(({ id }) => id);
      for (const { id } of world.target.images())
        world.target.updateImage(id, { isThumbnail: id === 50_002 });
      for (const { id } of world.source.images()) world.source.updateImage(id, { isThumbnail: id === third });
      world.source.removeImage(second ?? 0);
      expect(await migrate(world.engine({ settings }), yes)).toMatchObject({ outcome: 'done', removed: 1 });
      expect(linesOf(world.target)).toEqual(['50001 new words 0 @0', '50003 new words 2 @2 thumbnail']);
      expect(await migrate(world.engine({ settings }), yes)).toMatchObject({ ...nothing, outcome: 'done' });
    });
  });

  it('is all that a diff finds, and nothing to write', async () => {
    await inWorld({ stores }, async (world) => {
      plantMug(world, 2);
      await migrate(world.engine(), yes);
      world.target.updateImage(50_001, edited);
      const engine = world.engine();
      const { run, ...found } = await diff(engine);
      expect(found).toEqual({
        outcome: 'differs',
        products: 1,
        images: 2,
        same: 1,
        changed: 1,
        missing: 0,
        extra: 0,
        error: 0,
        unmatchedProducts: 0,
        pairedProducts: 1,
        pairedImages: 2,
        planned: 0,
      });
      expect(world.journal.run(run)?.counts).toMatchObject({ conflicts: 1 });
      expect(told(engine)).toEqual([
        'edited-on-target 50001 description: edited on the target since the last migration: description "new words 0" on the source, "edited" on the target',
      ]);
    });
  });
});

describe('an edit made during a run', () => {
  it('is overwritten where the source is preferred, and what was there before the run comes back with its revert', async () => {
    await inWorld({ stores }, async (world) => {
      plant(world.source, 'MUG', [1, 2, 3]);
      plant(world.target, 'MUG', [1]);
      const engine = meanwhile(world, preferSource, () => world.target.updateImage(50_001, edited));
      const { run, ...result } = await migrate(engine, yes);
      expect(result).toMatchObject({ outcome: 'done', created: 2, updated: 1 });
      expect(await revert(world.engine(), back(run))).toMatchObject({ outcome: 'done', removed: 2, left: 0 });
      expect(linesOf(world.target)).toEqual(['50001 new words 0 @0 thumbnail']);
    });
  });

  it('stays through the run’s revert on an image that the run has never written', async () => {
    await inWorld({ stores }, async (world) => {
      plantMug(world, 2);
      const productId = world.target.products()[0]?.id ?? 0;
      const own = { productId, picture: { tiny: 99 }, fileName: 'own.png', description: 'own', sortOrder: 9 };
      const { id } = world.target.addImage(own);
      const { run } = await migrate(
        meanwhile(world, {}, () => world.target.updateImage(id, edited)),
        yes,
      );
      const engine = world.engine();
      expect(await revert(engine, back(run))).toMatchObject({
        ...nothing,
        outcome: 'incomplete',
        removed: 2,
        left: 1,
      });
      expect(told(engine)).toEqual([
        `changed-since ${id} description: left as it is: its description has been changed, not by this run`,
      ]);
      expect(linesOf(world.target)).toEqual([`${id} edited @9`]);
    });
  });
});

describe('how a run left a product', () => {
  /** After the n-th write that took effect somebody edits as the n-th of these says. */
  const after = (deeds: Readonly<Record<number, () => void>>): ((event: EngineEvent) => void) => {
    let writes = 0;
    return (event) => {
      if (event.type !== 'action' || event.status !== 'applied') return;
      writes += 1;
      deeds[writes]?.();
    };
  };

  it('is known after the very last of its writes, however often they were made good', async () => {
    await inWorld({ stores }, async (world) => {
      plantMug(world, 3);
      const onEvent = after({
        3: () => world.target.updateImage(50_001, edited),
        4: () => world.target.updateImage(50_002, edited),
        5: () => world.target.updateImage(50_003, edited),
      });
      expect(await migrate(world.engine({ ...preferSource, onEvent }), yes)).toMatchObject({
        outcome: 'done',
        created: 3,
        updated: 3,
      });
      world.target.updateImage(50_002, { sortOrder: 9 });
      expect(await migrate(world.engine(), yes)).toMatchObject({ outcome: 'incomplete', updated: 0 });
      expect(linesOf(world.target)[1]).toBe('50002 new words 1 @9');
    });
  });

  it('is not noted while a write is still to come: one that dies right after that has left no edit', async () => {
    await inWorld({ stores }, async (world) => {
      plantMug(world, 2);
      const stop = new AbortController();
      const onEvent = after({
        2: () => world.target.updateImage(50_002, { sortOrder: 9 }),
        3: () => stop.abort(),
      });
      const engine = world.engine({ ...preferSource, stopping: stop.signal, onEvent });
      const { run, ...stopped } = await migrate(engine, yes);
      expect(stopped).toMatchObject({ outcome: 'stopped', created: 2, updated: 1 });
      expect(await revert(world.engine(), back(run))).toMatchObject({ outcome: 'done', removed: 2 });
      expect(linesOf(world.target)).toEqual([]);
    });
  });
});

describe('an edit between plan and write', () => {
  it('stays on an image that is to be taken back, and its removal fails', async () => {
    await inWorld({ stores }, async (world) => {
      plantMug(world, 2);
      const { run } = await migrate(world.engine(), yes);
      const engine = world.engine();
      const approve = async (): Promise<'go'> => {
        world.target.updateImage(50_001, edited);
        return await Promise.resolve('go' as const);
      };
      expect(await revert(engine, { ...back(run), approve })).toMatchObject({
        ...nothing,
        outcome: 'incomplete',
        removed: 1,
        failed: 1,
      });
      expect(failedIn(engine)).toEqual([
        'remove failed: changed-since: this run made it, and its description has been changed since',
      ]);
      expect(linesOf(world.target)).toEqual(['50001 edited @0 thumbnail']);
    });
  });

  it('stays on an image that no verify has complained of', async () => {
    await inWorld({ stores }, async (world) => {
      plantMug(world, 2);
      await migrate(world.engine(), yes);
      world.target.updateImage(50_001, { description: 'wrong' });
      await verify(world.engine(), { level: 'fields', sample: 1 });
      const approve = async (): Promise<'go'> => {
        world.target.updateImage(50_002, edited);
        return await Promise.resolve('go' as const);
      };
      expect(await repair(world.engine(preferSource), { ...repairing, approve })).toMatchObject({
        ...nothing,
        outcome: 'incomplete',
        updated: 1,
        verified: { mismatched: 1 },
      });
      expect(linesOf(world.target)).toEqual(['50001 new words 0 @0 thumbnail', '50002 edited @1']);
    });
  });
});

describe('a picture that cannot be looked at', () => {
  const renamed = { imageFile: 'q/7/RENAMED-1__99999.png' };
  const reworded = { description: 'other words', dateModified: Date.UTC(2027, 0) };
  it.each([
    { side: 'target', what: 'its file has got another name', change: renamed, words: 'new words 0' },
    { side: 'target', what: 'its words have changed', change: reworded, words: 'other words' },
    { side: 'source', what: 'its words have changed', change: reworded, words: 'other words' },
  ] as const)('on the $side is not made again where $what', async ({ side, change, words }) => {
    await inWorld({ stores }, async (world) => {
      plantMug(world, 2);
      await migrate(world.engine(), yes);
      world.source.updateImage(world.source.images()[0]?.id ?? 0, change);
      for (const { id } of world[side].images())
        world[side].updateImage(id, { damage: { renditions: 'missing' } });
      const engine = world.engine();
      const updated = change === reworded ? 1 : 0;
      expect(await migrate(engine, yes)).toMatchObject({
        ...nothing,
        outcome: 'incomplete',
        updated,
        conflicts: 0,
      });
      expect(told(engine)).toEqual([
        'picture-unchecked 50001: changed on the source since it was sent, and its picture could not be compared with the one on the target; a verify of the content compares it',
      ]);
      expect(linesOf(world.target)).toEqual([`50001 ${words} @0 thumbnail`, '50002 new words 1 @1']);
    });
  });
});

describe.each(['ask', 'target'] as const)(
  'a text edited while a run writes to the product, under --prefer %s',
  (prefer) => {
    const settings = { prefer };
    /** The text of an image that is as the source has it, and to which nothing is to be written. */
    const edit = ({ target }: World): unknown => target.updateImage(50_001, { description: 'theirs' });
    /** Somebody edits it when this run has written once. */
    const editedAtFirst = (world: World): Asking => {
      let isEdited = false;
      return world.engine({
        settings,
        onEvent(event) {
          if (event.type !== 'action' || event.status !== 'applied' || isEdited) return;
          isEdited = true;
          edit(world);
        },
      });
    };

    it('stays, where the run was stopped and goes on', async () => {
      await inWorld({ stores }, async (world) => {
        put(world.source, 'a.png|1|0|a');
        put(world.target);
        await migrate(world.engine({ settings }), yes);
        put(world.source, 'b.png|2|1|b');
        await migrate(cutAfter(world, 1, { settings }), yes);
        edit(world);
        await migrate(world.engine({ settings }), yes);
        expect(textsOf(world.target)).toEqual(['theirs', 'b']);
      });
    });

    it('stays, where it came between the last write and the look back', async () => {
      await inWorld({ stores }, async (world) => {
        put(world.source, 'a.png|1|0|a');
        put(world.target);
        await migrate(world.engine({ settings }), yes);
        put(world.source, 'b.png|2|1|b');
        await migrate(
          meanwhile(world, { settings }, () => edit(world)),
          yes,
        );
        expect(textsOf(world.target)).toEqual(['theirs', 'b']);
      });
    });

    it('stays, on an image of the target’s own in a first run', async () => {
      await inWorld({ stores }, async (world) => {
        put(world.source, 'a.png|1|0|a', 'b.png|2|1|b', 'c.png|3|2|c');
        put(world.target, 'a.png|1|0|a');
        await migrate(editedAtFirst(world), yes);
        expect(textsOf(world.target)).toEqual(['theirs', 'b', 'c']);
      });
    });

    it('stays, in a second run', async () => {
      await inWorld({ stores }, async (world) => {
        put(world.source, 'a.png|1|0|a');
        put(world.target);
        await migrate(world.engine({ settings }), yes);
        put(world.source, 'b.png|2|1|b', 'c.png|3|2|c');
        await migrate(editedAtFirst(world), yes);
        expect(textsOf(world.target)).toEqual(['theirs', 'b', 'c']);
      });
    });
  },
);

describe('whose word counts, answered when a repair asks', () => {
  it.each([
    ['source', { updated: 1, outcome: 'done' }, '50001 new words 0 @0 thumbnail'],
    ['target', { updated: 0, outcome: 'done' }, '50001 edited @0 thumbnail'],
  ] as const)('%s', async (prefer, result, line) => {
    await inWorld({ stores }, async (world) => {
      plantMug(world, 1);
      await migrate(world.engine(), yes);
      world.target.updateImage(50_001, edited);
      const found = await verify(world.engine(), { level: 'fields', sample: 1 });
      let asked = 0;
      const approve = async () => {
        asked += 1;
        return await Promise.resolve(asked === 1 ? { prefer } : ('go' as const));
      };
      const repaired = await repair(world.engine({ settings: { prefer: 'ask' } }), { ...yes, approve });
      expect(repaired).toMatchObject({ ...result, verifyRun: found.run, conflicts: 0 });
      expect(linesOf(world.target)).toEqual([line]);
    });
  });
});
