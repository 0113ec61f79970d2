// A whole migration over connections that break at any byte, are closed while idle or never answer, to hosts whose
// names do not resolve now and then. Invariant: whatever breaks, every image is there once in the end.
import { createStoreHttp, createUndiciTransport, type StoreHttp, type Transport } from '@cutover/store-http';
import type { StorePort } from '@cutover/sync-engine';
import { createV2Reader } from '@cutover/v2-client';
import { createV3Client } from '@cutover/v3-client';
import { expect, it } from 'vitest';
import { type Fate, openBrokenWire } from '../support/broken-wire.ts';
import { migrate } from '../support/commands.ts';
import { hurriedClock } from '../support/one-store.ts';
import { createRandom } from '../support/random.ts';
import { inWorld, shownBy, yes } from '../support/world.ts';

/** About as long as a create. */
const REQUEST_BYTES = 1_400;
const images = 90;
const stores = [
  { hash: 'source', catalog: { kind: 'seeded', products: 24, images, pictures: 'tiny' } },
  { hash: 'target', catalog: { kind: 'products-only', products: 24 } },
] as const;

it('a migration over wires that break all the time, with names that do not resolve now and then', {
  timeout: 180_000,
}, async () => {
  await inWorld({ stores }, async (world) => {
    const draw = createRandom(11);
    const troubles: Record<string, number> = {};
    const wire = await openBrokenWire(world.sandbox.origin, () => {
      const fate = fateBy(draw);
      troubles[fate.is] = (troubles[fate.is] ?? 0) + 1;
      return fate;
    });
    const inner = createUndiciTransport({ proxyFromEnvironment: false });
    const transport: Transport = async (request) => {
      if (draw() >= 0.04) return await inner(request);
      troubles['no such name'] = (troubles['no such name'] ?? 0) + 1;
      const url = new URL(request.url.pathname + request.url.search, 'http://no-such-host.invalid');
      return await inner({ ...request, url });
    };
    const opened: StoreHttp[] = [];
    const over = (port: StorePort, index: number): StorePort => {
      const store = world.sandbox.stores[index];
      if (store === undefined) throw new Error('a world of two stores');
      const http = createStoreHttp({
        ...store,
        api: wire.origin,
        clock: hurriedClock,
        transport,
        readTimeoutMs: 200,
        writeTimeoutMs: 200,
        readAttempts: 12,
      });
      opened.push(http);
      return { ...port, v2: createV2Reader(http), v3: createV3Client(http) };
    };
    try {
      const plain = world.engine({ settings: { settleAfterMs: 40 * 150 } });
      const [source, target] = [over(plain.source, 0), over(plain.target, 1)];
      const engine = { ...plain, clock: hurriedClock, source, target };
      // Too many writes without an answer, or a read that never comes right, stop the command; the same one goes on.
      let ended: unknown;
      for (let command = 0; command < 6; command += 1) {
        ended = await migrate(engine, yes).catch((error: unknown) => error);
        if (!(ended instanceof Error)) break;
        expect(ended).toMatchObject({ name: expect.stringMatching(/^(?:Store|Engine)Error$/) });
      }
      expect(ended).toMatchObject({ outcome: 'done', failed: 0, remaining: 0, inDoubt: 0 });
      const posts = world.target.requests().filter(({ method }) => method === 'POST');
      expect(posts.reduce((sum, { applied }) => sum + applied, 0)).toBe(images);
      expect(await shownBy(world.target)).toEqual(await shownBy(world.source));
      process.stdout.write(
        `${images} images over a wire that broke: ${JSON.stringify(troubles)}; 0 twice, 0 lost\n`,
      );
    } finally {
      for (const http of opened) await http.close();
      await inner.close?.();
      await wire.close();
    }
  });
});

function fateBy(draw: () => number): Fate {
  const kind = draw();
  const after = Math.floor(draw() * REQUEST_BYTES);
  if (kind < 0.04) return { is: 'refused' };
  if (kind < 0.1) return { is: 'cut request', after };
  if (kind < 0.16) return { is: 'cut answer', after, how: draw() < 0.5 ? 'close' : 'reset' };
  if (kind < 0.18) return { is: 'half open' };
  return kind < 0.4 ? { is: 'closed when idle' } : { is: 'whole' };
}
