// What a command takes over from an earlier one, and what it looks at again: a stale plan never writes, another selection
// is never carried out, a check never rests on what was read before, and what was approved binds what is added to it.
import type { StoreControl } from '@cutover/sandbox-store';
import { EngineError, type EngineEvent, type EngineTrouble, type VerifyLevel } from '@cutover/sync-engine';
import { describe, expect, it } from 'vitest';
import { runSummary } from '../../apps/cutover/src/runs/run-summary.ts';
import { diff, migrate, verify } from '../support/commands.ts';
import { idle as nothingToDo, plantViews, stores } from '../support/planted.ts';
import { inWorld, type World, yes } from '../support/world.ts';

const idle = { ...nothingToDo, images: 2 };

describe('--new', () => {
  it('closes the run it leaves behind: its old plan is never carried out', async () => {
    await inWorld({ stores }, async (world) => {
      plantViews(world.source, 'MUG', 2);
      plantViews(world.target, 'MUG', 2);
      describeAll(world.target, 'before');
      const stopped = await migrate(world.engine(stoppedWhile('writing')), yes);
      expect(stopped).toEqual({ ...idle, outcome: 'stopped', remaining: 2 });

      describeAll(world.source, 'after');
      expect(await migrate(world.engine({ settings: { startNew: true } }), yes)).toEqual({
        ...idle,
        updated: 2,
      });
      const plain = world.engine();
      expect(await migrate(plain, yes)).toEqual(idle);
      expect(isResumed(plain.events)).toBe(false);
      expect(world.target.images().map(({ description }) => description)).toEqual(['after', 'after']);
      expect(world.journal.run(stopped.run)?.finishedAt).toEqual(expect.any(String));
    });
  });

  it('loses nothing that the old run has left in doubt', async () => {
    await inWorld({ stores }, async (world) => {
      plantViews(world.source, 'MUG', 2);
      plantViews(world.target, 'MUG', 0);
      world.target.failNext({ method: 'POST' }, 'reset-before');
      const stop = new AbortController();
      const stopped = await migrate(
        world.engine({
          stopping: stop.signal,
          onEvent: (event) => event.type === 'action' && event.status === 'started' && stop.abort(),
        }),
        yes,
      );
      expect(stopped).toEqual({ ...idle, outcome: 'stopped', remaining: 1, inDoubt: 1 });
      const afresh = await migrate(world.engine({ settings: { startNew: true, match: 'name' } }), yes);
      expect(afresh).toEqual({ ...idle, created: 2 });
      expect(world.target.images().map(({ sortOrder }) => sortOrder)).toEqual([0, 1]);
    });
  });

  it('ends the refusal of other options for good', async () => {
    await inWorld({ stores }, async (world) => {
      plantViews(world.source, 'MUG', 2);
      plantViews(world.target, 'MUG', 0);
      const mirror = { ...stoppedWhile('writing'), settings: { policy: 'mirror' } } as const;
      const { run } = await migrate(world.engine(mirror), yes);
      expect(await refusalOf(migrate(world.engine(), yes))).toEqual({
        code: 'refused-other-options',
        run,
        otherOptions: [{ option: 'policy', begunWith: 'mirror', given: 'copy' }],
      });
      expect(await migrate(world.engine({ settings: { startNew: true } }), yes)).toEqual({
        ...idle,
        created: 2,
      });
      expect(await migrate(world.engine(), yes)).toEqual(idle);
    });
  });
});

describe('--run', () => {
  it('refuses a run of another selection', async () => {
    await inWorld({ stores }, async (world) => {
      for (const sku of ['MUG', 'CUP']) {
        plantViews(world.source, sku, 1);
        plantViews(world.target, sku, 0);
      }
      const products = [{ sourceSku: 'MUG', line: 2 }];
      const chosen = { products, productsFile: 'mug.csv', productsDigest: 'mug' };
      const { run } = await migrate(world.engine({ ...stoppedWhile('reading'), settings: chosen }), yes);
      expect(await refusalOf(migrate(world.engine({ settings: { runId: run } }), yes))).toEqual({
        code: 'refused-other-options',
        run,
        otherOptions: [{ option: 'products', begunWith: 'mug.csv', given: '' }],
      });
      expect(world.target.images()).toEqual([]);
      const continued = await migrate(world.engine({ settings: { ...chosen, runId: run } }), yes);
      expect(continued).toEqual({ ...idle, run, images: 1, created: 1 });
    });
  });

  it.each([
    [{}, '04d25ce8373ee980', { match: 'sku', policy: 'copy', prefer: 'ask', products: '', productsFile: '' }],
    [
      {
        match: 'name',
        policy: 'mirror',
        prefer: 'source',
        kinds: ['product', 'variant'],
        products: [],
        productsFile: 'p.csv',
        productsDigest: 'abc',
        origin: { sourceApi: 'https://a.example' },
      } as const,
      'f8ff8edc693b1c90',
      {
        match: 'name',
        policy: 'mirror',
        prefer: 'source',
        kinds: 'product,variant',
        products: 'abc',
        productsFile: 'p.csv',
        sourceApi: 'https://a.example',
      },
    ],
  ])(
    'knows a run of an earlier version by what that has kept of its options',
    async (settings, key, kept) => {
      await inWorld({ stores }, async (world) => {
        const { run } = await diff(world.engine({ settings }));
        expect(world.journal.run(run)).toMatchObject({ optionsKey: key, options: kept });
        expect(Object.keys(world.journal.run(run)?.options ?? {}).toSorted()).toEqual(
          Object.keys(kept).toSorted(),
        );
      });
    },
  );

  it('refuses a dry run, which would never write', async () => {
    await inWorld({ stores }, async (world) => {
      plantViews(world.source, 'MUG', 2);
      plantViews(world.target, 'MUG', 0);
      const dry = { ...yes, dryRun: true };
      const { run, outcome } = await migrate(world.engine(stoppedWhile('reading')), dry);
      expect(outcome).toBe('stopped');
      expect(await refusalOf(migrate(world.engine({ settings: { runId: run } }), yes))).toEqual({
        code: 'refused-dry-run',
        run,
      });
      expect(world.target.images()).toEqual([]);
    });
  });
});

describe('a stopped verify', () => {
  it('of fields reads both stores afresh, and so sees what has happened since', async () => {
    await inWorld({ stores }, async (world) => {
      plantViews(world.source, 'MUG', 3);
      plantViews(world.target, 'MUG', 3);
      const options = { level: 'fields', sample: 1 } as const;
      expect((await verify(world.engine(stoppedWhile('verifying')), options)).outcome).toBe('stopped');
      empty(world.target);
      expect(await verify(world.engine(), options)).toEqual({
        run: expect.any(String),
        outcome: 'differs',
        products: 1,
        images: 3,
        checked: 3,
        unchecked: 0,
        mismatched: 3,
        onlyOnTarget: 0,
        level: 'fields',
      });
    });
  });

  const writes = async (world: World): Promise<void> => void (await migrate(world.engine(), yes));
  it.each<[string, VerifyLevel, (world: World) => Promise<void>, boolean]>([
    ['of pictures goes on with what it has read', 'content', async () => await Promise.resolve(), true],
    ['is begun afresh once a migrate has written in between', 'content', writes, false],
    [
      'of fields is begun afresh: reading is all its work',
      'fields',
      async () => await Promise.resolve(),
      false,
    ],
  ])('%s', async (_name, level, between, resumed) => {
    await inWorld({ stores }, async (world) => {
      plantViews(world.source, 'MUG', 2);
      plantViews(world.target, 'MUG', 1);
      await verify(world.engine(stoppedWhile('verifying')), { level, sample: 1 });
      await between(world);
      const engine = world.engine();
      await verify(engine, { level, sample: 1 });
      expect(isResumed(engine.events)).toBe(resumed);
    });
  });
});

describe('a target that changes between the approval and the write', () => {
  it('cannot make the plan larger than --max-changes', async () => {
    await inWorld({ stores }, async (world) => {
      plantViews(world.source, 'MUG', 6);
      plantViews(world.target, 'MUG', 5);
      const approved: unknown[] = [];
      const options = {
        ...yes,
        maxChanges: { count: 1 },
        approve: async ({ create, update, remove }: { create: number; update: number; remove: number }) => {
          approved.push({ create, update, remove });
          empty(world.target);
          return await Promise.resolve('go' as const);
        },
      };
      expect(await refusalOf(migrate(world.engine(), options))).toEqual({
        code: 'refused-max-changes',
        run: expect.any(String),
        changes: 6,
        most: 1,
        when: 'grown',
      });
      expect(approved).toEqual([{ create: 1, update: 0, remove: 0 }]);
      expect(world.target.images()).toEqual([]);
    });
  });

  it('is measured by --max-changes when it is continued, and before anything is sent', async () => {
    await inWorld({ stores }, async (world) => {
      plantViews(world.source, 'MUG', 6);
      plantViews(world.target, 'MUG', 0);
      const stop = new AbortController();
      const stopped = await migrate(
        world.engine({
          stopping: stop.signal,
          onEvent: (event) => event.type === 'action' && event.status === 'started' && stop.abort(),
        }),
        yes,
      );
      expect(stopped).toMatchObject({ outcome: 'stopped', created: 1, remaining: 5 });
      world.target.resetRequests();
      expect(await refusalOf(migrate(world.engine(), { ...yes, maxChanges: { count: 5 } }))).toEqual({
        code: 'refused-max-changes',
        run: stopped.run,
        changes: 6,
        most: 5,
        when: { made: 1 },
      });
      expect(world.target.requests().filter(({ method }) => method !== 'GET')).toEqual([]);
      expect(await migrate(world.engine(), { ...yes, maxChanges: { count: 6 } })).toMatchObject({
        run: stopped.run,
        outcome: 'done',
        created: 6,
      });
    });
  });

  it('lets a retry go on by what is tried again, and not by what was made before', async () => {
    await inWorld({ stores }, async (world) => {
      plantViews(world.source, 'MUG', 6);
      plantViews(world.target, 'MUG', 0);
      const first = world.source.images()[0]?.id ?? 0;
      world.source.updateImage(first, { damage: { original: 'missing' } });
      expect(await migrate(world.engine(), yes)).toMatchObject({ created: 5, failed: 1 });
      world.source.updateImage(first, { damage: {} });
      const options = {
        ...yes,
        retryFailed: {},
        maxChanges: { count: 6 },
        approve: async () => {
          // Somebody removes one of ours while the question is open: it is made again, which makes two.
          const [one] = world.target.images();
          if (one !== undefined) world.target.removeImage(one.id);
          return await Promise.resolve('go' as const);
        },
      };
      expect(await migrate(world.engine(), options)).toMatchObject({ outcome: 'done', failed: 0 });
      expect(world.target.images().length).toBe(6);
    });
  });

  it('leaves what failed as it failed while the question is open, and counts what each run has made', async () => {
    await inWorld({ stores }, async (world) => {
      plantViews(world.source, 'MUG', 6);
      plantViews(world.target, 'MUG', 0);
      const [first, second] = world.source.images();
      for (const image of [first, second])
        world.source.updateImage(image?.id ?? 0, { damage: { original: 'missing' } });
      const engine = world.engine();
      const { run } = await migrate(engine, yes);
      for (const image of [first, second]) world.source.updateImage(image?.id ?? 0, { damage: {} });
      const planRun = engine.journal.run(run)?.planRun ?? run;
      const open: unknown[] = [];
      const asked = (answer: 'go' | 'no') => ({
        ...yes,
        retryFailed: {},
        approve: async ({ create }: { readonly create: number }) => {
          // A process that is killed here leaves the journal so.
          open.push([create, engine.journal.failures(planRun)]);
          return await Promise.resolve(answer);
        },
      });
      const retrying = () => world.engine({ settings: { runId: run } });
      await expect(migrate(retrying(), asked('no'))).rejects.toMatchObject({ code: 'declined' });
      expect(await migrate(retrying(), asked('go'))).toMatchObject({
        outcome: 'done',
        created: 2,
        failed: 0,
      });
      const before = [2, { 'original-unreachable': 2 }];
      expect(open).toEqual([before, before]);
      const [retried] = world.journal.runs({ command: 'migrate' });
      const counted = [run, retried?.id ?? ''].map((id) => {
        const opened = world.journal.run(id);
        if (opened === undefined) throw new Error('it ran');
        const { created, failed } = runSummary(world.journal, opened).counts;
        return { created, failed };
      });
      expect(counted).toEqual([
        { created: 4, failed: 2 },
        { created: 2, failed: 0 },
      ]);
    });
  });

  it('counts of a plan that is taken up again what each run has done itself, and nothing of one that is declined', async () => {
    await inWorld({ stores }, async (world) => {
      plantViews(world.source, 'MUG', 6);
      plantViews(world.target, 'MUG', 0);
      const gone = world.source.images().slice(0, 2);
      for (const { id } of gone) world.source.updateImage(id, { damage: { original: 'missing' } });
      const { run } = await migrate(world.engine(), yes);
      const named = () => world.engine({ settings: { runId: run } });
      expect(await migrate(named(), yes)).toMatchObject({ outcome: 'incomplete', created: 0, failed: 2 });
      for (const { id } of gone) world.source.updateImage(id, { damage: {} });
      const declined = { ...yes, retryFailed: {}, approve: async () => await Promise.resolve('no' as const) };
      await expect(migrate(named(), declined)).rejects.toMatchObject({ code: 'declined' });
      const counts = () =>
        world.journal
          .runs({ command: 'migrate' })
          .toReversed()
          .map((one) => {
            const { created, failed } = runSummary(world.journal, one).counts;
            return { created, failed };
          });
      const before = [
        { created: 4, failed: 2 },
        { created: 0, failed: 2 },
      ];
      expect(counts().slice(0, 2)).toEqual(before);
      expect(await migrate(named(), { ...yes, retryFailed: {} })).toMatchObject({
        outcome: 'done',
        created: 2,
      });
      expect(await migrate(named(), yes)).toMatchObject({ outcome: 'done', created: 0, failed: 0 });
      // The one that was declined has carried out no plan.
      expect(counts()).toEqual([...before, ...[0, 2, 0].map((created) => ({ created, failed: 0 }))]);
    });
  });

  it('has every action of a product that is gone told as failed', async () => {
    await inWorld({ stores }, async (world) => {
      plantViews(world.source, 'MUG', 2);
      const productId = plantViews(world.target, 'MUG', 0);
      const engine = world.engine();
      const options = {
        ...yes,
        approve: async () => {
          world.target.removeProduct(productId);
          return await Promise.resolve('go' as const);
        },
      };
      expect(await migrate(engine, options)).toEqual({ ...idle, outcome: 'incomplete', failed: 2 });
      const told = engine.events.filter((event) => event.type === 'action');
      expect(told.map(({ status, reason, source }) => [status, reason, source?.imageId])).toEqual(
        world.source
          .images()
          .map(({ id }) => ['failed', 'product-gone: the target does not have this product any more', id]),
      );
    });
  });
});

/** The wish for an engine that is asked to stop as soon as it says that it is in this phase. */
function stoppedWhile(phase: 'reading' | 'writing' | 'verifying'): {
  stopping: AbortSignal;
  onEvent: (event: EngineEvent) => void;
} {
  const stop = new AbortController();
  return {
    stopping: stop.signal,
    onEvent(event) {
      if (event.type === 'progress' && event.phase === phase) stop.abort();
    },
  };
}

async function refusalOf(call: Promise<unknown>): Promise<EngineTrouble> {
  const error: unknown = await call.then(
    () => new Error('it was not refused'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof EngineError)) throw error;
  return error.trouble;
}

function isResumed(events: readonly EngineEvent[]): boolean | undefined {
  return events.find((event) => event.type === 'run')?.resumed;
}

function describeAll(store: StoreControl, description: string): void {
  for (const { id } of store.images()) store.updateImage(id, { description });
}

function empty(store: StoreControl): void {
  for (const { id } of store.images()) store.removeImage(id);
}
