// Plans that something has overtaken: they are made again, or refused, and never carried out as if nothing had happened.
import { expect, it } from 'vitest';
import { diff, migrate, repair, revert, verify } from '../support/commands.ts';
import { back, plant, stores } from '../support/planted.ts';
import { inWorld, shownBy, type World, yes } from '../support/world.ts';

it('a diff that found nothing is no plan: what has come to the source since is migrated', async () => {
  await inWorld({ stores }, async (world) => {
    await migrated(world);
    expect(await diff(world.engine())).toMatchObject({ outcome: 'done', planned: 0 });
    world.source.updateImage(world.source.images()[0]?.id ?? 0, { description: 'new words' });
    expect(await migrate(world.engine(), yes)).toMatchObject({ outcome: 'done', updated: 1 });
    expect(await shownBy(world.target)).toEqual(await shownBy(world.source));
  });
});

it('a plan that was declined is made again once a revert has changed the target', async () => {
  await inWorld({ stores }, async (world) => {
    const { run } = await migrated(world);
    world.target.removeImage(50_002);
    const no = { ...yes, approve: async () => await Promise.resolve('no' as const) };
    await expect(migrate(world.engine(), no)).rejects.toMatchObject({ code: 'declined' });
    expect(await revert(world.engine(), back(run))).toMatchObject({ outcome: 'done', removed: 2 });
    expect(await migrate(world.engine(), yes)).toMatchObject({ outcome: 'done', created: 3 });
    expect(await shownBy(world.target)).toEqual(await shownBy(world.source));
  });
});

it.each(['before', 'after'])(
  'what takes the place of a planned action is there even if the process dies right %s that step',
  async (when) => {
    await inWorld({ stores }, async (world) => {
      // Two twins on the source; the one on the target is the counterpart of the first, until somebody moves it.
      plant(world.source, 'MUG', [1, 1], '');
      plant(world.target, 'MUG', [1], '');
      for (const store of [world.source, world.target])
        for (const { id } of store.images()) store.updateImage(id, { description: 'twin' });
      const engine = world.engine();
      const journal = new Proxy(engine.journal, {
        get: (target, name) =>
          name === 'addActions'
            ? async (...given: Parameters<typeof engine.journal.addActions>) => {
                if (when === 'after') await engine.journal.addActions(...given);
                throw new Error('died');
              }
            : Reflect.get(target, name, target),
      });
      const approve = async (): Promise<'go'> => {
        world.target.updateImage(50_001, { sortOrder: 1 });
        return await Promise.resolve('go' as const);
      };
      await expect(migrate({ ...engine, journal }, { ...yes, approve })).rejects.toThrow('died');
      expect(await migrate(world.engine(), yes)).toMatchObject({ outcome: 'done', created: 1 });
      expect(world.target.images().length).toBe(2);
    });
  },
);

it.each(['migrate', 'repair', 'revert'] as const)(
  'while a %s is unfinished, no other command writes to its target',
  async (command) => {
    await inWorld({ stores }, async (world) => {
      const { run } = await migrated(world);
      world.target.updateImage(50_001, { description: 'something else' });
      world.target.removeImage(50_002);
      await verify(world.engine(), { level: 'fields', sample: 1 });
      const stop = new AbortController();
      const settings = { prefer: 'source', concurrency: 1 } as const;
      const cut = world.engine({
        settings,
        stopping: stop.signal,
        onEvent: (event) => event.type === 'action' && event.status === 'started' && stop.abort(),
      });
      const does = {
        migrate: async (engine = world.engine({ settings })) => await migrate(engine, yes),
        repair: async (engine = world.engine({ settings })) => await repair(engine, yes),
        revert: async (engine = world.engine({ settings })) => await revert(engine, back(run)),
      };
      const open = await does[command](cut);
      expect(open.outcome).toBe('stopped');
      for (const other of ['migrate', 'repair', 'revert'] as const) {
        if (other === command) continue;
        await expect(does[other]()).rejects.toMatchObject({ code: 'run-unfinished', run: open.run });
      }
      expect(await does[command]()).toMatchObject({ run: open.run });
      // Given up, it is in nobody's way any more.
      expect(world.journal.run(open.run)?.phase).toBe('finished');
    });
  },
);

it('an unfinished run is given up with --new, whichever command it was', async () => {
  await inWorld({ stores }, async (world) => {
    const { run } = await migrated(world);
    const stop = new AbortController();
    const cut = world.engine({
      stopping: stop.signal,
      settings: { concurrency: 1 },
      onEvent: (event) => event.type === 'action' && event.status === 'started' && stop.abort(),
    });
    const { run: open } = await revert(cut, back(run));
    const afresh = world.engine({ settings: { startNew: true } });
    expect(await migrate(afresh, yes)).toMatchObject({ outcome: 'done', created: 1 });
    expect(world.journal.run(open)).toMatchObject({ phase: 'finished', outcome: 'abandoned' });
    expect(await shownBy(world.target)).toEqual(await shownBy(world.source));
  });
});

/** One product of three images, carried over. */
async function migrated(world: World): Promise<{ run: string }> {
  plant(world.source, 'MUG', [0, 1, 2]);
  world.target.addProduct({ sku: 'MUG', name: 'MUG' });
  const result = await migrate(world.engine(), yes);
  expect(result).toMatchObject({ outcome: 'done', created: 3 });
  return result;
}
