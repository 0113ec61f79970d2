// A journal whose index lists a product as unfinished, of which no row is: SQLite reads both without a word.
import { expect, it } from 'vitest';
import { migrate } from '../support/commands.ts';
import { plantViews, stores } from '../support/planted.ts';
import { inWorld, yes } from '../support/world.ts';

it.each([
  ['lists it for ever is damaged, and the migration ends', true, { code: 'damaged', name: 'JournalError' }],
  ['lists it as long as it is unfinished is none', false, { outcome: 'done', created: 2 }],
])(
  'an index that %s',
  async (_, isStuck, expected) => {
    await inWorld({ stores }, async (world) => {
      plantViews(world.source, 'MUG', 2);
      const mug = plantViews(world.target, 'MUG', 0);
      const engine = world.engine();
      const { journal } = engine;
      const stuck: typeof journal = {
        ...journal,
        pendingProducts: (run, after, limit) =>
          isStuck && after < mug ? [mug] : journal.pendingProducts(run, after, limit),
      };
      const came: unknown = await migrate({ ...engine, journal: stuck }, yes).catch(
        (error: unknown) => error,
      );
      expect(came).toMatchObject(expected);
      expect(world.target.images()).toHaveLength(2);
    });
  },
  20_000,
);
