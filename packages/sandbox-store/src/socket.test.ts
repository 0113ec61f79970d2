// What only a connection shows: by which name the sandbox is called, and how much of a body it takes in.
import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestStore, type TestStore } from './testing/test-store.ts';

const images = '/stores/abc/v3/catalog/products/77/images';
let store: TestStore;
beforeEach(async () => {
  store = await openTestStore({ listen: true });
});
afterEach(async () => await store.sandbox.close());

interface Asked {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** What is sent of a body before the answer is awaited; the request is not ended. */
  readonly chunks?: readonly Uint8Array[];
}

/** A request as it is written, whatever an honest client would do. */
async function ask({ path = '/stores/abc/v3/catalog/products', method = 'GET', headers, chunks }: Asked) {
  const { port } = new URL(store.sandbox.origin);
  const asking = httpRequest({
    host: '127.0.0.1',
    port,
    path,
    method,
    headers: { 'x-auth-token': 'full', ...headers },
  });
  asking.on('error', () => undefined);
  const answered: Promise<[IncomingMessage]> = once(asking, 'response') as Promise<[IncomingMessage]>;
  if (chunks === undefined) asking.end();
  else if (chunks.length === 0) asking.flushHeaders();
  else for (const chunk of chunks) asking.write(chunk);
  const [answer] = await answered;
  const text: Buffer[] = [];
  for await (const chunk of answer) text.push(Buffer.from(chunk));
  asking.destroy();
  return { status: answer.statusCode, text: Buffer.concat(text).toString() };
}

describe('a Host', () => {
  const own = (host: string): string => host.replace('PORT', new URL(store.sandbox.origin).port);

  // The last three reach it through a forwarded port.
  it.each(['127.0.0.1:PORT', 'localhost:PORT', 'LOCALHOST:PORT', '127.0.0.1', '127.0.0.1:1', 'localhost'])(
    '%s is its own',
    async (host) => {
      expect((await ask({ headers: { host: own(host) } })).status).toBe(200);
    },
  );

  it.each([
    'rebound.example',
    'rebound.example:PORT',
    '127.0.0.1.rebound.example:PORT',
    'localhost:PORT@rebound.example',
    '127.0.0.2:PORT',
    ' ',
  ])('"%s" is not, for the API and for pictures', async (host) => {
    const picture = new URL(
      store.control.originalUrl(store.control.addImage({ productId: 77, isThumbnail: true }).id),
    );
    for (const path of ['/stores/abc/v3/catalog/products', picture.pathname]) {
      const { status, text } = await ask({ path, headers: { host: own(host) } });
      expect([status, text.startsWith('This is a sandbox')]).toEqual([421, true]);
    }
    expect(store.control.requests()).toEqual([]);
  });
});

describe('a body', () => {
  const mebibyte = new Uint8Array(1024 * 1024).fill(32);
  const write = { path: images, method: 'POST' } as const;
  const length = (bytes: number) => ({ 'content-length': String(bytes), 'content-type': 'application/json' });

  it('of a stranger is not waited for', async () => {
    const headers = { ...length(1000), 'x-auth-token': 'wrong' };
    expect((await ask({ ...write, headers, chunks: [] })).status).toBe(401);
    expect(store.control.requests()).toMatchObject([{ status: 401, effect: 'none' }]);
  });

  it('that is said to be over 16 MiB is not waited for', async () => {
    const { status, text } = await ask({ ...write, headers: length(16 * 1024 * 1024 + 1), chunks: [] });
    expect([status, text]).toEqual([413, expect.stringContaining('16777216 bytes')]);
    expect(store.control.requests()).toMatchObject([{ status: 413, effect: 'none', applied: 0 }]);
  });

  it('that does not end is given up at 16 MiB', async () => {
    const chunks = [...Array.from({ length: 16 }, () => mebibyte), new Uint8Array(1)];
    const headers = { 'content-type': 'application/json', 'transfer-encoding': 'chunked' };
    expect((await ask({ ...write, headers, chunks })).status).toBe(413);
  });

  it('of 16 MiB is read, in V2 and without a socket too', async () => {
    const description = 'x'.repeat(16 * 1024 * 1024);
    const longest = description.slice(JSON.stringify({ description: '' }).length);
    for (const path of ['/v3/catalog/products/77/images', '/v2/products/77/images']) {
      const statuses = [];
      for (const text of [longest, description])
        statuses.push((await store.send('POST', path, { description: text })).status);
      expect(statuses).toEqual([expect.not.stringMatching('413'), 413]);
    }
  });
});
