// Which verify a repair fixes, and what becomes of it when either of them is cut short, declined or has nothing to fix.
import { expect, it } from 'vitest';
import { migrate, repair, verify } from '../support/commands.ts';
import {
  cutInVerify,
  failedIn,
  linesOf,
  plantMug,
  preferSource,
  repairing,
  stores,
} from '../support/planted.ts';
import { inWorld, methodsOf, type World, yes } from '../support/world.ts';

const links = { level: 'links', sample: 1 } as const;
const fields = { level: 'fields', sample: 1 } as const;
const nothing = { created: 0, updated: 0, removed: 0, failed: 0, remaining: 0, inDoubt: 0, conflicts: 0 };

it('a verify that was interrupted is not what is fixed, and does not stand in the way', async () => {
  await inWorld({ stores }, async (world) => {
    await damaged(world);
    const found = await verify(world.engine(), links);
    expect(await verify(cutInVerify(world), links)).toMatchObject({ outcome: 'stopped' });
    const fixed = await repair(world.engine(preferSource), repairing);
    expect(fixed).toMatchObject({
      ...nothing,
      verifyRun: found.run,
      outcome: 'done',
      updated: 1,
      verified: { run: expect.any(String), checked: 2, unchecked: 0, mismatched: 0 },
    });
    // The proof of that repair is the newest verify, and has nothing to complain of.
    for (const startNew of [false, true]) {
      const settings = { prefer: 'source', startNew } as const;
      expect(await repair(world.engine({ settings }), repairing)).toMatchObject({
        ...nothing,
        verifyRun: fixed.verified?.run,
        outcome: 'done',
      });
    }
  });
});

it('a repair that nobody approved gives way to what was verified since', async () => {
  await inWorld({ stores }, async (world) => {
    await damaged(world);
    await verify(world.engine(), fields);
    const no = { ...repairing, approve: async () => await Promise.resolve('no' as const) };
    await expect(repair(world.engine(preferSource), no)).rejects.toMatchObject({ code: 'declined' });
    world.source.updateImage(world.source.images()[0]?.id ?? 0, { description: 'later words' });
    world.target.updateImage(50_002, { description: 'wrong too' });
    const later = await verify(world.engine(), fields);
    expect(await repair(world.engine(preferSource), repairing)).toMatchObject({
      ...nothing,
      verifyRun: later.run,
      outcome: 'done',
      updated: 2,
    });
    expect(linesOf(world.target)).toEqual(['50001 later words @0 thumbnail', '50002 new words 1 @1']);
  });
});

it('nothing to fix costs no request', async () => {
  await inWorld({ stores }, async (world) => {
    plantMug(world, 2);
    await migrate(world.engine(), yes);
    await verify(world.engine(), fields);
    world.source.resetRequests();
    world.target.resetRequests();
    expect(await repair(world.engine(), repairing)).toMatchObject({ ...nothing, outcome: 'done' });
    expect([methodsOf(world.source), methodsOf(world.target)]).toEqual([{}, {}]);
  });
});

it('a repair that was stopped in its own verify stands in the way of no other, and is ended by the same command', async () => {
  await inWorld({ stores }, async (world) => {
    await damaged(world);
    const found = await verify(world.engine(), links);
    const cut = await repair(cutInVerify(world, preferSource), repairing);
    expect(cut).toMatchObject({ ...nothing, outcome: 'stopped', updated: 1 });
    expect(await verify(world.engine(), links)).toMatchObject({ outcome: 'done', checked: 2, mismatched: 0 });
    expect(await repair(world.engine(preferSource), repairing)).toMatchObject({
      run: cut.run,
      verifyRun: found.run,
      outcome: 'done',
      verified: { checked: 2, mismatched: 0 },
    });
  });
});

it('a wrong picture that cannot be kept stays beside its replacement, which is made once', async () => {
  await inWorld({ stores }, async (world) => {
    plantMug(world, 2);
    await migrate(world.engine(), yes);
    world.target.updateImage(50_001, { damage: { renditions: 'missing', original: 'missing' } });
    expect(await verify(world.engine(), links)).toMatchObject({ outcome: 'differs', mismatched: 1 });
    const both = ['50001 new words 0 @0', '50002 new words 1 @1', '50003 new words 0 @0 thumbnail'];
    for (const created of [1, 0]) {
      const engine = world.engine(preferSource);
      expect(await repair(engine, repairing)).toMatchObject({
        ...nothing,
        outcome: 'incomplete',
        created,
        failed: 1,
      });
      expect(failedIn(engine)).toEqual([
        'remove failed: not-archived: its original is not available: tried the CDN’s address of the original (not found); --allow-unarchived removes it all the same',
      ]);
      expect(linesOf(world.target)).toEqual(both);
    }
    expect(await migrate(world.engine(), yes)).toMatchObject({
      ...nothing,
      outcome: 'incomplete',
      failed: 1,
    });
    expect(linesOf(world.target)).toEqual(both);
  });
});

/** Two images carried over, and the words of the first one spoiled. */
async function damaged(world: World): Promise<void> {
  plantMug(world, 2);
  await migrate(world.engine(), yes);
  world.target.updateImage(50_001, { description: 'wrong' });
}
