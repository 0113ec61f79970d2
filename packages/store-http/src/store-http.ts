// One store over HTTP: how a request is paced, timed out, retried (reads only) and its failure named.
// Invariants: a write is exactly one request, whatever happens; the token goes to the API's own host and into
// nothing that can be printed. It must not know images.
import type { RequestFacts, StoreAnswer } from './answer.ts';
import { backoffMs } from './backoff.ts';
import { nextStep, type RequestKind } from './classify.ts';
import { type Clock, systemClock } from './clock.ts';
import { failureOfAnswer, failureOfTransport, malformedAnswer } from './failures.ts';
import { encodeMultipart, type Part } from './multipart.ts';
import { createPacer, type Pacer, type PacerSnapshot, type Turn } from './pacer.ts';
import { parseAskedWaitMs, waitLongestMs, windowDefaultMs } from './rate-headers.ts';
import { rememberSecret } from './redact.ts';
import { parseApiBase, parseStoreHash, parseToken, type Query, requestUrl } from './store-address.ts';
import { StoreError } from './store-error.ts';
import { type HttpMethod, type Transport, TransportError, type TransportResponse } from './transport.ts';
import { createUndiciTransport } from './undici-transport.ts';

export interface StoreHttpOptions {
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
  /** Default 8 MiB. */
  readonly bodyMaxBytes?: number | undefined;
  /** Attempts of a read in all; default 6. */
  readonly readAttempts?: number | undefined;
  /** First wait between attempts of a read, doubled each time, with full jitter, at most 60 s; default 500 ms. */
  readonly retryBaseMs?: number | undefined;
  /**
   * How long an outage is waited out: for so long after its first failure a read goes on, and no longer. 0: not at all, so
   * that it is tried just once more, at once. Default: as long as its attempts take. Waits for quota are none of it.
   */
  readonly outageMs?: number | undefined;
  /** Until the first byte of an answer to a read; default 30,000 ms. */
  readonly readTimeoutMs?: number | undefined;
  /** Until the first byte of an answer to a write, during which the store may fetch a picture; default 60,000 ms. */
  readonly writeTimeoutMs?: number | undefined;
  readonly onRequest?: ((event: RequestEvent) => void) | undefined;
  /** A pacer that is given tells the waits of its queue to its own listener instead. */
  readonly onWait?: ((event: WaitEvent) => void) | undefined;
  /** The store asks to wait longer than a window of its quota; told once for as long as that wait lasts. */
  readonly onLongWait?: ((wait: LongWait) => void) | undefined;
}

export interface LongWait {
  readonly askedMs: number;
  /** How much of that is believed: at most an hour. */
  readonly believedMs: number;
}

/** One attempt, after it ended. */
export interface RequestEvent {
  readonly version: 'v2' | 'v3';
  readonly method: HttpMethod;
  readonly path: string;
  readonly status?: number | undefined;
  readonly attempt: number;
  readonly durationMs: number;
  /** False only when no byte can have left. */
  readonly sent: boolean;
}

/** Requests wait: for quota, or before a read that the store has failed is tried again. */
export interface WaitEvent {
  readonly reason: 'quota' | 'store';
  /** Who waits: the queue for quota, or reads before they are tried again. */
  readonly by: 'queue' | 'reads';
  /** How long, from now; undefined: the wait is over. */
  readonly ms: number | undefined;
  /** What the store has failed with, where that is waited for. */
  readonly why?: string | undefined;
}

export type WriteBody = { readonly json: unknown } | { readonly multipart: readonly Part[] };

export interface RequestOptions {
  readonly signal?: AbortSignal | undefined;
  /** Of a read, asked after each failure: true throws it at once, instead of trying again. `attempt` is from 1. */
  readonly givesUp?: ((error: StoreError, attempt: number) => boolean) | undefined;
}

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

const retryCapMs = 60_000;
// A body that does not parse is rarely fixed by asking again; it has cost two more requests by then.
const malformedAttemptsMax = 3;

export function createStoreHttp(options: StoreHttpOptions): StoreHttp {
  const api = parseApiBase(options.api);
  const store = parseStoreHash(options.store);
  const token = parseToken(options.token);
  const forgetToken = rememberSecret(token);
  const base = `${api}/stores/${store}`;
  const clock = options.clock ?? systemClock;
  const random = options.random ?? Math.random;
  const transport = options.transport ?? createUndiciTransport({ connections: options.concurrency });
  const pacer =
    options.pacer ??
    createPacer({
      clock,
      random,
      quotaShare: options.quotaShare,
      concurrency: options.concurrency,
      onWait: (ms) => options.onWait?.({ reason: 'quota', by: 'queue', ms }),
    });
  /** Reads that wait before they are tried again. */
  const pausing = { quota: 0, store: 0 };
  /** Until when a long wait has been told of. */
  let longWaitUntilMs = Number.NEGATIVE_INFINITY;
  const readAttempts = options.readAttempts ?? 6;
  const retryBaseMs = options.retryBaseMs ?? 500;
  const { outageMs } = options;
  const headers: Readonly<Record<string, string>> = {
    accept: 'application/json',
    'accept-encoding': 'gzip',
    'user-agent': options.userAgent ?? 'cutover',
    'x-auth-token': token,
  };

  interface Outgoing {
    readonly url: URL;
    readonly body?: string | Uint8Array | undefined;
    readonly contentType?: string | undefined;
    readonly signal?: AbortSignal | undefined;
    readonly beforeSend?: (() => Promise<void>) | undefined;
  }

  async function turnFor(
    facts: RequestFacts,
    kind: RequestKind,
    signal: AbortSignal | undefined,
  ): Promise<Turn> {
    try {
      return await pacer.take(kind, { signal });
    } catch {
      throw aborted(facts, kind, false);
    }
  }

  /** One request, once its turn has come. */
  async function send(facts: RequestFacts, kind: RequestKind, outgoing: Outgoing): Promise<StoreAnswer> {
    const turn = await turnFor(facts, kind, outgoing.signal);
    try {
      await outgoing.beforeSend?.();
    } catch (error) {
      turn.done({ failed: 'not-sent' });
      throw error;
    }
    const startedMs = clock.monotonicMs();
    const tell = (status: number | undefined, sent: boolean): void =>
      options.onRequest?.({
        version: facts.path.startsWith('/v2/') ? 'v2' : 'v3',
        method: facts.method,
        path: facts.path,
        status,
        attempt: facts.attempt,
        durationMs: clock.monotonicMs() - startedMs,
        sent,
      });
    let answer: TransportResponse;
    try {
      answer = await transport({
        method: facts.method,
        url: outgoing.url,
        headers:
          outgoing.contentType === undefined ? headers : { ...headers, 'content-type': outgoing.contentType },
        body: outgoing.body,
        signal: outgoing.signal,
        headersTimeoutMs:
          kind === 'read' ? (options.readTimeoutMs ?? 30_000) : (options.writeTimeoutMs ?? 60_000),
        bodyMaxBytes: options.bodyMaxBytes ?? 8 * 1024 * 1024,
      });
    } catch (error) {
      const failure = failureOfTransport(error, facts, kind);
      const sent = !(error instanceof TransportError) || error.sent;
      turn.done({ failed: sent ? (failure.reason === 'timeout' ? 'timeout' : 'other') : 'not-sent' });
      tell(undefined, sent);
      throw failure;
    }
    turn.done(answer);
    tell(answer.status, true);
    if (answer.status === 429 || answer.status === 503) tellLongWait(answer);
    return opened(answer, facts, kind);
  }

  function tellLongWait({ status, headers: told }: TransportResponse): void {
    const askedMs = parseAskedWaitMs(status, told, clock.now()) ?? 0;
    const windowMs = Math.max(pacer.snapshot().windowMs ?? 0, windowDefaultMs);
    const nowMs = clock.monotonicMs();
    if (askedMs <= windowMs || nowMs < longWaitUntilMs) return;
    const believedMs = Math.min(askedMs, waitLongestMs);
    longWaitUntilMs = nowMs + believedMs;
    options.onLongWait?.({ askedMs, believedMs });
  }

  function opened(answer: TransportResponse, facts: RequestFacts, kind: RequestKind): StoreAnswer {
    if (answer.status < 200 || answer.status > 299 || answer.status === 207) {
      throw failureOfAnswer(answer, facts, kind, clock.now());
    }
    const requestId = answer.headers['x-request-id'];
    const text = Buffer.from(answer.body.buffer, answer.body.byteOffset, answer.body.byteLength).toString(
      'utf8',
    );
    const parsed = parseJson(text);
    if (parsed === undefined) throw malformedAnswer(answer, facts, kind, 'it is not JSON');
    return { status: answer.status, headers: answer.headers, body: parsed.value, requestId, request: facts };
  }

  async function pause(
    { class: failure, message }: StoreError,
    ms: number,
    facts: RequestFacts,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const reason = failure === 'rate-limited' ? 'quota' : 'store';
    pausing[reason] += 1;
    options.onWait?.({ reason, by: 'reads', ms, ...(reason === 'store' ? { why: message } : {}) });
    try {
      await clock.sleep(ms, signal);
    } catch {
      throw aborted(facts, 'read', false);
    } finally {
      pausing[reason] -= 1;
      if (pausing[reason] === 0) options.onWait?.({ reason, by: 'reads', ms: undefined });
    }
  }

  /** Only the time says when it is over, and not the attempts; never for quota, which comes back by itself. */
  const isBounded = (error: StoreError, attempt: number): boolean =>
    attempt >= readAttempts || (outageMs !== undefined && error.class !== 'rate-limited');

  function isOver(error: StoreError, attempt: number, leftMs: number): boolean {
    if (isLasting(error) && attempt >= readAttempts) return true;
    if (outageMs === 0 && error.class !== 'rate-limited') return attempt > 1;
    return leftMs <= 0 && isBounded(error, attempt);
  }

  return {
    store,
    api,
    async read(path, query, { signal, givesUp } = {}) {
      const url = requestUrl(base, path, query);
      let malformed = 0;
      const startedMs = clock.monotonicMs();
      for (let attempt = 1; ; attempt++) {
        const facts: RequestFacts = { store, method: 'GET', path, attempt };
        try {
          return await send(facts, 'read', { url, signal });
        } catch (error) {
          if (!(error instanceof StoreError) || error.class === 'aborted') throw error;
          if (error.reason === 'malformed') malformed += 1;
          const again =
            error.next === 'retry' || (error.reason === 'malformed' && malformed < malformedAttemptsMax);
          const leftMs = startedMs + (outageMs ?? 0) - clock.monotonicMs();
          if (!again || isOver(error, attempt, leftMs) || givesUp?.(error, attempt) === true) throw error;
          if (outageMs === 0 && error.class !== 'rate-limited') continue;
          // The pacer itself holds everything back after a 429; a wait here comes on top for this read alone.
          const jitterMs = Math.max(
            backoffMs(attempt, retryBaseMs, retryCapMs, random),
            error.retryAfterMs ?? 0,
          );
          // The last try is made when the outage has been waited out, and not after it.
          await pause(
            error,
            isBounded(error, attempt) ? Math.min(jitterMs, leftMs) : jitterMs,
            facts,
            signal,
          );
        }
      }
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

/** Codes of Node for certificates and handshakes that will be refused the next time, too. */
const LASTING = /CERT|TLS|SSL|EPROTO|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH/u;

/** What waiting does not heal: a certificate that nobody trusts, a proxy that refuses. */
function isLasting({ cause }: StoreError): boolean {
  const code = cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  return (
    LASTING.test(code) || /^proxy response \(40[37]\)/iu.test(cause instanceof Error ? cause.message : '')
  );
}

function aborted(facts: RequestFacts, kind: RequestKind, sent: boolean): StoreError {
  const next = nextStep('aborted', kind, sent);
  return new StoreError(`${facts.method} ${facts.path} was stopped before it was sent`, {
    class: 'aborted',
    next,
    ...facts,
  });
}

function parseJson(text: string): { value: unknown } | undefined {
  if (text.trim() === '') return { value: undefined };
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
