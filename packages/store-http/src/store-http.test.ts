import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { LongWait, RequestEvent } from './one-request.ts';
import { redact } from './redact.ts';
import type { WaitEvent } from './repeated-reads.ts';
import { StoreError } from './store-error.ts';
import { createStoreHttp, type StoreHttpOptions } from './store-http.ts';
import { createFakeClock, createFakeTransport, type FakeAnswer } from './testing/fakes.ts';
import { TransportError } from './transport.ts';

const token = 'canary-5f3a9c0e77';
const answer200 = { status: 200, headers: { 'x-request-id': 'r1' }, body: { data: [] } };
const reset = new TransportError('socket hang up', { reason: 'network', sent: true, code: 'ECONNRESET' });
const refused = new TransportError('connect ECONNREFUSED', {
  reason: 'network',
  sent: false,
  code: 'ECONNREFUSED',
});

function setUp(answers: readonly FakeAnswer[], more: Partial<StoreHttpOptions> = {}) {
  const clock = createFakeClock();
  const transport = createFakeTransport(answers);
  const requests: RequestEvent[] = [];
  const waits: WaitEvent[] = [];
  const http = createStoreHttp({
    api: 'https://api.bigcommerce.com',
    store: 'abc',
    token,
    clock,
    random: () => 1,
    transport,
    onRequest: (event) => requests.push(event),
    onWait: (event) => waits.push(event),
    ...more,
  });
  return { http, transport, clock, requests, waits };
}

async function failure(promise: Promise<unknown>): Promise<StoreError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof StoreError) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

describe('a request', () => {
  it('goes to the store with the headers that it needs', async () => {
    const { http, transport } = setUp([answer200]);
    const answer = await http.read('/v3/catalog/products', { 'id:greater': 5 });
    expect(answer).toEqual({
      status: 200,
      headers: { 'x-request-id': 'r1' },
      body: { data: [] },
      requestId: 'r1',
      request: { store: 'abc', method: 'GET', path: '/v3/catalog/products', attempt: 1 },
    });
    expect(transport.requests).toEqual([
      {
        method: 'GET',
        url: new URL('https://api.bigcommerce.com/stores/abc/v3/catalog/products?id:greater=5'),
        headers: {
          accept: 'application/json',
          'accept-encoding': 'gzip',
          'user-agent': 'cutover',
          'x-auth-token': token,
        },
        body: undefined,
        signal: undefined,
        headersTimeoutMs: 30_000,
        bodyMaxBytes: 8_388_608,
      },
    ]);
  });

  it.each([
    ['204', { status: 204 }],
    ['an empty 200', { status: 200, body: '' }],
    ['a 200 of blanks', { status: 200, body: ' \n' }],
  ])('answered with %s has no body', async (_what, answer) => {
    expect((await setUp([answer]).http.read('/v2/products')).body).toBe(undefined);
  });

  it('may carry JSON or a form', async () => {
    const boundary = `cutover-${'80000000'.repeat(4)}`;
    const form = `--${boundary}\r\ncontent-disposition: form-data; name="sort_order"\r\n\r\n1\r\n--${boundary}--\r\n`;
    const { http, transport } = setUp([answer200], { random: () => 0.5 });
    await http.write('PUT', '/v3/a', { json: { sort_order: 1 } });
    await http.write('POST', '/v3/a', { multipart: [{ name: 'sort_order', value: '1' }] });
    await http.write('DELETE', '/v3/a');
    expect(
      transport.requests.map(({ method, headers, body }) => [
        method,
        headers['content-type'],
        body?.toString(),
      ]),
    ).toEqual([
      ['PUT', 'application/json', '{"sort_order":1}'],
      ['POST', `multipart/form-data; boundary=${boundary}`, form],
      ['DELETE', undefined, undefined],
    ]);
  });
});

describe('a read', () => {
  it.each<[string, FakeAnswer[], number[], WaitEvent['reason']?]>([
    ['a 500', [{ status: 500 }, answer200], [500]],
    ['a reset', [reset, answer200], [500]],
    ['a refused connection', [refused, answer200], [500]],
    [
      'three failures, each wait twice the last',
      [reset, { status: 503 }, refused, answer200],
      [500, 1000, 2000],
    ],
    ['a 409', [{ status: 409 }, answer200], [500]],
    ['a 503 that names a longer wait', [{ status: 503, headers: { 'retry-after': '9' } }, answer200], [9000]],
    ['a 429', [{ status: 429, headers: { 'x-retry-after': '3' } }, answer200], [3000], 'quota'],
    ['HTML with 200', [{ status: 200, body: '<html>' }, answer200], [500]],
  ])('is repeated after %s', async (_what, answers, waits, reason: WaitEvent['reason'] = 'store') => {
    const set = setUp(answers);
    expect((await set.http.read('/v3/a')).status).toBe(200);
    expect(set.waits).toEqual(
      waits.flatMap((ms, at) => [
        {
          reason,
          by: 'reads',
          ms,
          ...(reason === 'store' ? { why: expect.stringContaining('GET /v3/a') } : {}),
          ...(answers[at] === refused ? { isUnreached: true } : {}),
        },
        { reason, by: 'reads', ms: undefined },
      ]),
    );
    expect(set.transport.requests.length).toBe(answers.length);
  });

  it.each<[string, FakeAnswer, Partial<StoreError>]>([
    ['404', { status: 404 }, { class: 'rejected', next: 'fail-action', status: 404, attempt: 1 }],
    ['401', { status: 401 }, { class: 'unauthorised', next: 'stop-run', status: 401, attempt: 1 }],
    ['403', { status: 403 }, { class: 'unauthorised', next: 'stop-run', status: 403, attempt: 1 }],
    ['301', { status: 301 }, { class: 'unexpected', reason: 'redirect', next: 'fail-action', attempt: 1 }],
    ['501', { status: 501 }, { class: 'never', next: 'fail-action', attempt: 1 }],
    ['500 six times', { status: 500 }, { class: 'ambiguous', next: 'retry', attempt: 6 }],
    [
      '429 six times',
      { status: 429 },
      { class: 'rate-limited', reason: 'platform-load', next: 'retry', attempt: 6 },
    ],
    ['a reset six times', reset, { class: 'ambiguous', reason: 'network', next: 'retry', attempt: 6 }],
    [
      'broken JSON three times',
      { status: 200, body: '{"data":[' },
      { class: 'unexpected', reason: 'malformed', next: 'fail-action', attempt: 3 },
    ],
    [
      'a page over the cap',
      new TransportError('x', { reason: 'too-large', sent: true }),
      { class: 'unexpected', reason: 'too-large', next: 'fail-action', attempt: 1 },
    ],
  ])('is given up after %s', async (_what, answer, expected) => {
    const set = setUp([answer]);
    const error = await failure(set.http.read('/v2/products'));
    expect(error).toMatchObject({ method: 'GET', path: '/v2/products', ...expected });
    expect(set.transport.requests.length).toBe(expected.attempt);
  });

  it('can be stopped while it waits', async () => {
    const stop = new AbortController();
    const set = setUp([{ status: 500 }], { onRequest: () => stop.abort() });
    expect(await failure(set.http.read('/v3/a', {}, { signal: stop.signal }))).toMatchObject({
      class: 'aborted',
      next: 'retry',
    });
    expect(set.transport.requests.length).toBe(1);
  });

  it('tells of each attempt', async () => {
    const { http, requests } = setUp([refused, { status: 500 }, answer200]);
    await http.read('/v2/products/7/images');
    const common = { version: 'v2', method: 'GET', path: '/v2/products/7/images', durationMs: 0 };
    expect(requests).toEqual([
      { ...common, attempt: 1, status: undefined, sent: false },
      { ...common, attempt: 2, status: 500, sent: true },
      { ...common, attempt: 3, status: 200, sent: true },
    ]);
  });
});

describe('an outage', () => {
  const QUARTER_HOUR = 900_000;
  /** A store that is away so long, from the first request on. */
  function away(forMs: number, answer: FakeAnswer, outageMs = QUARTER_HOUR) {
    const well = createFakeTransport([answer200]);
    const ill = createFakeTransport([answer]);
    const set = setUp([], {
      outageMs,
      transport: async (request) => await (set.clock.monotonicMs() < forMs ? ill : well)(request),
    });
    return { ...set, asked: () => ill.requests.length + well.requests.length };
  }

  it.each([
    [60_000, refused],
    [600_000, refused],
    [600_000, reset],
    [600_000, { status: 503 }],
  ])('of %i ms is waited out, with few requests and no pause over a minute', async (forMs, answer) => {
    const { http, clock, asked, waits } = away(forMs, answer);
    expect((await http.read('/v3/a')).status).toBe(200);
    expect(clock.monotonicMs()).toBeGreaterThanOrEqual(forMs);
    expect(clock.monotonicMs()).toBeLessThanOrEqual(forMs + 60_000);
    expect(asked()).toBeLessThan(8 + forMs / 60_000 + 2);
    expect(Math.max(...waits.map(({ ms = 0 }) => ms))).toBeLessThanOrEqual(60_000);
  });

  it('that never ends is given up when the wait is over, with a last try at its end', async () => {
    const { http, clock } = away(Number.POSITIVE_INFINITY, refused);
    expect(await failure(http.read('/v3/a'))).toMatchObject({ class: 'not-sent', next: 'retry' });
    expect(clock.monotonicMs()).toBe(QUARTER_HOUR);
  });

  it.each<[number, FakeAnswer]>([
    [3_000, refused],
    [3_000, { status: 500 }],
    [0, refused],
    [0, reset],
    [0, { status: 500 }],
    [0, { status: 200, body: '<html>' }],
  ])('is waited out for no longer than asked for: %i ms', async (outageMs, answer) => {
    const { http, clock, asked, waits } = away(Number.POSITIVE_INFINITY, answer, outageMs);
    await failure(http.read('/v3/a'));
    expect(clock.monotonicMs()).toBe(outageMs);
    // Not at all: tried once more, for a connection that had only been idle for too long, and not told as a wait.
    if (outageMs === 0) expect([asked(), waits]).toEqual([2, []]);
  });

  it('is no wait for quota, which is never given up for it', async () => {
    const asksToWait: FakeAnswer = { status: 429, headers: { 'x-retry-after': '2' } };
    const set = setUp([asksToWait, asksToWait, asksToWait, answer200], { outageMs: 0 });
    expect((await set.http.read('/v3/a')).status).toBe(200);
    expect(set.clock.monotonicMs()).toBeGreaterThanOrEqual(6_000);
  });

  it.each<[string, FakeAnswer, number]>([
    ['a refused token', { status: 401 }, 1],
    ['a store that there is not', { status: 404 }, 1],
    ['answers that are none', { status: 200, body: '<html>' }, 3],
    [
      'a certificate whose issuer nobody knows',
      new TransportError('unable to verify the first certificate', {
        reason: 'network',
        sent: false,
        code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      }),
      6,
    ],
    [
      'a proxy that refuses',
      new TransportError('Proxy response (407) !== 200 when HTTP Tunneling', {
        reason: 'network',
        sent: false,
        code: 'UND_ERR_ABORTED',
      }),
      6,
    ],
    [
      'a certificate that nobody trusts',
      new TransportError('self-signed certificate', {
        reason: 'network',
        sent: false,
        code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
      }),
      6,
    ],
  ])('is not what %s is', async (_, answer, requests) => {
    const { http, asked } = away(Number.POSITIVE_INFINITY, answer);
    await failure(http.read('/v3/a'));
    expect(asked()).toBe(requests);
  });

  it('is not over because a page of maintenance stands in its middle', async () => {
    const down: FakeAnswer[] = Array.from({ length: 10 }, () => ({ status: 503 }));
    const set = setUp([...down, { status: 200, body: '<html>' }, answer200], { outageMs: QUARTER_HOUR });
    expect((await set.http.read('/v3/a')).status).toBe(200);
    expect(set.transport.requests.length).toBe(12);
  });

  it('is not waited out for a write, which is one request', async () => {
    const { http, asked } = away(Number.POSITIVE_INFINITY, refused);
    await failure(http.write('PUT', '/v3/a', { json: {} }));
    expect(asked()).toBe(1);
  });
});

describe('a write', () => {
  it.each<[string, FakeAnswer, Partial<StoreError>]>([
    ['a refused connection', refused, { class: 'not-sent', next: 'retry' }],
    ['a reset', reset, { class: 'ambiguous', next: 'reconcile' }],
    ['an error that says nothing', new Error('?'), { class: 'ambiguous', next: 'reconcile' }],
    ['500', { status: 500 }, { class: 'ambiguous', next: 'reconcile', status: 500 }],
    ['408', { status: 408 }, { class: 'ambiguous', next: 'reconcile', status: 408 }],
    [
      '429',
      { status: 429, headers: { 'x-retry-after': '2' } },
      { class: 'rate-limited', next: 'retry', retryAfterMs: 2000 },
    ],
    [
      '422',
      { status: 422, body: { title: 'No.', errors: { a: 'b' } } },
      { class: 'rejected', next: 'fail-action', storeWords: 'No.; a: b' },
    ],
    ['403', { status: 403 }, { class: 'limit', next: 'fail-action' }],
    ['207', { status: 207, body: {} }, { class: 'partial', next: 'reconcile' }],
    ['broken JSON', { status: 200, body: '{' }, { class: 'unexpected', next: 'reconcile' }],
    ['a 302', { status: 302 }, { class: 'unexpected', next: 'reconcile' }],
    [
      'a stop while it is under way',
      new TransportError('x', { reason: 'aborted', sent: true }),
      { class: 'aborted', next: 'reconcile' },
    ],
    [
      'a stop before it left',
      new TransportError('x', { reason: 'aborted', sent: false }),
      { class: 'aborted', next: 'retry' },
    ],
  ])('is one request, whatever happens: %s', async (_what, answer, expected) => {
    const set = setUp([answer]);
    const error = await failure(set.http.write('POST', '/v3/a', { json: {} }));
    expect(error).toMatchObject({ method: 'POST', path: '/v3/a', attempt: 1, ...expected });
    expect(set.transport.requests.length).toBe(1);
  });

  it('that was stopped before its turn was not sent', async () => {
    const set = setUp([answer200]);
    const error = await failure(
      set.http.write('POST', '/v3/a', { json: {} }, { signal: AbortSignal.abort() }),
    );
    expect(error).toMatchObject({ class: 'aborted', next: 'retry' });
    expect(set.transport.requests.length).toBe(0);
  });
});

describe('what has to be durable before a write leaves', () => {
  it('is made so when its turn has come, right before the request', async () => {
    const order: string[] = [];
    const set = setUp([answer200], { onRequest: () => order.push('answered') });
    const beforeSend = async () => {
      order.push(`before ${set.transport.requests.length}`);
    };
    await set.http.write('POST', '/v3/a', { json: {} }, { beforeSend });
    expect(order).toEqual(['before 0', 'answered']);
  });

  it('keeps the request from leaving when it fails, and gives the turn back', async () => {
    const set = setUp([answer200]);
    const full = new RangeError('disk full');
    const beforeSend = () => Promise.reject(full);
    await expect(set.http.write('POST', '/v3/a', { json: {} }, { beforeSend })).rejects.toBe(full);
    expect({ sent: set.transport.requests.length, ...set.http.snapshot() }).toEqual({
      sent: 0,
      inFlight: 0,
      concurrency: 8,
      given: 1,
      waitedMs: 0,
    });
  });
});

describe('the token', () => {
  const echo = `your token ${token} or ${encodeURIComponent(token)}`;
  const leaky = Object.assign(new Error(`failed with x-auth-token: ${token}`), {
    code: `E-${token}`,
    headers: { token },
  });
  it.each<[string, FakeAnswer]>([
    [
      'the store quotes it',
      { status: 422, headers: { 'x-request-id': token }, body: { title: echo, errors: { [token]: token } } },
    ],
    ['a page of HTML quotes it', { status: 401, body: `<title>${echo}</title>` }],
    ['the network library quotes it', leaky],
    ['a transport error quotes it', new TransportError(echo, { reason: 'network', sent: true, code: token })],
  ])('is in nothing that can be printed: %s', async (_what, answer) => {
    const { http } = setUp([answer]);
    const error = await failure(http.write('POST', '/v3/a', { json: {} }));
    const printed =
      inspect(error, { showHidden: true, depth: 20 }) + JSON.stringify(error) + String(error.stack);
    expect(printed).not.toContain(token);
    expect(redact(inspect(http, { showHidden: true, depth: 20 }))).toBe(
      inspect(http, { showHidden: true, depth: 20 }),
    );
  });

  it('is hidden by `redact` until the store is closed', async () => {
    const other = 'canary-that-nobody-else-holds';
    const { http } = setUp([answer200], { token: ` ${other}\n` });
    expect(redact(`x ${other}`)).toBe('x [redacted]');
    await http.close();
    expect(redact(`x ${other}`)).toBe(`x ${other}`);
  });
});

describe('a wait that is longer than a window', () => {
  const asking = (seconds: number, more: Record<string, string> = {}): FakeAnswer => ({
    status: 429,
    headers: { 'x-retry-after': `${seconds}`, ...more },
  });
  const hour = 3_600_000;
  const window = {
    'x-rate-limit-requests-quota': '10',
    'x-rate-limit-requests-left': '0',
    'x-rate-limit-time-reset-ms': '1000',
    'x-rate-limit-time-window-ms': '120000',
  };

  it.each<[string, FakeAnswer, LongWait[]]>([
    ['is told', asking(31), [{ askedMs: 31_000, believedMs: 31_000 }]],
    ['is told and believed for an hour', asking(100_000), [{ askedMs: 100_000_000, believedMs: hour }]],
    [
      'is told of a 503 too',
      { status: 503, headers: { 'retry-after': '7200' } },
      [{ askedMs: 2 * hour, believedMs: hour }],
    ],
    ['is not told of one window', asking(30), []],
    ['is not told of one of the store’s own windows', asking(120, window), []],
    ['is told of more than that', asking(121, window), [{ askedMs: 121_000, believedMs: 121_000 }]],
    ['is not told where none is asked for', { status: 429 }, []],
  ])('%s', async (_, answer, expected) => {
    const told: LongWait[] = [];
    const { http, clock } = setUp([answer, answer200], { onLongWait: (wait) => told.push(wait) });
    await http.read('/v3/a');
    expect(told).toEqual(expected);
    expect(Math.max(...clock.waits)).toBeLessThanOrEqual(hour);
  });

  it('is told once for as long as it lasts, by a write as by a read', async () => {
    const told: LongWait[] = [];
    const { http, clock } = setUp([asking(100_000)], { onLongWait: (wait) => told.push(wait) });
    await failure(http.write('POST', '/v3/a', { json: {} }));
    await clock.sleep(hour - 1);
    const [, again] = await Promise.all([
      failure(http.write('POST', '/v3/a', { json: {} })),
      failure(http.write('POST', '/v3/a', { json: {} })),
    ]);
    expect(again.retryAfterMs).toBe(hour);
    expect(told).toEqual([
      { askedMs: 100_000_000, believedMs: hour },
      { askedMs: 100_000_000, believedMs: hour },
    ]);
  });
});
