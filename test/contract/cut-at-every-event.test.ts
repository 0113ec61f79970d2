// The same command again and again, cut short at each of its writes, until it comes to its end: wherever it was cut, the
// stores show in the end what they would have shown at once, and nobody's edit is seen where there is none.
import type { MigrateResult } from '@cutover/sync-engine';
import { expect, it } from 'vitest';
import { migrate, revert, type Settings } from '../support/commands.ts';
import {
  back,
  cutAfter,
  isAction,
  mirror,
  plant,
  plantMug,
  replacePicture,
  stores,
} from '../support/planted.ts';
import { inWorld, shownBy, type World, yes } from '../support/world.ts';

const ROUNDS_MAX = 20;
const whole = { outcome: 'done', failed: 0, remaining: 0, inDoubt: 0, conflicts: 0 };

it('a run under mirror, and its revert', async () => {
  await inWorld({ stores }, async (world) => {
    plant(world.source, 'CUP', [4]);
    plant(world.target, 'CUP', [90]);
    plant(world.source, 'JUG', [6, 7, 8]);
    plant(world.target, 'JUG', [6, 7], 'old words');
    const before = await shownBy(world.target);
    const migrated = await untilWhole(world, async (engine) => await migrate(engine, yes), mirror);
    expect(migrated).toMatchObject({ ...whole, created: 2, updated: 2, removed: 1 });
    expect(await shownBy(world.target)).toEqual(await shownBy(world.source));
    const reverted = await untilWhole(world, async (engine) => await revert(engine, back(migrated.run)), {});
    expect(reverted).toMatchObject({ ...whole, created: 1, updated: 2, removed: 2, left: 0 });
    expect(await shownBy(world.target)).toEqual(before);
  });
});

it.each([
  { method: 'POST', startNew: false, how: 'continued' },
  { method: 'DELETE', startNew: true, how: 'begun afresh' },
])(
  'a picture that is replaced, with the first answer to a $method lost, $how',
  async ({ method, startNew }) => {
    await inWorld({ stores }, async (world) => {
      plantMug(world, 2);
      await migrate(world.engine(), yes);
      replacePicture(world.source, world.source.images()[0]?.id ?? 0);
      world.target.failNext({ method, path: /images/ }, 'reset-after');
      const result = await untilWhole(world, async (engine) => await migrate(engine, yes), { startNew });
      expect(result).toMatchObject(whole);
      expect(await shownBy(world.target)).toEqual(await shownBy(world.source));
    });
  },
);

it.each([
  { name: 'sort-on-update', startNew: false, how: 'continued', places: 'numbers' },
  { name: 'sort-on-update', startNew: true, how: 'begun afresh', places: 'numbers' },
  { name: 'sort-on-create', startNew: true, how: 'begun afresh', places: 'order' },
] as const)('a second migration where $name moves the siblings, $how', async ({ name, startNew, places }) => {
  await inWorld({ stores, switches: { [name]: 'bump' } }, async (world) => {
    plantMug(world, 4);
    await migrate(world.engine(), yes);
    // The first goes to where the fourth is, which moves that one on; the words of the second change beside it.
    for (const [index, place] of [3, 1, 2, 5].entries())
      world.source.updateImage(world.source.images()[index]?.id ?? 0, {
        sortOrder: place,
        isThumbnail: index === 1,
        ...(index === 1 ? { description: 'changed words' } : {}),
      });
    const productId = world.source.products()[0]?.id ?? 0;
    world.source.addImage({ productId, picture: { tiny: 50 }, fileName: 'front.png', sortOrder: 0 });
    const result = await untilWhole(world, async (engine) => await migrate(engine, yes), { startNew });
    expect(result).toMatchObject(whole);
    expect(await shownBy(world.target, places)).toEqual(await shownBy(world.source, places));
  });
});

/** Each round is a process of its own that is stopped at its first write, and ends when that is done. */
async function untilWhole<Result extends MigrateResult>(
  world: World,
  command: (engine: ReturnType<World['engine']>) => Promise<Result>,
  settings: Partial<Settings>,
): Promise<Result> {
  const wish = { settings: { ...settings, concurrency: 1 } };
  for (let round = 1; round < ROUNDS_MAX; round += 1) {
    const result = await command(cutAfter(world, 1, wish, isAction));
    if (result.outcome !== 'stopped') return result;
    await world.reopen();
  }
  throw new Error(`not whole after ${ROUNDS_MAX} rounds`);
}
