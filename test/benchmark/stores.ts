// A process of its own that serves the stores of a benchmark, so that serving does not stop what is measured. Told over
// the channel to its parent: where the stores are, and on request how many requests each has answered.
import { createServer } from 'node:http';
import { startSandbox } from '@cutover/sandbox-store';
import type { Served, Tally } from './serving.ts';
import { transferSides } from './transfer-sides.ts';

const products = 600;
const images = 2_000;
const rounds = 3;
const targets = Array.from({ length: rounds + 1 }, (_, round) =>
  transferSides.map((side) => `${side}${round}`),
).flat();

const sandbox = await startSandbox({
  quota: { requests: 1_000_000_000, windowMs: 30_000 },
  stores: [
    { hash: 'source', catalog: { kind: 'seeded', products, images, pictures: 'tiny' } },
    ...targets.map((hash) => ({ hash, catalog: { kind: 'products-only', products } as const })),
    { hash: 'waits', catalog: { kind: 'products-only', products } },
    { hash: 'catalogue', catalog: { kind: 'seeded', products: 2_500, images: 10_000, pictures: 'tiny' } },
  ],
});

// Reads are answered from memory once they have been asked for, so that a ratio tells of the clients, not of the store.
const kept = new Map<string, { readonly headers: Record<string, string>; readonly body: Buffer }>();
const replay = createServer((request, response) => {
  void answer(request.url ?? '/', String(request.headers['x-auth-token'])).then(({ headers, body }) =>
    response.writeHead(200, headers).end(body),
  );
});

async function answer(
  path: string,
  token: string,
): Promise<{ headers: Record<string, string>; body: Buffer }> {
  const known = kept.get(path);
  if (known !== undefined) return known;
  const headers = { 'x-auth-token': token, accept: 'application/json' };
  const served = await sandbox.handle(new Request(`${sandbox.origin}${path}`, { headers }));
  const body = Buffer.from(await served.arrayBuffer());
  const fresh = {
    headers: { ...Object.fromEntries(served.headers), 'content-length': String(body.length) },
    body,
  };
  kept.set(path, fresh);
  return fresh;
}

process.on('message', (hash) => {
  if (typeof hash !== 'string') return;
  const store = sandbox.control(hash);
  const tally: Tally = {
    hash,
    requests: store.requests().filter(({ version }) => version !== 'cdn').length,
    images: store.images().length,
  };
  process.send?.(tally);
});
process.on('disconnect', () => process.exit(0));

replay.listen(0, '127.0.0.1', () => {
  const address = replay.address();
  if (typeof address !== 'object' || address === null) throw new Error('the replay has no address');
  const served: Served = {
    stores: sandbox.stores,
    replay: `http://127.0.0.1:${address.port}`,
    products,
    images,
    rounds,
  };
  process.send?.(served);
});
