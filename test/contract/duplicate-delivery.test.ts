// A proxy that delivers every create twice, as one that repeats a request on its own does. No client can prevent it, so
// what counts is what happens then. Invariant: verify names every surplus image by its id, no command removes one by
// itself, and a mirror that was approved removes just those.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createStoreHttp } from '@cutover/store-http';
import type { VerifyLevel } from '@cutover/sync-engine';
import { createV2Reader } from '@cutover/v2-client';
import { createV3Client } from '@cutover/v3-client';
import { expect, it } from 'vitest';
import { type Asking, migrate, type ToMigrate, verify } from '../support/commands.ts';
import { type EngineWish, inWorld, methodsOf, shownBy, type World, yes } from '../support/world.ts';

const images = 40;
const stores = [
  { hash: 'source', catalog: { kind: 'seeded', products: 12, images, pictures: 'tiny' } },
  { hash: 'target', catalog: { kind: 'products-only', products: 12 } },
] as const;
const no: ToMigrate = { ...yes, approve: async () => await Promise.resolve('no' as const) };

interface Repeater {
  readonly origin: string;
  /** Ids of the images that a client was told of. */
  readonly told: ReadonlySet<number>;
  close(): Promise<void>;
}

/** Passes everything on to the server at `to`, creates twice; the client hears of the first one or of the second. */
async function openRepeater(to: string, answers: 'first' | 'second'): Promise<Repeater> {
  const told = new Set<number>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = 'GET', url = '/', headers } = request;
      const send = async (): Promise<Response> =>
        await fetch(to + url, {
          method,
          headers: Object.entries(headers).flatMap(([name, value]): [string, string][] =>
            typeof value === 'string' && !/^(?:host|connection|content-length|accept-encoding)$/.test(name)
              ? [[name, value]]
              : [],
          ),
          ...(method === 'GET' || method === 'HEAD' ? {} : { body: Buffer.concat(chunks) }),
        });
      void (async () => {
        const first = await send();
        const second = method === 'POST' ? await send() : first;
        const answer = answers === 'first' ? first : second;
        const text = await answer.text();
        const made: unknown = method === 'POST' ? JSON.parse(text) : undefined;
        expect(made === undefined || answer.status === 200).toBe(true);
        const id = idOf(made);
        if (id !== undefined) told.add(id);
        response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text);
      })();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a proxy has a port');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    told,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function idOf(body: unknown): number | undefined {
  if (typeof body !== 'object' || body === null || !('data' in body)) return undefined;
  const { data } = body;
  if (typeof data !== 'object' || data === null || !('id' in data)) return undefined;
  return typeof data.id === 'number' ? data.id : undefined;
}

it.each([
  ['first', 'fields'],
  ['second', 'links'],
] as const)(
  'every create is delivered twice, and the %s one is answered',
  { timeout: 120_000 },
  async (answers, level) => {
    await inWorld({ stores }, async (world) => {
      const repeater = await openRepeater(world.sandbox.origin, answers);
      const through = targetThrough(world, repeater.origin);
      try {
        expect(await migrate(through.engine(), yes)).toMatchObject({ created: images, removed: 0 });
        expect(world.target.images()).toHaveLength(2 * images);
        const surplus = world.target
          .images()
          .map(({ id }) => id)
          .filter((id) => !repeater.told.has(id));
        expect(surplus).toHaveLength(images);

        expect(await surplusBy(world, level)).toEqual(surplus);
        const deletes = (): number => methodsOf(world.target)['DELETE'] ?? 0;
        expect(await migrate(world.engine(), yes)).toMatchObject({ created: 0, updated: 0, removed: 0 });
        const mirror: EngineWish = { settings: { policy: 'mirror' } };
        await expect(migrate(world.engine(mirror), no)).rejects.toMatchObject({ code: 'declined' });
        expect({ deletes: deletes(), images: world.target.images().length }).toEqual({
          deletes: 0,
          images: 2 * images,
        });

        expect(await migrate(world.engine(mirror), yes)).toMatchObject({
          outcome: 'done',
          created: 0,
          removed: images,
        });
        expect(world.target.images().map(({ id }) => id)).toEqual(
          [...repeater.told].toSorted((a, b) => a - b),
        );
        expect(await shownBy(world.target)).toEqual(await shownBy(world.source));
        process.stdout.write(
          `${images} creates delivered twice: ${surplus.length} of ${images} surplus images found by id, 0 removed without consent, ${deletes()} with it\n`,
        );
      } finally {
        await through.close();
        await repeater.close();
      }
    });
  },
);

/** Ids of the images that verify calls surplus, in order. */
async function surplusBy(world: World, level: VerifyLevel): Promise<number[]> {
  const engine = world.engine();
  expect(await verify(engine, { level, sample: 1 })).toMatchObject({
    outcome: 'differs',
    mismatched: images,
  });
  return engine.events
    .flatMap((event) =>
      event.type === 'finding' && event.rule === 'surplus-image' ? [event.target?.imageId ?? 0] : [],
    )
    .toSorted((a, b) => a - b);
}

/** Engines whose target is reached through `origin`. */
function targetThrough(world: World, origin: string): { engine(): Asking; close(): Promise<void> } {
  const [, store] = world.sandbox.stores;
  if (store === undefined) throw new Error('a transfer needs two stores');
  const http = createStoreHttp({ ...store, api: origin });
  return {
    engine() {
      const plain = world.engine();
      return { ...plain, target: { ...plain.target, v2: createV2Reader(http), v3: createV3Client(http) } };
    },
    close: async () => await http.close(),
  };
}
