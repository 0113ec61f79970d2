// The stores that anybody can start for themselves: what they print works when it is pasted, and nobody but who has read
// it gets in.
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Running, startChildren, type Variables } from '../support/binary.ts';

interface Served {
  readonly store: string;
  readonly api: string;
  readonly token: string;
}

const small = ['--products', '2', '--images', '3'];
const children = startChildren();
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cutover-sandbox-'));
});
afterEach(async () => {
  await children.clear();
  rmSync(folder, { recursive: true, force: true });
});

const start = (args: readonly string[], variables: Variables = {}): Running =>
  children.start(args, { cwd: folder, variables });

async function served(sandbox: Running): Promise<readonly [Served, Served]> {
  const { stores } = await sandbox.line(({ type }) => type === 'sandbox');
  return stores as [Served, Served];
}

/** A request as a page of a browser would make it, in whatever name it was led here. */
async function statusOf({ api, store, token }: Served, headers: Readonly<Record<string, string>>) {
  const { port } = new URL(api);
  const path = `/stores/${store}/v3/catalog/products`;
  const asking = request({ host: '127.0.0.1', port, path, headers: { 'x-auth-token': token, ...headers } });
  const answered = once(asking, 'response');
  asking.end();
  const [{ statusCode }] = await answered;
  asking.destroy();
  return statusCode as number;
}

it('answers to its own name and to its own tokens, which are new each time', async () => {
  const [first, second] = [start(['sandbox', '--json', ...small]), start(['sandbox', '--json', ...small])];
  const stores = [...(await served(first)), ...(await served(second))];
  expect(new Set(stores.map(({ token }) => token)).size).toBe(4);
  const [source, target] = stores as [Served, Served];
  const { port } = new URL(source.api);
  expect([
    await statusOf(source, {}),
    await statusOf(source, { host: `localhost:${port}` }),
    await statusOf(source, { host: `rebound.example:${port}` }),
    await statusOf(source, { 'x-auth-token': target.token }),
  ]).toEqual([200, 200, 421, 401]);
});

it('prints what works when it is pasted, after a restart with the same state too', async () => {
  const first = start(['sandbox', '--json', '--state', 'stores.db', ...small]);
  const [{ api }] = await served(first);
  first.send('SIGINT');
  await first.ended;

  const again = ['sandbox', '--state', 'stores.db', '--port', new URL(api).port, ...small];
  const printing = start(again);
  await printing.words(/Ctrl-C ends it/);
  printing.send('SIGINT');
  const { stdout } = await printing.ended;
  const pasted = Object.fromEntries(
    [...stdout.matchAll(/^(?:export |\$env:)(\w+) ?= ?'?([^'\n]*)'?$/gm)].map(([, name = '', value = '']) => [
      name,
      value,
    ]),
  );
  expect(Object.keys(pasted).length).toBe(7);

  const serving = start(again);
  await serving.words(/Ctrl-C ends it/);
  const audit = await start(['audit', '--json'], pasted).ended;
  expect(audit.lines.at(-1)).toMatchObject({ type: 'result', products: 2, images: 6 });
  const migrate = await start(['migrate', '--yes', '--json'], pasted).ended;
  expect(migrate.lines.at(-1)).toMatchObject({ exitCode: 0, created: 3, set: 3 });
});

it('takes the token that it is given', async () => {
  const given = ['--token', 'mine0mine', '--stores', '1'];
  const [store] = await served(start(['sandbox', '--json', ...given, ...small]));
  expect([store.token, await statusOf(store, {})]).toEqual(['mine0mine', 200]);
});

it('has its stores fetch from this machine alone, and says which host it did not ask', async () => {
  const sandbox = start(['sandbox', '--json', ...small]);
  const [{ api, store, token }] = await served(sandbox);
  const headers = { 'x-auth-token': token, 'content-type': 'application/json' };
  const products = await fetch(`${api}/stores/${store}/v3/catalog/products`, { headers });
  const { data } = (await products.json()) as { data: { id: number }[] };
  const answer = await fetch(`${api}/stores/${store}/v3/catalog/products/${data[0]?.id}/images`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ image_url: 'http://away.example/a.png' }),
  });
  expect(answer.status).toBe(400);
  await sandbox.words(/fetch a picture from away\.example.*--fetch-any-host/);
});
