// Where taking a run back comes to its limits: what a later run has built upon it, what was not kept, what is in doubt, what
// the journal has lost and what a store does not do. What cannot be taken back stays, and is told.
import { rmSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { migrate, repair, revert, verify } from '../support/commands.ts';
import {
  back,
  failedIn,
  linesOf,
  mirror,
  plant,
  plantBoth,
  plantMug,
  repairing,
  replacePicture,
  stores,
  told,
} from '../support/planted.ts';
import { inWorld, methodsOf, shownBy, yes } from '../support/world.ts';

const nothing = { created: 0, updated: 0, removed: 0, failed: 0, remaining: 0, inDoubt: 0 };

describe('what a later run has done', () => {
  it('comes with it where it only brought the run’s own images back', async () => {
    await inWorld({ stores }, async (world) => {
      plantMug(world, 2);
      const { run } = await migrate(world.engine(), yes);
      const reverted = await revert(world.engine(), back(run));
      await revert(world.engine(), back(reverted.run));
      expect(linesOf(world.target)).toEqual(['50003 new words 0 @0 thumbnail', '50004 new words 1 @1']);
      expect(await revert(world.engine(), back(run))).toMatchObject({
        ...nothing,
        outcome: 'done',
        removed: 2,
        left: 0,
      });
      expect(linesOf(world.target)).toEqual([]);
    });
  });

  it('is left alone: an image that it has made again, with the run to take back first', async () => {
    await inWorld({ stores }, async (world) => {
      plantMug(world, 2);
      const { run } = await migrate(world.engine(), yes);
      replacePicture(world.source, world.source.images()[0]?.id ?? 0);
      const later = await migrate(world.engine(), yes);
      expect(later).toMatchObject({ outcome: 'done', created: 1, removed: 1 });
      const engine = world.engine();
      expect(await revert(engine, back(run))).toMatchObject({
        ...nothing,
        outcome: 'incomplete',
        removed: 1,
        left: 1,
      });
      expect(told(engine)).toEqual([
        'changed-since 50001: left as it is: a later run has replaced it with image 50003: take that run back first',
      ]);
      expect(linesOf(world.target)).toEqual(['50003 new words 0 @0 thumbnail']);
    });
  });

  it('is left alone: words that it has changed, and images that it has added', async () => {
    await inWorld({ stores }, async (world) => {
      plantMug(world, 2);
      const { run } = await migrate(world.engine(), yes);
      plant(world.source, 'MUG', [3], 'new words', 2);
      world.source.updateImage(world.source.images()[0]?.id ?? 0, { description: 'second words' });
      await migrate(world.engine(), yes);
      const engine = world.engine();
      expect(await revert(engine, back(run))).toMatchObject({
        ...nothing,
        outcome: 'incomplete',
        removed: 1,
        left: 1,
      });
      expect(told(engine)).toEqual([
        'changed-since 50001 description: left as it is: this run made it, and its description has been changed since',
      ]);
      expect(linesOf(world.target)).toEqual(['50001 second words @0 thumbnail', '50003 new words 2 @2']);
    });
  });
});

describe('a run', () => {
  it('is not tried again once it has been taken back: what is left of its plan is refused', async () => {
    await inWorld({ stores }, async (world) => {
      plantMug(world, 3);
      const broken = world.source.images()[2]?.id ?? 0;
      world.source.updateImage(broken, { damage: { original: 'missing' } });
      const { run } = await migrate(world.engine(), yes);
      world.source.updateImage(broken, { damage: {} });
      await revert(world.engine(), back(run));
      const again = world.engine({ settings: { runId: run } });
      await expect(migrate(again, { ...yes, retryFailed: {} })).rejects.toMatchObject({
        code: 'run-reverted',
        run,
      });
      expect(linesOf(world.target)).toEqual([]);
    });
  });

  it('has nothing to take back where nobody has approved it, and is not ended by that', async () => {
    await inWorld({ stores }, async (world) => {
      plantMug(world, 2);
      const engine = world.engine();
      const no = async (): Promise<'no'> => await Promise.resolve('no' as const);
      await expect(migrate(engine, { ...yes, approve: no })).rejects.toMatchObject({ code: 'declined' });
      const [{ id: run } = { id: '' }] = world.journal.runs({ command: 'migrate' });
      const never = async (): Promise<'go'> => await Promise.reject(new Error('asked'));
      expect(await revert(world.engine(), { ...back(run), approve: never })).toMatchObject({
        ...nothing,
        outcome: 'done',
        left: 0,
      });
      expect(world.journal.run(run)).toMatchObject({ phase: 'planned', finishedAt: undefined });
      expect(await migrate(world.engine(), yes)).toMatchObject({ outcome: 'done', created: 2 });
    });
  });
});

describe('what was not kept', () => {
  it('leaves its replacement in its place, so that no product loses its only image', async () => {
    await inWorld({ stores }, async (world) => {
      plant(world.source, 'MUG', [1]);
      plant(world.target, 'MUG', [99], 'own');
      world.target.updateImage(50_001, { damage: { original: 'missing' } });
      const settings = { ...mirror, allowUnarchived: true };
      const { run, removed } = await migrate(world.engine({ settings }), yes);
      expect(removed).toBe(1);
      const engine = world.engine();
      expect(await revert(engine, back(run))).toMatchObject({ ...nothing, outcome: 'incomplete', left: 2 });
      expect(told(engine)).toEqual([
        'changed-since 50001: left as it is: it was removed, and its picture was not kept',
        'changed-since 50002: left as it is: it stays in the place of image 50001, which cannot be put back',
      ]);
      expect(linesOf(world.target)).toEqual(['50002 new words 0 @0 thumbnail']);
    });
  });

  it('keeps everything as it is when the archive is gone, as often as it is tried', async () => {
    await inWorld({ stores }, async (world) => {
      plant(world.source, 'MUG', [1]);
      plant(world.target, 'MUG', [99], 'own');
      const { run } = await migrate(world.engine({ settings: mirror }), yes);
      rmSync(path.join(world.folder, 'pictures'), { recursive: true });
      for (const engine of [world.engine(), world.engine()]) {
        expect(await revert(engine, back(run))).toMatchObject({
          ...nothing,
          outcome: 'incomplete',
          failed: 2,
        });
        expect(failedIn(engine)).toEqual([
          expect.stringMatching(
            /^create failed: archive-missing: the picture \w+ is not kept on this machine$/,
          ),
          'remove failed: kept: an image that was to come first is not there',
        ]);
        expect(linesOf(world.target)).toEqual(['50002 new words 0 @0 thumbnail']);
      }
    });
  });
});

describe('what is in doubt', () => {
  it('is not put back a second time by another revert', async () => {
    await inWorld({ stores }, async (world) => {
      plant(world.source, 'MUG', [1]);
      const productId = plant(world.target, 'MUG', []);
      const own = { productId, picture: { drawn: 9 }, fileName: 'own.jpg', description: 'own' };
      world.target.addImage({ ...own, isThumbnail: true });
      const { run } = await migrate(world.engine({ settings: mirror }), yes);
      // The answer is lost, and what the image shows is not what was sent: nobody can say whose it is.
      world.target.failNext({ method: 'POST', path: /images/ }, 'reset-after');
      const engine = world.engine({
        onEvent(event) {
          const made = world.target.images().at(-1)?.id ?? 0;
          if (event.type === 'progress' && event.phase === 'settling' && made > 50_002)
            world.target.updateImage(made, { damage: { renditions: 'other-picture' } });
        },
      });
      expect(await revert(engine, back(run))).toMatchObject({
        outcome: 'incomplete',
        inDoubt: 1,
        removed: 0,
      });
      expect(failedIn(engine)).toEqual([
        'create blocked: an image of another name has appeared that may be this one: 50003',
        'remove failed: changed-since: it stays in the place of image 50001, which cannot be put back',
      ]);
      const again = world.engine();
      world.target.resetRequests();
      expect(await revert(again, back(run))).toMatchObject({
        ...nothing,
        outcome: 'incomplete',
        inDoubt: 1,
        left: 2,
      });
      expect(told(again)).toEqual([
        'changed-since 50001: left as it is: it was removed, and whether it has been put back is in doubt: `cutover settle`',
        'changed-since 50002: left as it is: it stays in the place of image 50001, which cannot be put back',
        expect.stringMatching(/^in-doubt: .* may have made one of these images: 50003$/),
      ]);
      expect(Object.keys(methodsOf(world.target))).toEqual(['GET']);
      expect(linesOf(world.target)).toEqual(['50002 new words 0 @0', '50003 own @0 thumbnail']);
    });
  });

  it('is ours to take back when it was done before it was asked for a second time', async () => {
    await inWorld({ stores }, async (world) => {
      plant(world.source, 'MUG', [1]);
      const productId = plant(world.target, 'MUG', []);
      const own = { productId, picture: { tiny: 99 }, fileName: 'own.png', description: 'own', sortOrder: 5 };
      const { id } = world.target.addImage(own);
      const before = await shownBy(world.target);
      // The answer to the removal is lost, the lists still show the image when they are looked at, and the second removal
      // meets nothing any more.
      world.target.failNext({ method: 'DELETE', path: /images/ }, 'reset-after');
      let isShownStill = false;
      const engine = world.engine({
        settings: mirror,
        onEvent(event) {
          const isGone = !world.target.images().some((image) => image.id === id);
          if (event.type === 'progress' && event.phase === 'settling' && isGone && !isShownStill) {
            isShownStill = true;
            world.target.addImage({ ...own, id });
          }
          if (
            event.type === 'action' &&
            event.status === 'started' &&
            event.verb === 'remove' &&
            isShownStill
          )
            world.target.removeImage(id);
        },
      });
      const { run, ...result } = await migrate(engine, yes);
      expect(result).toMatchObject({ outcome: 'done', created: 1, removed: 1 });
      expect(isShownStill).toBe(true);
      expect(await revert(world.engine(), back(run))).toMatchObject({
        outcome: 'done',
        created: 1,
        removed: 1,
        left: 0,
      });
      expect(await shownBy(world.target)).toEqual(before);
    });
  });
});

describe('what a store or a journal does not tell', () => {
  it('is how a product was, where the journal holds no sightings: what was sent is taken back, and that is said', async () => {
    await inWorld({ stores }, async (world) => {
      plant(world.source, 'MUG', [1, 2]);
      plant(world.target, 'MUG', [1, 2], 'old words');
      const before = await shownBy(world.target);
      const { run } = await migrate(world.engine(), yes);
      await world.reopen();
      const database = new Database(world.journal.path);
      database.prepare('delete from sightings').run();
      database.close();
      const engine = world.engine();
      expect(await revert(engine, back(run))).toMatchObject({
        ...nothing,
        outcome: 'incomplete',
        updated: 2,
        left: 1,
      });
      expect(told(engine)).toEqual([
        'changed-since: left as it is: the journal does not say how the product was; only what was sent is taken back',
      ]);
      expect(await shownBy(world.target)).toEqual(before);
    });
  });

  it('is a new image, where lists lag behind: nothing is put back twice', async () => {
    let nowMs = Date.now();
    const switches = { 'list-lag-ms': 600_000 };
    await inWorld({ stores, switches, now: () => nowMs }, async (world) => {
      plantBoth(world);
      nowMs += 700_000;
      const before = await shownBy(world.target);
      const { run } = await migrate(world.engine({ settings: mirror }), yes);
      expect(await revert(world.engine(), back(run))).toMatchObject({ outcome: 'done', created: 2, left: 0 });
      expect(await shownBy(world.target)).toEqual(before);
      // The lists do not show yet what was put back.
      expect(await revert(world.engine(), back(run))).toMatchObject(nothing);
      expect(await shownBy(world.target)).toEqual(before);
      nowMs += 700_000;
      expect(await revert(world.engine(), back(run))).toMatchObject({ ...nothing, outcome: 'done', left: 0 });
      expect(await shownBy(world.target)).toEqual(before);
    });
  });

  it('are thumbnails that a store keeps: those of one store are taken back as far as it goes', async () => {
    await inWorld({ stores: [stores[0]] }, async (world) => {
      plant(world.source, 'MUG', [1, 2, 3]);
      const [first, second, third] = world.source.images().map(({ id }) => id);
      for (const { id } of world.source.images()) world.source.updateImage(id, { isThumbnail: true });
      plant(world.source, 'CUP', [4, 5], 'new words', 1);
      const cup = world.source.images()[3]?.id ?? 0;
      const parity = { mode: 'parity' } as const;
      await verify(world.engine(parity), { level: 'fields', sample: 1 });
      const { run, ...result } = await repair(world.engine(parity), repairing);
      expect(result).toMatchObject({ outcome: 'done', updated: 3 });
      const engine = world.engine(parity);
      expect(await revert(engine, back(run))).toMatchObject({ outcome: 'incomplete' });
      expect(told(engine)).toEqual([
        `changed-since ${second} is_thumbnail: left as it is: it was a second thumbnail, and V3 keeps but one`,
        `changed-since ${third} is_thumbnail: left as it is: it was a second thumbnail, and V3 keeps but one`,
      ]);
      expect(failedIn(engine)).toEqual([
        'update failed: without-effect: answered as done, and the store still shows the old value',
      ]);
      expect(linesOf(world.source)).toEqual([
        `${first} new words 0 @0 thumbnail`,
        `${second} new words 1 @1`,
        `${third} new words 2 @2`,
        `${cup} new words 1 @1 thumbnail`,
        `${cup + 1} new words 2 @2`,
      ]);
    });
  });
});
