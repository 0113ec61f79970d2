// A store in a function, for the tests of both clients: answers by path and query, requests remembered.
import type { Clock } from '../clock.ts';
import { createStoreHttp, type StoreHttp } from '../store-http.ts';
import { type Transport, TransportError } from '../transport.ts';

export interface Answer {
  readonly status?: number;
  /** A string goes as it is, anything else as JSON; undefined: empty. */
  readonly body?: unknown;
  /** The answer is longer than the cap. */
  readonly tooLarge?: boolean;
}

const instantClock: Clock = { now: () => 0, monotonicMs: () => 0, sleep: () => Promise.resolve() };

export interface FakeStore {
  readonly http: StoreHttp;
  /** `GET /v2/products?page=1`, below /stores/abc. */
  readonly requests: string[];
  readonly bodies: string[];
}

export function createFakeStore(answer: (request: string, url: URL, nth: number) => Answer): FakeStore {
  const requests: string[] = [];
  const bodies: string[] = [];
  const transport: Transport = async ({ method, url, body }) => {
    const request = `${method} ${decodeURIComponent(url.pathname.replace('/stores/abc', '') + url.search)}`;
    requests.push(request);
    if (body !== undefined) bodies.push(Buffer.from(body).toString('latin1'));
    const { status = 200, body: told, tooLarge } = answer(request, url, requests.length);
    if (tooLarge === true) throw new TransportError('too long', { reason: 'too-large', sent: true });
    const text = told === undefined ? '' : typeof told === 'string' ? told : JSON.stringify(told);
    return { status, headers: {}, body: Buffer.from(text) };
  };
  const http = createStoreHttp({
    api: 'https://api.bigcommerce.com',
    store: 'abc',
    token: 'canary-0123456789',
    transport,
    clock: instantClock,
    random: () => 0.5,
  });
  return { http, requests, bodies };
}
