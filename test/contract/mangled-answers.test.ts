// Ten thousand spoilt answers to every call of both clients, and whole migrations on which answers are spoilt all along.
// Invariant: a call gives what the store said or a typed error that names its request, never another error and never a
// promise that nobody hears of; a write whose answer is spoilt is looked up, never taken for failed or sent again.
import { type Sandbox, startSandbox } from '@cutover/sandbox-store';
import {
  type Clock,
  createStoreHttp,
  createUndiciTransport,
  isStoreError,
  type Transport,
  type TransportResponse,
} from '@cutover/store-http';
import type { StorePort } from '@cutover/sync-engine';
import { createV2Reader } from '@cutover/v2-client';
import { createV3Client } from '@cutover/v3-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { migrate } from '../support/commands.ts';
import { hurriedClock, pictureFile, plantProduct } from '../support/one-store.ts';
import { createRandom } from '../support/random.ts';
import { inWorld, shownBy, yes } from '../support/world.ts';
import { mangled, unreadable } from './mangled.ts';

const CASES = 10_000;
/** More requests than any call has a reason to make for one list that is spoilt. */
const REQUESTS_MAX = 40;
const instant: Clock = { now: () => 0, monotonicMs: () => 0, sleep: async () => await Promise.resolve() };

const unheard: unknown[] = [];
const onUnheard = (error: unknown): void => void unheard.push(error);
beforeAll(() => void process.on('unhandledRejection', onUnheard));
afterAll(() => void process.off('unhandledRejection', onUnheard));

type Clients = Pick<StorePort, 'v2' | 'v3'>;
type Call = (clients: Clients, ids: Ids) => Promise<unknown>;
interface Ids {
  readonly product: number;
  readonly image: number;
}

const calls: Readonly<Record<string, Call>> = {
  'V2 products': async ({ v2 }) => await v2.listProducts(),
  'V2 product': async ({ v2 }, { product }) => await v2.getProduct(product),
  'V2 products counted': async ({ v2 }) => await v2.countProducts(),
  'V2 images': async ({ v2 }, { product }) => await v2.listImages(product),
  'V2 image': async ({ v2 }, { product, image }) => await v2.getImage(product, image),
  'V2 images counted': async ({ v2 }) => await v2.countImages(),
  'V2 SKUs': async ({ v2 }, { product }) => await v2.listSkus(product),
  'V2 rules': async ({ v2 }, { product }) => await v2.listRules(product),
  'V3 products': async ({ v3 }) => await v3.listProducts({ include: ['images', 'variants'] }),
  'V3 product': async ({ v3 }, { product }) => await v3.getProduct(product, { include: ['images'] }),
  'V3 sweep': async ({ v3 }) => await Array.fromAsync(v3.sweepProducts({ include: ['images'] })),
  'V3 images': async ({ v3 }, { product }) => await v3.listImages(product),
  'V3 image': async ({ v3 }, { product, image }) => await v3.getImage(product, image),
  'V3 variants': async ({ v3 }, { product }) => await v3.listVariants(product),
  'V3 modifiers': async ({ v3 }, { product }) => await v3.listModifiers(product),
  'V3 options': async ({ v3 }, { product }) => await v3.listOptions(product),
  'V3 complex rules': async ({ v3 }, { product }) => await v3.listComplexRules(product),
  'a create': async ({ v3 }, { product }) => await v3.createImage(product, { imageFile: pictureFile(1) }),
  'an update': async ({ v3 }, { product, image }) =>
    await v3.updateImage(product, image, { description: 'x' }),
  'a removal': async ({ v3 }, { product, image }) => await v3.deleteImage(product, image),
};

function clientsOver(sandbox: Sandbox, transport: Transport): Clients {
  const [store] = sandbox.stores;
  if (store === undefined) throw new Error('one store was asked for');
  const http = createStoreHttp({ ...store, transport, clock: instant, random: () => 0.5 });
  return { v2: createV2Reader(http), v3: createV3Client(http) };
}

/** Every answer of each call, as the store gives it. */
async function recorded(sandbox: Sandbox, ids: Ids): Promise<Map<string, readonly TransportResponse[]>> {
  const transport = createUndiciTransport({ proxyFromEnvironment: false });
  const pages = new Map<string, readonly TransportResponse[]>();
  for (const [name, call] of Object.entries(calls)) {
    const answers: TransportResponse[] = [];
    const recording: Transport = async (request) => {
      const answer = await transport(request);
      answers.push(answer);
      return answer;
    };
    await call(clientsOver(sandbox, recording), ids);
    pages.set(name, answers);
  }
  await transport.close?.();
  return pages;
}

it(`${CASES} spoilt answers: what the store said, or a typed error that names the request`, {
  timeout: 180_000,
}, async () => {
  const catalog = { kind: 'seeded', products: 6, images: 20, pictures: 'tiny' } as const;
  const quota = { requests: 1_000_000, windowMs: 1_000 };
  const sandbox = await startSandbox({ quota, stores: [{ hash: 'onestore', catalog }] });
  try {
    const { productId, imageIds } = plantProduct(sandbox.control('onestore'), 3);
    const ids: Ids = { product: productId, image: imageIds[0] ?? 0 };
    const pages = await recorded(sandbox, ids);
    const draw = createRandom(16);
    const counts: Record<string, number> = {};
    const complaints: string[] = [];
    const names = Object.keys(calls);
    for (let number = 0; number < CASES; number += 1) {
      const name = names[number % names.length] ?? '';
      const answers = pages.get(name) ?? [];
      const spoilt = Math.floor(draw() * answers.length);
      let requests = 0;
      let how = '';
      let line = '';
      let status = 0;
      const transport: Transport = async ({ method, url }) => {
        requests += 1;
        if (requests > REQUESTS_MAX) throw new Error('it never stops asking');
        const nth = Math.min(requests - 1, answers.length - 1);
        const answer = answers[nth];
        if (answer === undefined) throw new Error(`nothing was recorded for ${name}`);
        if (nth !== spoilt) return await Promise.resolve(answer);
        const spoiltAnswer = mangled(answer, draw);
        how = spoiltAnswer.how;
        status = spoiltAnswer.answer.status;
        line = `${method} ${url.pathname.replace('/stores/onestore', '')}`;
        return spoiltAnswer.answer;
      };
      const outcome = await calls[name]?.(clientsOver(sandbox, transport), ids).then(
        (given: unknown) => (hasWrongId(given) ? new Error(`it gives ${JSON.stringify(given)}`) : undefined),
        (error: unknown) => error,
      );
      const end = outcome === undefined ? 'given' : isStoreError(outcome) ? outcome.class : 'another error';
      counts[end] = (counts[end] ?? 0) + 1;
      if (outcome === undefined) continue;
      const told = `case ${number}, ${name}, ${how}: ${outcome instanceof Error ? outcome.message : 'no error'}`;
      if (!isStoreError(outcome)) complaints.push(told);
      else if (!outcome.message.startsWith(`${outcome.method} ${outcome.path}`)) complaints.push(told);
      else if (line !== '' && requests === 1 && `${outcome.method} ${outcome.path}` !== line)
        complaints.push(told);
      else if (outcome.method !== 'GET' && status >= 200 && status < 400 && outcome.next !== 'reconcile')
        complaints.push(`${told} (${outcome.next})`);
      if (requests > REQUESTS_MAX) complaints.push(`${told} (${requests} requests)`);
    }
    process.stdout.write(
      `${CASES} spoilt answers to ${names.length} calls: ${JSON.stringify(counts)}; ${unheard.length} unhandled rejections\n`,
    );
    expect(complaints).toEqual([]);
    expect(unheard).toEqual([]);
  } finally {
    await sandbox.close();
  }
});

/** Whether anything in it has an id that no store can have; a later step would take it for an image. */
function hasWrongId(given: unknown): boolean {
  if (typeof given !== 'object' || given === null) return false;
  return Object.entries(given).some(([key, value]) =>
    /^(?:id|product_id)$/.test(key) ? !Number.isSafeInteger(value) || Number(value) < 1 : hasWrongId(value),
  );
}

const images = 24;
const stores = [
  { hash: 'source', catalog: { kind: 'seeded', products: 8, images, pictures: 'tiny' } },
  { hash: 'target', catalog: { kind: 'products-only', products: 8 } },
] as const;

it('migrations whose answers are unreadable now and then make every image once', {
  timeout: 180_000,
}, async () => {
  let spoilt = 0;
  const migrations = 12;
  for (let seed = 1; seed <= migrations; seed += 1) {
    await inWorld({ stores }, async (world) => {
      const draw = createRandom(seed);
      const inner = createUndiciTransport({ proxyFromEnvironment: false });
      const transport: Transport = async (request) => {
        const answer = await inner(request);
        if (answer.body.length < 3 || draw() >= 0.15) return answer;
        spoilt += 1;
        return unreadable(answer, draw);
      };
      const settings = { settleAfterMs: 100 };
      const through = (port: StorePort, index: number): StorePort => {
        const store = world.sandbox.stores[index];
        if (store === undefined) throw new Error('a world of two stores');
        const http = createStoreHttp({ ...store, transport, clock: hurriedClock, readAttempts: 12 });
        return { ...port, v2: createV2Reader(http), v3: createV3Client(http) };
      };
      // A read that stays unreadable stops the command; the same command goes on.
      for (let attempt = 0; attempt < 6; attempt += 1) {
        const plain = world.engine({ settings });
        const [source, target] = [through(plain.source, 0), through(plain.target, 1)];
        const engine = { ...plain, clock: hurriedClock, source, target };
        const ended = await migrate(engine, yes).catch((error: unknown) => error);
        if (ended instanceof Error)
          expect(ended).toMatchObject({ name: expect.stringMatching(/^(?:Store|Engine)Error$/) });
        else break;
      }
      await inner.close?.();
      expect(await migrate(world.engine({ settings }), yes)).toMatchObject({
        outcome: 'done',
        failed: 0,
        remaining: 0,
        inDoubt: 0,
      });
      const posts = world.target.requests().filter(({ method }) => method === 'POST');
      expect(posts.reduce((sum, { applied }) => sum + applied, 0)).toBe(images);
      expect(await shownBy(world.target)).toEqual(await shownBy(world.source));
    });
  }
  process.stdout.write(
    `${migrations} migrations with ${spoilt} unreadable answers: 0 images twice, 0 lost\n`,
  );
  expect(unheard).toEqual([]);
});
