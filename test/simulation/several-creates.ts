// A store's door for several creates in one request, which the API does not have: one request arrives, and the sandbox
// store makes all of its images, some, or none, in their order or another, and tells all of it, some, or nothing. What it
// has made of which create is noted here, past the engine: names, texts and answers prove nothing to a checker.
import { type Action, type Journal, sourceOf } from '@cutover/journal';
import type { Sandbox } from '@cutover/sandbox-store';
import {
  createStoreHttp,
  isStoreError,
  StoreError,
  type StoreErrorFacts,
  type Transport,
} from '@cutover/store-http';
import type { CreateAnswer, SeveralCreates } from '@cutover/sync-engine';
import { createV3Client, type V3ProductImage } from '@cutover/v3-client';
import { createDraw, type Draw } from './draw.ts';
import { between, type Failpoint } from './failpoints.ts';
import type { VirtualTime } from './virtual-time.ts';

/** What becomes of a request: which creates, in which order, and what is heard of it. */
export const fates = [
  'all, answered',
  'all in another order, answered',
  'none, certainly',
  'none, refused as one',
  'none, unanswered',
  'the first, unanswered',
  'all, unanswered',
  'some in another order, unanswered',
  'some, told one by one',
  'some, told in part',
  'all, late',
  'some in another order, late',
] as const;
export type Fate = (typeof fates)[number];

export interface Made {
  readonly action: string;
  readonly sourceImageId: number | undefined;
  /** Made as sent: none before it in its request was left out or came later. */
  readonly inOrder: boolean;
}

/** What the store has really done. */
export interface Truth {
  readonly made: ReadonlyMap<number, Made>;
  readonly fates: ReadonlyMap<Fate, number>;
  /** Requests by the number of their creates. */
  readonly sizes: ReadonlyMap<number, number>;
  /** What was seen and must not be, in words. */
  readonly complaints: ReadonlySet<string>;
}

/** What one process is given. */
export interface Door {
  readonly sandbox: Sandbox;
  readonly time: VirtualTime;
  readonly journal: Journal;
  readonly reach: (point: Failpoint) => Promise<void>;
  readonly onArrival: (request: Passing) => void;
  readonly onDone: (request: Passing) => void;
}
interface Passing {
  readonly method: 'POST';
  readonly url: URL;
}

export interface SeveralStore {
  readonly truth: Truth;
  /** From now on all is made and answered. */
  calm(): void;
  open(door: Door): SeveralCreates;
}

type Creates = Parameters<SeveralCreates['create']>[1];

export function createSeveralStore(seed: number, most: number): SeveralStore {
  const made = new Map<number, Made>();
  const fatesMet = new Map<Fate, number>();
  const sizes = new Map<number, number>();
  const complaints = new Set<string>();
  let isCalm = false;
  let requests = 0;

  function open(door: Door): SeveralCreates {
    const { time, journal } = door;
    const client = innerClient(door);

    /** Each create has a durable intent when its request arrives; in the order of sending. */
    function intentsOf(productId: number, number: number): readonly Action[] {
      const open = journal
        .doubtsOf({ source: 'source', target: 'target' }, [productId])
        .filter(({ verb, status }) => verb === 'create' && status === 'started')
        .map((action) => ({ action, attempt: journal.openAttempt(action.id)?.attempt ?? 0 }))
        .toSorted((a, b) => a.attempt - b.attempt);
      if (open.length !== number)
        complaints.add(
          `a request with ${number} creates for product ${productId} meets ${open.length} intents`,
        );
      return open.map(({ action }) => action);
    }

    async function make(
      productId: number,
      creates: Creates,
      intents: readonly Action[],
      order: readonly number[],
    ): Promise<Map<number, CreateAnswer>> {
      const answers = new Map<number, CreateAnswer>();
      let inOrder = true;
      for (const [place, index] of order.entries()) {
        const create = creates[index];
        if (create === undefined) continue;
        const answer = await untilAnswered(() => client.createImage(productId, create.source, create.fields));
        inOrder &&= place === index && 'image' in answer;
        answers.set(index, answer);
        const intent = intents[index];
        const sourceImageId = intent && sourceOf(intent)?.imageId;
        if ('image' in answer)
          made.set(answer.image.id, { action: intent?.id ?? '', sourceImageId, inOrder });
      }
      return answers;
    }

    return {
      most,
      async create(productId, creates, { beforeSend }) {
        await beforeSend();
        return await between(door.reach, 'POST', async () => {
          requests += 1;
          const draw = createDraw(seed, `request ${requests}`);
          await time.sleep(20 + draw.int(200));
          const passing = {
            method: 'POST',
            url: new URL(`http://simulated/stores/target/v3/catalog/products/${productId}/images`),
          } as const;
          door.onArrival(passing);
          const intents = intentsOf(productId, creates.length);
          const fate = isCalm ? 'all, answered' : fateOf(draw, creates);
          fatesMet.set(fate, (fatesMet.get(fate) ?? 0) + 1);
          sizes.set(creates.length, (sizes.get(creates.length) ?? 0) + 1);
          const order = orderOf(draw, fate, creates.length);
          const work = async (): Promise<Map<number, CreateAnswer>> => {
            const answers = await make(productId, creates, intents, order);
            door.onDone(passing);
            return answers;
          };
          if (fate.endsWith('late')) {
            time
              .sleep(1000 + draw.int(60_000))
              .then(work)
              .catch((error: unknown) => complaints.add(String(error)));
            await time.sleep(draw.int(60_000));
            throw new Error('no answer in time');
          }
          const answers = await work();
          await time.sleep(draw.int(50));
          return answerOf(draw, fate, creates, answers);
        });
      },
    };
  }

  return {
    truth: { made, fates: fatesMet, sizes, complaints },
    calm() {
      isCalm = true;
    },
    open,
  };
}

function fateOf(draw: Draw, creates: Creates): Fate {
  if (draw.chance(0.3)) return 'all, answered';
  const fate = draw.pick(fates);
  // What is sent alone and refused has failed for good: that is another matter.
  return fate === 'none, refused as one' && creates.length === 1 ? 'all, answered' : fate;
}

/** Which creates take effect, and in which order. */
function orderOf(draw: Draw, fate: Fate, number: number): number[] {
  const all = Array.from({ length: number }, (_, index) => index);
  if (fate.startsWith('none')) return [];
  if (fate.startsWith('the first')) return all.slice(0, 1 + draw.int(number - 1));
  if (fate.includes('another order')) {
    const mixed = all.map((index) => ({ index, by: draw.int(1000) })).toSorted((a, b) => a.by - b.by);
    return mixed.map(({ index }) => index).slice(0, fate.startsWith('some') ? draw.int(number) : number);
  }
  return fate.startsWith('some') ? all.filter(() => draw.chance(0.6)) : all;
}

function answerOf(
  draw: Draw,
  fate: Fate,
  creates: Creates,
  answers: ReadonlyMap<number, CreateAnswer>,
): CreateAnswer[] {
  if (fate.endsWith('unanswered'))
    throw draw.chance(0.5) ? new Error('the connection was reset') : storeError('ambiguous', 504);
  if (fate === 'none, certainly')
    throw draw.chance(0.5) ? storeError('rate-limited', 429) : storeError('not-sent');
  if (fate === 'none, refused as one') throw storeError('rejected', 422);
  return creates.map(({ source }, index): CreateAnswer => {
    const answer = answers.get(index);
    if (fate === 'some, told in part' && draw.chance(0.5))
      return { error: new Error('207 that says nothing of it') };
    if (answer !== undefined) return answer;
    // An address may be refused, and then the picture itself is sent; that is never refused here.
    return {
      error:
        'imageUrl' in source && draw.chance(0.5)
          ? storeError('rejected', 422)
          : storeError('rate-limited', 429),
    };
  });
}

function storeError(what: StoreErrorFacts['class'], status?: number): StoreError {
  const next = what === 'ambiguous' ? 'reconcile' : what === 'rejected' ? 'fail-action' : 'retry';
  return new StoreError(`simulated: ${what}`, {
    class: what,
    next,
    method: 'POST',
    path: '/several',
    attempt: 1,
    status,
  });
}

/** The sandbox's own faults that are on leave no effect, so that it can be asked again; what it refuses is refused. */
async function untilAnswered(create: () => Promise<V3ProductImage>): Promise<CreateAnswer> {
  for (let tries = 1; ; tries += 1) {
    try {
      return { image: await create() };
    } catch (error) {
      if (tries >= 30 || (isStoreError(error) && error.class === 'rejected')) return { error };
    }
  }
}

/** Straight into the store: what happens on the way has been decided. */
function innerClient({ sandbox, time }: Door) {
  const store = sandbox.stores[1];
  if (store === undefined) throw new Error('no such store');
  const transport: Transport = async ({ url, method, headers, body }) => {
    const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : new Uint8Array(body) };
    const answer = await sandbox.handle(new Request(url, { method, headers: { ...headers }, ...sent }));
    return {
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: new Uint8Array(await answer.arrayBuffer()),
    };
  };
  return createV3Client(
    createStoreHttp({
      api: store.api,
      store: store.store,
      token: store.token,
      clock: time,
      random: () => 0.5,
      transport,
      pacer: {
        take: async () => await Promise.resolve({ done: () => undefined }),
        snapshot: () => ({ inFlight: 0, concurrency: 64, given: 0, waitedMs: 0 }),
        change: () => undefined,
      },
    }),
  );
}
