import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { Sandbox } from '../options.ts';
import { openTestStore, pictureUrl, type TestStore } from '../testing/test-store.ts';
import { type FaultName, type FaultSetting, faultNames, faultTable } from './fault-table.ts';

const list = '/v3/catalog/products/77/images';
const rateHeaders = [
  'x-rate-limit-time-window-ms',
  'x-rate-limit-time-reset-ms',
  'x-rate-limit-requests-quota',
  'x-rate-limit-requests-left',
];
let open: Sandbox | undefined;
afterEach(async () => open?.close());

type Seen =
  | { readonly status: number; readonly text: string; readonly headers: Headers }
  | { readonly failed: string };

/** One request over a real connection, seen as a client sees it; after 1.5 s without an answer it gives up. */
async function overSocket(store: TestStore, method: string, path: string, body?: unknown): Promise<Seen> {
  try {
    const response = await fetch(`${store.sandbox.origin}/stores/abc${path}`, {
      method,
      headers: {
        'x-auth-token': 'full',
        accept: 'application/json',
        connection: 'close',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      signal: AbortSignal.timeout(1_500),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  } catch (error) {
    const { name, cause } = error as Error & { cause?: { code?: string } };
    return { failed: cause?.code ?? name };
  }
}

async function create(
  fault: FaultName | (FaultSetting & { name: FaultName }),
): Promise<{ seen: Seen; store: TestStore }> {
  const store = await openTestStore({ listen: true });
  open = store.sandbox;
  store.control.failNext({ method: 'POST' }, fault);
  return { store, seen: await overSocket(store, 'POST', list, { image_url: pictureUrl(1) }) };
}

async function read(
  fault: FaultName | (FaultSetting & { name: FaultName }),
): Promise<{ seen: Seen; store: TestStore }> {
  const store = await openTestStore({ listen: true });
  open = store.sandbox;
  for (const place of [0, 1, 2]) store.control.addImage({ productId: 77, sortOrder: place });
  store.control.failNext({ method: 'GET' }, fault);
  return { store, seen: await overSocket(store, 'GET', list) };
}

const statusOf = (seen: Seen): number | string => ('failed' in seen ? seen.failed : seen.status);

describe('a create over a connection', () => {
  const cases: [FaultName, number | string, number, 'none' | 'before' | 'after' | 'ok'][] = [
    ['rate-limit', 429, 0, 'before'],
    ['rate-limit-bare', 429, 0, 'before'],
    ['error-before', 503, 0, 'before'],
    ['error-after', 500, 1, 'after'],
    ['reset-before', 'ECONNRESET', 0, 'before'],
    ['reset-after', 'ECONNRESET', 1, 'after'],
    ['hang', 'TimeoutError', 0, 'before'],
    ['truncated', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 1, 'after'],
    ['malformed', 200, 1, 'after'],
    ['html-error', 502, 0, 'before'],
    ['html-200', 200, 0, 'before'],
    ['duplicate-effect', 200, 2, 'ok'],
  ];
  it.each(cases)('%s', async (fault, status, applied, effect) => {
    const { seen, store } = await create(fault);
    const [logged] = store.control.requests();
    expect([statusOf(seen), store.control.images().length]).toEqual([status, applied]);
    expect({ effect: logged?.effect, applied: logged?.applied, fault: logged?.fault }).toEqual({
      effect,
      applied,
      fault,
    });
  });

  it('late-effect: the client waits in vain, and the image is there later', async () => {
    const { seen, store } = await create({ name: 'late-effect', delayMs: 1_700 });
    const before = store.control.images().length;
    await wait(300);
    const [logged] = store.control.requests();
    expect([statusOf(seen), before, store.control.images().length, logged?.effect]).toEqual([
      'TimeoutError',
      0,
      1,
      'after',
    ]);
  });

  it('wrong-length: the image is there, the answer is cut', async () => {
    const { seen, store } = await create('wrong-length');
    const text = 'text' in seen ? seen.text : '';
    expect(() => JSON.parse(text) as unknown).toThrow();
    expect(store.control.images().length).toBe(1);
  });

  it('a refused write stays refused, and the log says that it had no effect', async () => {
    const store = await openTestStore();
    store.control.failNext({}, 'reset-after');
    await expect(store.send('POST', list, { sort_order: 1 })).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(store.control.requests()[0]).toMatchObject({ effect: 'none', applied: 0 });
  });
});

describe('a read over a connection', () => {
  it.each([
    ['rate-limit', 429],
    ['rate-limit-bare', 429],
    ['error-before', 503],
    ['reset-before', 'ECONNRESET'],
    ['hang', 'TimeoutError'],
    ['truncated', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH'],
    ['html-error', 502],
    ['html-200', 200],
    ['malformed', 200],
  ] as const)('%s', async (fault, status) => {
    const { seen } = await read(fault);
    expect(statusOf(seen)).toBe(status);
    if (fault === 'malformed' && 'text' in seen) expect(() => JSON.parse(seen.text) as unknown).toThrow();
  });

  it('rate-limit has all headers and rate-limit-bare has none', async () => {
    const present = ({ seen }: Awaited<ReturnType<typeof read>>): boolean[] =>
      'headers' in seen ? [...rateHeaders, 'x-retry-after'].map((name) => seen.headers.has(name)) : [];
    expect(present(await read('rate-limit'))).toEqual([true, true, true, true, true]);
    await open?.close();
    expect(present(await read('rate-limit-bare'))).toEqual([false, false, false, false, false]);
  });

  it('slow answers right, after its delay', async () => {
    const waited: number[] = [];
    const sleep = (ms: number): Promise<void> => Promise.resolve(void waited.push(ms));
    const store = await openTestStore({ sleep });
    store.control.failNext({}, { name: 'slow', delayMs: 70 });
    expect([(await store.send('GET', list)).status, waited]).toEqual([204, [70]]);
  });

  it('null-value takes the place of the middle image', async () => {
    const { seen } = await read('null-value');
    const { data } = JSON.parse('text' in seen ? seen.text : '') as { data: { sort_order: number | null }[] };
    expect(data.map(({ sort_order }) => sort_order)).toEqual([0, null, 2]);
  });

  it('missing-page-row leaves the middle row away and counts it all the same', async () => {
    const { seen } = await read('missing-page-row');
    const { data, meta } = JSON.parse('text' in seen ? seen.text : '') as {
      data: { sort_order: number }[];
      meta: { pagination: { total: number } };
    };
    expect([data.map(({ sort_order }) => sort_order), meta.pagination.total]).toEqual([[0, 2], 3]);
  });

  it.each([
    ['page=1&limit=2', 'page=2&limit=2'],
    ['sort=id&id:greater=0&limit=2', 'sort=id&id:greater=78&limit=2'],
  ])('repeated-page: after %s, %s gives the same again', async (first, second) => {
    const store = await openTestStore({}, { catalog: { kind: 'seeded', products: 6, pictures: 'tiny' } });
    const ids = async (query: string): Promise<unknown[]> => {
      const { body } = await store.send('GET', `/v3/catalog/products?${query}`);
      return (body as { data: { id: number }[] }).data.map(({ id }) => id);
    };
    const before = await ids(first);
    store.control.failNext({}, 'repeated-page');
    expect([await ids(second), await ids(second)]).toEqual([before, [79, 80]]);
  });
});

describe('without a socket', () => {
  it('resets reject with ECONNRESET', async () => {
    const store = await openTestStore();
    store.control.failNext({}, 'reset-after');
    await expect(store.send('POST', list, { image_url: pictureUrl(1) })).rejects.toMatchObject({
      code: 'ECONNRESET',
    });
    expect(store.control.images().length).toBe(1);
  });

  it('a hang lasts until the request’s own signal', async () => {
    const store = await openTestStore();
    store.control.failNext({}, 'hang');
    const stop = new AbortController();
    const request = new Request(`${store.sandbox.origin}/stores/abc${list}`, {
      headers: { 'x-auth-token': 'full' },
      signal: stop.signal,
    });
    const answer = store.sandbox.handle(request);
    stop.abort(new Error('gave up'));
    await expect(answer).rejects.toThrow('gave up');
  });

  it('a truncated body fails while it is read', async () => {
    const store = await openTestStore();
    store.control.failNext({}, 'truncated');
    await expect(store.send('POST', list, { image_url: pictureUrl(1) })).rejects.toMatchObject({
      code: 'ECONNRESET',
    });
  });

  it('late effects belong to whoever owns time', async () => {
    const due: [number, () => Promise<void>][] = [];
    const store = await openTestStore({ later: (delayMs, effect) => void due.push([delayMs, effect]) });
    store.control.failNext({}, 'late-effect');
    const stop = AbortSignal.abort(new Error('gave up'));
    const body = JSON.stringify({ image_url: pictureUrl(1) });
    const headers = { 'x-auth-token': 'full', 'content-type': 'application/json' };
    const request = new Request(`${store.sandbox.origin}/stores/abc${list}`, {
      method: 'POST',
      headers,
      body,
    });
    void store.sandbox.handle(request).catch(() => stop);
    await wait(20);
    const before = store.control.images().length;
    await due[0]?.[1]();
    expect([due[0]?.[0], before, store.control.images().length]).toEqual([5000, 0, 1]);
  });
});

describe('a picture', () => {
  const get = async (store: TestStore): Promise<string> => {
    const request = new Request(store.control.originalUrl(300), { signal: AbortSignal.timeout(50) });
    try {
      const response = await store.sandbox.handle(request);
      const bytes = await response.arrayBuffer();
      return `${response.status} ${response.headers.get('content-type')} ${bytes.byteLength > 0}`;
    } catch (error) {
      const { name, code } = error as Error & { code?: string };
      return typeof code === 'string' ? code : name;
    }
  };
  it.each<[FaultName, string]>([
    ['picture-error', '503 text/html true'],
    ['picture-missing', '404 text/html true'],
    ['picture-reset', 'ECONNRESET'],
    ['picture-hang', 'TimeoutError'],
    ['picture-truncated', 'ECONNRESET'],
    ['picture-html', '200 text/html true'],
  ])('does not come under %s, which no request to the API meets', async (name, seen) => {
    const store = await openTestStore({ faults: { [name]: 1 } });
    store.control.addImage({ productId: 77, id: 300 });
    expect([await get(store), (await store.send('GET', list)).status]).toEqual([seen, 200]);
    store.control.setFaults({ [name]: 0 });
    expect(await get(store)).toBe('200 image/png true');
    expect(store.control.requests().map(({ fault }) => fault)).toEqual([name, undefined, undefined]);
  });

  it('does not come to a store that is sent its address', async () => {
    const store = await openTestStore({ listen: true, faults: { 'picture-error': 1 } });
    open = store.sandbox;
    store.control.addImage({ productId: 77, id: 300 });
    const refused = await store.send('POST', list, { image_url: store.control.originalUrl(300) });
    store.control.setFaults({ 'picture-error': 0 });
    const taken = await store.send('POST', list, { image_url: store.control.originalUrl(300) });
    expect([refused.status, taken.status]).toEqual([400, 200]);
  });

  it('comes under faults of the API', async () => {
    const store = await openTestStore({ faults: { 'error-before': 1, 'reset-before': 1, hang: 1 } });
    store.control.addImage({ productId: 77, id: 300 });
    expect(await get(store)).toBe('200 image/png true');
  });
});

describe('choosing', () => {
  it('by probability, the same for the same seed, only where the fault applies', async () => {
    const run = async (seed: number): Promise<string[]> => {
      const store = await openTestStore(
        { seed, faults: { 'error-after': 0.5 } },
        { quota: { requests: 1000, windowMs: 1000 } },
      );
      const statuses: string[] = [];
      for (let index = 0; index < 20; index += 1) {
        const post = await store.send('POST', list, { image_url: pictureUrl(1) });
        statuses.push(`${post.status} ${(await store.send('GET', list)).status}`);
      }
      return statuses;
    };
    const [first, again, other] = [await run(1), await run(1), await run(2)];
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
    expect(new Set(first)).toEqual(new Set(['200 200', '500 200']));
  });

  it('for the next so many', async () => {
    const store = await openTestStore({ faults: { 'error-before': { next: 2, status: 504 } } });
    const statuses = [];
    for (let index = 0; index < 3; index += 1) statuses.push((await store.send('GET', list)).status);
    expect(statuses).toEqual([504, 504, 204]);
  });

  it('by method and path, the CDN included', async () => {
    const store = await openTestStore();
    store.control.addImage({ productId: 77, id: 300 });
    store.control.failNext({ path: /^\/cdn\// }, 'html-200');
    const other = await store.send('GET', list);
    const first = await store.sandbox.handle(new Request(store.control.originalUrl(300)));
    const second = await store.sandbox.handle(new Request(store.control.originalUrl(300)));
    expect([other.status, first.headers.get('content-type'), second.headers.get('content-type')]).toEqual([
      200,
      'text/html',
      'image/png',
    ]);
  });

  it('each fault says what it is', () => {
    expect(faultNames.filter((name) => faultTable[name].explains.length < 20)).toEqual([]);
  });
});
