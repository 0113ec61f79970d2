// Requests that carry several creates, for a store that takes them: what goes in one, what is written down for it, and what
// follows from each answer. And what has not changed where a request carries one.
import type { ActionIntent, ActionOutcome, PairJournal } from '@cutover/journal';
import type { CreateAnswer, MigrateResult } from '@cutover/sync-engine';
import { StoreError, type V3Client } from '@cutover/v3-client';
import { expect, it } from 'vitest';
import { type Asking, migrate } from '../support/commands.ts';
import { inWorld, type World, yes } from '../support/world.ts';

const stores = [
  { hash: 'source', catalog: { kind: 'seeded', products: 0 } },
  { hash: 'target', catalog: { kind: 'products-only', products: 0 } },
] as const;

/** What is done with one request; `make` makes the image of one of its creates. */
type Answering = (
  number: number,
  make: (index: number) => Promise<CreateAnswer>,
  request: number,
) => Promise<readonly CreateAnswer[]>;

interface Told {
  readonly result: MigrateResult;
  /** Creates in each request. */
  readonly requests: readonly number[];
  /** Actions of each step of the journal. */
  readonly starts: readonly number[];
  readonly records: readonly (readonly string[])[];
  /** How often the product's own list was read. */
  readonly looks: number;
  readonly failures: readonly (string | undefined)[];
}

/** Migrates five images of one product; without `most` the store has no such door. */
async function migrateFive(
  world: World,
  most: number | undefined,
  answering: Answering,
  settings: Partial<Asking['settings']> = {},
  onTarget: (v3: V3Client) => Partial<V3Client> = () => ({}),
): Promise<Told> {
  plantFive(world);
  const plain = world.engine({ settings });
  const { target } = plain;
  const given = { ...plain, target: { ...target, v3: { ...target.v3, ...onTarget(target.v3) } } };
  const starts: number[] = [];
  const records: string[][] = [];
  const requests: number[] = [];
  const journal = watched(given.journal, {
    start: (intents) => starts.push(intents.length),
    record: (outcomes) => records.push(outcomes.map(({ is }) => is)),
  });
  const several = most === undefined ? undefined : doorOf(given.target.v3, most, requests, answering);
  const result = await migrate({ ...given, journal, target: { ...given.target, several } }, yes);
  return {
    result,
    requests,
    starts,
    records,
    looks: world.target
      .requests()
      .filter(({ method, path }) => method === 'GET' && /\/products\/\d+\/images(?!\/)/.test(path)).length,
    failures: journal.actions(result.run, { status: ['failed'] }).map(({ reason }) => reason),
  };
}

function doorOf(v3: V3Client, most: number, requests: number[], answering: Answering) {
  return {
    most,
    create: async (
      productId: number,
      creates: Parameters<NonNullable<Asking['target']['several']>['create']>[1],
      { beforeSend }: { beforeSend: () => Promise<void> },
    ): Promise<readonly CreateAnswer[]> => {
      await beforeSend();
      requests.push(creates.length);
      const make = async (index: number): Promise<CreateAnswer> => {
        const create = creates[index];
        if (create === undefined) throw new Error('no such create');
        return { image: await v3.createImage(productId, create.source, create.fields) };
      };
      return await answering(creates.length, make, requests.length);
    },
  };
}

function watched(
  journal: PairJournal,
  seen: {
    start(intents: readonly ActionIntent[]): void;
    record(outcomes: readonly ActionOutcome[]): void;
  },
): PairJournal {
  const own: Partial<PairJournal> = {
    async start(intents, after) {
      seen.start(intents);
      return await journal.start(intents, after);
    },
    async record(outcomes) {
      seen.record(outcomes);
      return await journal.record(outcomes);
    },
  };
  return new Proxy(journal, {
    get: (target, name) => Reflect.get(Object.hasOwn(own, name) ? own : target, name),
  });
}

function plantFive({ source, target }: World): void {
  const { id: productId } = source.addProduct({ name: 'Mug', sku: 'MUG' });
  target.addProduct({ name: 'Mug', sku: 'MUG' });
  for (let place = 0; place < 5; place += 1)
    source.addImage({
      productId,
      picture: { tiny: place },
      fileName: `mug-${place}.png`,
      sortOrder: place,
      isThumbnail: place === 0,
    });
  target.resetRequests();
}

const refused = (what: 'rejected' | 'limit' | 'not-sent', status?: number): StoreError =>
  new StoreError(what, { class: what, next: 'fail-action', method: 'POST', path: '', attempt: 1, status });

const makeAll: Answering = async (number, make) => {
  const answers: CreateAnswer[] = [];
  for (let index = 0; index < number; index += 1) answers.push(await make(index));
  return answers;
};
const applied = (number: number): string[] => Array.from({ length: number }, () => 'applied');

it('without such a door each create is a request, an intent and a record of its own', async () => {
  await inWorld({ stores }, async (world) => {
    const told = await migrateFive(world, undefined, makeAll);
    expect(told).toMatchObject({
      result: { outcome: 'done', created: 5 },
      requests: [],
      starts: [1, 1, 1, 1, 1],
      records: [['applied'], ['applied'], ['applied'], ['applied'], ['applied']],
    });
  });
});

it('as many creates as the store takes go in one request, with one step before and one after it', async () => {
  await inWorld({ stores }, async (world) => {
    const told = await migrateFive(world, 3, makeAll);
    expect(told).toMatchObject({
      result: { outcome: 'done', created: 5 },
      requests: [3, 2],
      starts: [3, 2],
      records: [applied(3), applied(2)],
    });
  });
});

it('what is refused as one is sent again one by one', async () => {
  await inWorld({ stores }, async (world) => {
    const told = await migrateFive(world, 3, async (number, make) => {
      if (number > 1) throw refused('rejected', 422);
      return await makeAll(number, make, 0);
    });
    expect(told).toMatchObject({
      result: { outcome: 'done', created: 5 },
      requests: [3, 1, 1, 1, 1, 1],
      records: [['notDone', 'notDone', 'notDone'], ...[1, 1, 1, 1, 1].map(applied)],
    });
  });
});

it('what was answered before the rest was refused as one is not sent again', async () => {
  await inWorld({ stores }, async (world) => {
    const told = await migrateFive(world, 5, async (number, make, request) => {
      if (request === 1)
        return [
          ...(await makeAll(3, make, 1)),
          { error: refused('not-sent') },
          { error: refused('not-sent') },
        ];
      if (number > 1) throw refused('rejected', 422);
      return await makeAll(number, make, request);
    });
    expect(told).toMatchObject({
      result: { outcome: 'done', created: 5 },
      requests: [5, 2, 1, 1],
      records: [[...applied(3), 'notDone', 'notDone'], ['notDone', 'notDone'], ['applied'], ['applied']],
    });
  });
});

it('a limit that several have met is met by those alone that are over it', async () => {
  await inWorld({ stores }, async (world) => {
    const told = await migrateFive(world, 5, async (number, make, request) => {
      if (number > 1 || request > 3) throw refused('limit', 403);
      return await makeAll(number, make, request);
    });
    expect(told).toMatchObject({ result: { created: 2, failed: 3 }, requests: [5, 1, 1, 1] });
    expect(told.failures).toEqual([
      '403: limit',
      'product-full: not sent after 403: limit',
      'product-full: not sent after 403: limit',
    ]);
  });
});

it('one that is refused for good keeps nothing from the others, and one that may come again comes again', async () => {
  await inWorld({ stores }, async (world) => {
    const told = await migrateFive(
      world,
      5,
      async (number, make, request) => {
        const answers = [...(await makeAll(number - (request === 1 ? 2 : 0), make, request))];
        return request === 1
          ? [...answers, { error: refused('rejected', 422) }, { error: refused('not-sent') }]
          : answers;
      },
      { transfer: 'url' },
    );
    expect(told).toMatchObject({
      result: { created: 4, failed: 1 },
      requests: [5, 1],
      records: [[...applied(3), 'failed', 'notDone'], ['applied']],
    });
  });
});

it('an answer that tells too little leaves the rest in doubt: one look for all of them, and one record', async () => {
  await inWorld({ stores }, async (world) => {
    const told = await migrateFive(world, 5, async (number, make) => {
      const [first] = await makeAll(number, make, 0);
      return first === undefined ? [] : [first];
    });
    expect(told).toMatchObject({
      result: { outcome: 'done', created: 5 },
      requests: [5],
      records: [['applied'], applied(4)],
      looks: 1,
    });
  });
});

it('of a request without an answer what is there is found, and what is absent on two looks is sent again', async () => {
  await inWorld({ stores }, async (world) => {
    const told = await migrateFive(world, 5, async (number, make, request) => {
      if (request > 1) return await makeAll(number, make, request);
      for (const index of [3, 1]) await make(index);
      throw new Error('the connection was reset');
    });
    expect(told).toMatchObject({
      result: { outcome: 'done', created: 5 },
      requests: [5, 3],
      records: [['notDone', 'applied', 'notDone', 'applied', 'notDone'], applied(3)],
      looks: 2,
    });
    expect(world.target.images()).toHaveLength(5);
  });
});

it('what the first look has found counts, though the list of the second one lags', async () => {
  await inWorld({ stores }, async (world) => {
    let lists = 0;
    const told = await migrateFive(
      world,
      5,
      async (number, make, request) => {
        if (request > 1) return await makeAll(number, make, request);
        for (const index of [3, 1]) await make(index);
        throw new Error('the connection was reset');
      },
      {},
      (v3) => ({
        async listImages(product) {
          lists += 1;
          const images = await v3.listImages(product);
          return lists === 2 ? images.slice(1) : images;
        },
      }),
    );
    expect(told).toMatchObject({
      result: { outcome: 'done', created: 5 },
      requests: [5, 3],
      records: [['notDone', 'applied', 'notDone', 'applied', 'notDone'], applied(3)],
      looks: 2,
    });
    expect(world.target.images()).toHaveLength(5);
  });
});

it('an image that is claimed twice makes the whole answer a doubt', async () => {
  await inWorld({ stores }, async (world) => {
    const told = await migrateFive(world, 5, async (number, make) => {
      const answers = await makeAll(number, make, 0);
      return answers.map(() => answers[0] ?? { error: undefined });
    });
    expect(told).toMatchObject({ result: { outcome: 'done', created: 5 }, requests: [5], looks: 1 });
    expect(told.records.at(-1)).toEqual(applied(5));
  });
});
