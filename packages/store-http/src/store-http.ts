// One store over HTTP: its address, its token, its pacer, and the two ways to ask it: reads are repeated, a write is one request.
// Invariants: a write is exactly one request, whatever happens; the token goes to the API's own host and into
// nothing that can be printed. It must not know images.
import type { RequestFacts, StoreAnswer } from './answer.ts';
import { type Clock, systemClock } from './clock.ts';
import { encodeMultipart, type Part } from './multipart.ts';
import { createSender, type SendOptions } from './one-request.ts';
import { createPacer, type Pacer, type PacerSnapshot } from './pacer.ts';
import { rememberSecret } from './redact.ts';
import { createRepeatedReads, type RepeatOptions, type RequestOptions } from './repeated-reads.ts';
import { parseApiBase, parseStoreHash, parseToken, type Query, requestUrl } from './store-address.ts';
import type { Transport } from './transport.ts';
import { createUndiciTransport } from './undici-transport.ts';

export interface StoreHttpOptions extends SendOptions, RepeatOptions {
  /** Base address, such as https://api.bigcommerce.com; plain http for loopback only. */
  readonly api: string;
  readonly store: string;
  readonly token: string;
  /** Shared by all that speak to this store; default: one of its own. */
  readonly pacer?: Pacer | undefined;
  readonly clock?: Clock | undefined;
  readonly random?: (() => number) | undefined;
  readonly transport?: Transport | undefined;
  /** How much of the store's quota we may use, 0 to 1; default 0.9. */
  readonly quotaShare?: number | undefined;
  /** Requests in flight at most; default: adapts up to 64. */
  readonly concurrency?: number | undefined;
  readonly userAgent?: string | undefined;
}

export type WriteBody = { readonly json: unknown } | { readonly multipart: readonly Part[] };

export interface WriteOptions extends Pick<RequestOptions, 'signal'> {
  /**
   * Called once, when the write's turn has come and right before it leaves: what has to be durable before the request
   * is made so here, and not while it still waits for quota. If it rejects, nothing is sent and its error is thrown.
   */
  readonly beforeSend?: (() => Promise<void>) | undefined;
}

export interface StoreHttp {
  readonly store: string;
  readonly api: string;
  /** GET, repeated by class until it answers or attempts run out. Throws StoreError. `path` such as /v3/catalog/products. */
  read(path: string, query?: Query, options?: RequestOptions): Promise<StoreAnswer>;
  /** Exactly one request, never repeated. Throws StoreError, whose `next` says what is certain. */
  write(
    method: 'POST' | 'PUT' | 'DELETE',
    path: string,
    body?: WriteBody,
    options?: WriteOptions & { readonly query?: Query },
  ): Promise<StoreAnswer>;
  snapshot(): PacerSnapshot;
  /** Closes the connections if they are this object's own; the token is forgotten by `redact`. */
  close(): Promise<void>;
}

/** More than may ever be asked for at once: the pacer says how many are in flight, and may be told otherwise on the way. */
const CONNECTIONS_MAX = 256;

export function createStoreHttp(options: StoreHttpOptions): StoreHttp {
  const api = parseApiBase(options.api);
  const store = parseStoreHash(options.store);
  const token = parseToken(options.token);
  const forgetToken = rememberSecret(token);
  const base = `${api}/stores/${store}`;
  const clock = options.clock ?? systemClock;
  const random = options.random ?? Math.random;
  const transport = options.transport ?? createUndiciTransport({ connections: CONNECTIONS_MAX });
  const pacer =
    options.pacer ??
    createPacer({
      clock,
      random,
      quotaShare: options.quotaShare,
      concurrency: options.concurrency,
      onWait: (ms) => options.onWait?.({ reason: 'quota', by: 'queue', ms }),
    });
  const headers: Readonly<Record<string, string>> = {
    accept: 'application/json',
    'accept-encoding': 'gzip',
    'user-agent': options.userAgent ?? 'cutover',
    'x-auth-token': token,
  };

  const { send } = createSender({ ...options, clock, transport, pacer, headers });
  const reads = createRepeatedReads({ ...options, clock, random, send });

  return {
    store,
    api,
    async read(path, query, options = {}) {
      return await reads.read({ store, method: 'GET', path }, requestUrl(base, path, query), options);
    },
    async write(method, path, body, { signal, query, beforeSend } = {}) {
      const url = requestUrl(base, path, query);
      const facts: RequestFacts = { store, method, path, attempt: 1 };
      if (body === undefined) return send(facts, 'write', { url, signal, beforeSend });
      if ('json' in body) {
        return send(facts, 'write', {
          url,
          signal,
          beforeSend,
          body: JSON.stringify(body.json),
          contentType: 'application/json',
        });
      }
      const form = encodeMultipart(body.multipart, random);
      return send(facts, 'write', {
        url,
        signal,
        beforeSend,
        body: form.bytes,
        contentType: form.contentType,
      });
    },
    snapshot: () => pacer.snapshot(),
    async close() {
      forgetToken();
      if (options.transport === undefined) await transport.close?.();
    },
  };
}
