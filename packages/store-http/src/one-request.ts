// One request to a store, once its turn has come: sent, its answer read, its failure named, and told. Invariant: it is
// exactly one request, whatever happens; whether there is another is not decided here.
import type { RequestFacts, StoreAnswer } from './answer.ts';
import { nextStep, type RequestKind } from './classify.ts';
import type { Clock } from './clock.ts';
import { failureOfAnswer, failureOfTransport, malformedAnswer } from './failures.ts';
import type { Pacer, Turn } from './pacer.ts';
import { parseAskedWaitMs, waitLongestMs, windowDefaultMs } from './rate-headers.ts';
import { StoreError } from './store-error.ts';
import { type HttpMethod, type Transport, TransportError, type TransportResponse } from './transport.ts';

export interface SendOptions {
  /** Default 8 MiB. */
  readonly bodyMaxBytes?: number | undefined;
  /** Until the first byte of an answer to a read; default 30,000 ms. */
  readonly readTimeoutMs?: number | undefined;
  /** Until the first byte of an answer to a write, during which the store may fetch a picture; default 60,000 ms. */
  readonly writeTimeoutMs?: number | undefined;
  readonly onRequest?: ((event: RequestEvent) => void) | undefined;
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

/** What requests are sent with: all of one store share it. */
export interface Sending extends SendOptions {
  readonly clock: Clock;
  readonly transport: Transport;
  readonly pacer: Pacer;
  /** The token among them. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface Outgoing {
  readonly url: URL;
  readonly body?: string | Uint8Array | undefined;
  readonly contentType?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called once, when the turn has come and right before it leaves; if it rejects, nothing is sent. */
  readonly beforeSend?: (() => Promise<void>) | undefined;
}

/** One request, once its turn has come. Throws StoreError. */
export type Send = (facts: RequestFacts, kind: RequestKind, outgoing: Outgoing) => Promise<StoreAnswer>;

export function createSender(options: Sending): { readonly send: Send } {
  const { clock, transport, pacer, headers } = options;
  /** Until when a long wait has been told of. */
  let longWaitUntilMs = Number.NEGATIVE_INFINITY;

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

  const send: Send = async (facts, kind, outgoing) => {
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
  };

  return { send };
}

export function aborted(facts: RequestFacts, kind: RequestKind, sent: boolean): StoreError {
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
