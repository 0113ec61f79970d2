// Engines that are wrong on purpose in ways that the simulation seldom or never meets: each is what an engine without one of
// its rules would do. The little story beside it shows the rule at work; where the broken engine tells it the same way, the
// story is the one that is wrong.
import { rmSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { withJournal } from '../simulation/planted-bugs.ts';
import { type Asking, migrate } from '../support/commands.ts';
import { idsIn, put, textsOf } from '../support/one-product.ts';
import { stores } from '../support/planted.ts';
import { inWorld, type World, yes } from '../support/world.ts';

type Change = (engine: Asking) => Asking;
interface Cause {
  readonly bug: Change;
  /** What is told of the story's end, by an engine of this kind. */
  readonly story: (
    world: World,
    engine: (settings?: Partial<Asking['settings']>) => Asking,
  ) => Promise<unknown>;
}

/** The target's images of a product as the plan of this run found them. */
const asPlanned = (journal: Asking['journal'], run: string, product: number): number[] =>
  [...(journal.images(journal.snapshotOf(run, 'target')?.snapshot ?? 0, [product]).get(product) ?? [])].map(
    ({ imageId }) => imageId,
  );

const causes: Readonly<Record<string, Cause>> = {
  'a removal that failed is forgotten': {
    bug: (engine) => withJournal(engine, () => ({ replacementsOpen: () => [] })),
    async story({ source, target }, engine) {
      const [first = 0] = put(source, 'a.png|1|0|a', 'b.png|2|1|b');
      put(target);
      await migrate(engine(), yes);
      source.removeImage(first);
      put(source, 'a.png|5|0|another picture');
      target.updateImage(50_001, { damage: { original: 'missing' } });
      await migrate(engine(), yes);
      target.updateImage(50_001, { damage: {} });
      return (await migrate(engine(), yes)).removed;
    },
  },
  'what the store makes of a text is forgotten': {
    bug: (engine) =>
      withJournal(engine, () => ({ lastShown: () => new Map(), lastSightings: () => new Map() })),
    async story({ source, target }, engine) {
      target.setSwitches({ 'description-kept': 'trimmed' });
      put(source, 'a.png|1|0|  a text with blanks  ');
      put(target);
      await migrate(engine(), yes);
      const { updated, conflicts, outcome } = await migrate(engine(), yes);
      return { updated, conflicts, outcome };
    },
  },
  'what was sent is forgotten, and with it that somebody has edited': {
    bug: (engine) =>
      withJournal(engine, () => ({
        lastSent: () => new Map(),
        lastShown: () => new Map(),
        lastSightings: () => new Map(),
        runs: () => [],
      })),
    async story({ source, target }, engine) {
      put(source, 'a.png|1|0|a');
      put(target);
      await migrate(engine(), yes);
      target.updateImage(50_001, { description: 'theirs' });
      await migrate(engine(), yes);
      return textsOf(target);
    },
  },
  'what the first run found right is no word that counts': {
    bug: (engine) => withJournal(engine, () => ({ runs: () => [] })),
    async story({ source, target }, engine) {
      put(source, 'a.png|1|0|a');
      put(target, 'a.png|1|0|a');
      await migrate(engine(), yes);
      target.updateImage(idsIn(target)[0] ?? 0, { description: 'theirs' });
      await migrate(engine(), yes);
      return textsOf(target);
    },
  },
  'a create whose source image is gone is waited for': {
    bug: (engine) => ({
      ...engine,
      source: {
        ...engine.source,
        v3: {
          ...engine.source.v3,
          // Whatever is asked for is there.
          getImage: async (product) => {
            const [image] = await engine.target.v3.listImages(product + 1_000);
            if (image === undefined) throw new Error('there is none');
            return image;
          },
        },
      },
    }),
    async story(world, engine) {
      const { source, target } = world;
      const [image = 0] = put(source, 'a.png|1|0|a');
      put(target);
      const [{ id: productId } = { id: 0 }] = target.products();
      target.failNext({ method: 'POST', path: /images/ }, 'reset-before');
      let isSent = false;
      const given = engine();
      const watched: Asking = {
        ...given,
        source: { ...given.source, v3: { ...given.source.v3 } },
        emit(event) {
          given.emit(event);
          if (event.type !== 'action' || event.status !== 'started' || isSent) return;
          isSent = true;
          source.removeImage(image);
          target.addImage({ productId, picture: { tiny: 9 }, fileName: 'theirs.png' });
        },
      };
      const { failed, inDoubt } = await migrate(watched, yes);
      return { failed, inDoubt };
    },
  },
  'what was there before a create is what the plan has seen, and not the look right before it': {
    bug: (engine) =>
      withJournal(engine, (journal) => ({
        saveBasis: async (run, product) =>
          await journal.saveBasis(run, product, asPlanned(journal, run, product)),
      })),
    async story({ source, target }, engine) {
      put(source, 'a.png|1|0|a');
      put(target);
      target.failNext({ method: 'POST', path: /images/ }, 'reset-before');
      const approve = async () => {
        // An image whose picture nobody can look at.
        const [theirs = 0] = put(target, 'theirs.png|9|7|theirs');
        target.updateImage(theirs, { damage: { original: 'missing', renditions: 'missing' } });
        return await Promise.resolve('go' as const);
      };
      const { created, inDoubt } = await migrate(engine(), { ...yes, approve });
      return { created, inDoubt, texts: textsOf(target) };
    },
  },
  'writes of which a lost journal knew are not waited for': {
    bug: (engine) => withJournal(engine, () => ({ lostRows: false })),
    async story(world, engine) {
      const { source, target } = world;
      put(source, 'a.png|1|0|a');
      put(target);
      await migrate(engine(), { ...yes, dryRun: true });
      await world.journal.close();
      for (const part of ['', '-wal', '-shm'])
        rmSync(path.join(world.folder, `cutover.db${part}`), { force: true });
      await world.reopen();
      const given = engine();
      let isUnderWay = true;
      const arrive = (): void => {
        if (isUnderWay) put(target, 'a.png|1|0|a');
        isUnderWay = false;
      };
      // The write of a process that nobody remembers takes effect while there is a wait, or else after the run.
      const sleep: Asking['clock']['sleep'] = async (...asked) => {
        arrive();
        await given.clock.sleep(...asked);
      };
      await migrate({ ...given, clock: { ...given.clock, sleep } }, yes);
      arrive();
      return idsIn(target).length;
    },
  },
};

it.each(Object.entries(causes))('%s: the story is another', async (_, { bug, story }) => {
  const told = async (change: Change): Promise<unknown> => {
    let end: unknown;
    await inWorld({ stores }, async (world) => {
      end = await story(world, (settings = {}) => change(world.engine({ settings })));
    });
    return end;
  };
  const right = await told((engine) => engine);
  expect(right).toBeDefined();
  expect(await told(bug)).not.toEqual(right);
});
