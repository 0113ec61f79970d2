// Pictures from anywhere: addresses are strangers' data, so each is judged before it is asked, every redirect again,
// and the socket itself refuses addresses that are not public. GET and HEAD only; no token ever.
// It must not know stores.
import { backoffMs } from './backoff.ts';
import { type Clock, systemClock } from './clock.ts';
import { hostAndPort, judgeAddress } from './content-address.ts';
import { ContentError, type ContentReason } from './content-error.ts';
import { createLanes, type Lane } from './lanes.ts';
import { plainText } from './plain-text.ts';
import { parseRetryAfterMs } from './rate-headers.ts';
import { redact } from './redact.ts';
import { type Transport, TransportError, type TransportResponse } from './transport.ts';
import { createUndiciTransport } from './undici-transport.ts';

export interface ContentHttpOptions {
  readonly clock?: Clock | undefined;
  readonly random?: (() => number) | undefined;
  readonly transport?: Transport | undefined;
  /** Ask addresses on private networks too; default false. */
  readonly allowPrivateHosts?: boolean | undefined;
  /** host:port of API bases whose pictures may lie on a private network. */
  readonly allowedHosts?: readonly string[] | undefined;
  /** Longest picture taken; default 8 MiB. */
  readonly maxBytes?: number | undefined;
  /** Pictures at a time, at most; default and most 32. How many of them really are follows each host. */
  readonly concurrency?: number | undefined;
  /** Attempts in all; default 3. */
  readonly attempts?: number | undefined;
  /** First wait between attempts, doubled each time, with full jitter; default 250 ms. */
  readonly retryBaseMs?: number | undefined;
  readonly userAgent?: string | undefined;
  readonly onRequest?: ((event: ContentEvent) => void) | undefined;
}

/** One attempt or one step of a redirect, after it ended. */
export interface ContentEvent {
  readonly method: 'GET' | 'HEAD';
  readonly host: string;
  readonly status?: number | undefined;
  readonly attempt: number;
  readonly durationMs: number;
}

export interface ContentAnswer {
  /** 200 or another 2xx; everything else is thrown. */
  readonly status: number;
  /** Lower case, without parameters; '' when the server names none. */
  readonly contentType: string;
  /** Of the whole picture, where the server tells. */
  readonly contentLength?: number | undefined;
  /** What was sent is the start of the picture alone, however short it is: its host has packed it. */
  readonly isPart?: boolean;
  readonly finalUrl: string;
}

export interface ContentOptions {
  readonly signal?: AbortSignal | undefined;
  /** The Accept header; default `image/jpeg,image/png,image/gif,image/bmp`, since a CDN may turn pictures into WebP for those who take it. */
  readonly accept?: string | undefined;
}

export interface ContentHttp {
  /** Throws ContentError for everything that is no 2xx of an image. */
  head(url: string, options?: ContentOptions): Promise<ContentAnswer>;
  /** `rangeBytes`: only that many bytes from the start, whether or not the server knows ranges. */
  get(
    url: string,
    options?: ContentOptions & {
      readonly maxBytes?: number | undefined;
      readonly rangeBytes?: number | undefined;
    },
  ): Promise<ContentAnswer & { readonly bytes: Uint8Array }>;
  /** From now on so many pictures at a time, at most; those under way come to their end. */
  bound(concurrency: number): void;
  close(): Promise<void>;
}

const PICTURES_MAX = 32;
/** What is no longer takes equally long, whatever picture it is of. */
const FEW_BYTES = 65_536;
const acceptDefault = 'image/jpeg,image/png,image/gif,image/bmp';
const redirectsMax = 3;
const retryCapMs = 10_000;

interface Asked {
  readonly method: 'GET' | 'HEAD';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly maxBytes: number;
  readonly cut: boolean;
  readonly signal: AbortSignal | undefined;
}

export function createContentHttp(options: ContentHttpOptions = {}): ContentHttp {
  const clock = options.clock ?? systemClock;
  const random = options.random ?? Math.random;
  const transport = options.transport ?? createUndiciTransport({ connections: PICTURES_MAX });
  const attempts = options.attempts ?? 3;
  const maxBytes = options.maxBytes ?? 8 * 1024 * 1024;
  const lanes = createLanes(Math.min(options.concurrency ?? PICTURES_MAX, PICTURES_MAX));
  const rules = {
    allowPrivateHosts: options.allowPrivateHosts ?? false,
    allowedHosts: new Set((options.allowedHosts ?? []).map((host) => host.toLowerCase())),
  };

  async function exchange(
    asked: Asked,
    attempt: number,
  ): Promise<{ answer: TransportResponse; finalUrl: string }> {
    let next = asked.url;
    for (let redirects = 0; ; redirects++) {
      const verdict = judgeAddress(next, rules);
      if ('refused' in verdict) {
        const { refused, isPrivate } = verdict;
        throw failure(asked, attempt, 'blocked', `was not asked: ${refused}`, { isPrivate });
      }
      const { url, publicOnly } = verdict;
      const answer = await once(asked, attempt, url, publicOnly);
      if (answer.status < 300 || answer.status > 399) return { answer, finalUrl: url.href };
      const { location } = answer.headers;
      if (location === undefined || !URL.canParse(location, url.href)) {
        throw failure(asked, attempt, 'redirect', 'redirects to nowhere', { status: answer.status });
      }
      if (redirects === redirectsMax) {
        throw failure(asked, attempt, 'redirect', `redirects more than ${redirectsMax} times`, {
          status: answer.status,
        });
      }
      next = new URL(location, url).href;
    }
  }

  async function once(
    asked: Asked,
    attempt: number,
    url: URL,
    publicOnly: boolean,
  ): Promise<TransportResponse> {
    const startedMs = clock.monotonicMs();
    const tell = (status: number | undefined): void =>
      options.onRequest?.({
        method: asked.method,
        host: hostAndPort(url),
        status,
        attempt,
        durationMs: clock.monotonicMs() - startedMs,
      });
    try {
      const answer = await transport({
        method: asked.method,
        url,
        headers: asked.headers,
        signal: asked.signal,
        bodyMaxBytes: asked.maxBytes,
        whenOver: asked.cut ? 'cut' : 'fail',
        publicOnly,
      });
      tell(answer.status);
      return answer;
    } catch (error) {
      tell(undefined);
      throw failureOfTransport(asked, attempt, url, error);
    }
  }

  async function ask(asked: Asked): Promise<{ answer: TransportResponse; finalUrl: string }> {
    const host = URL.canParse(asked.url) ? new URL(asked.url).host : '';
    const lane = await lanes.enter(host, asked.signal).catch(() => {
      throw failure(asked, 0, 'aborted', 'was not asked: stopped before');
    });
    try {
      for (let attempt = 1; ; attempt++) {
        let waitMs = 0;
        try {
          const { answer, finalUrl } = await timed(asked, attempt, lane);
          const refusal = failureOfStatus(asked, attempt, answer);
          if (refusal === undefined) return { answer, finalUrl };
          waitMs = parseRetryAfterMs(answer.status, answer.headers, clock.now()) ?? 0;
          throw refusal;
        } catch (error) {
          // A wait longer than the longest of ours is not worth holding a lane for.
          const again =
            error instanceof ContentError && error.reason === 'unreachable' && waitMs <= retryCapMs;
          if (!again || attempt >= attempts) throw error;
        }
        const jitterMs = backoffMs(attempt, options.retryBaseMs ?? 250, retryCapMs, random);
        await clock.sleep(Math.max(jitterMs, waitMs), asked.signal).catch(() => {
          throw failure(asked, attempt, 'aborted', 'was given up');
        });
      }
    } finally {
      lane.leave();
    }
  }

  /** Tells the lanes how the host has taken it. */
  async function timed(
    asked: Asked,
    attempt: number,
    lane: Lane,
  ): Promise<{ answer: TransportResponse; finalUrl: string }> {
    const startedMs = clock.monotonicMs();
    try {
      const came = await exchange(asked, attempt);
      const { status } = came.answer;
      if (status === 408 || status === 429 || status === 503) lane.burdened();
      else if (asked.method === 'HEAD' || (asked.cut && asked.maxBytes <= FEW_BYTES))
        lane.answered(clock.monotonicMs() - startedMs, asked.method);
      return came;
    } catch (error) {
      if (error instanceof ContentError && error.reason === 'unreachable') lane.burdened();
      throw error;
    }
  }

  const headersFor = (accept: string | undefined): Record<string, string> => ({
    accept: accept ?? acceptDefault,
    'accept-encoding': 'identity',
    'user-agent': options.userAgent ?? 'cutover',
  });

  return {
    async head(url, { signal, accept } = {}) {
      const { answer, finalUrl } = await ask({
        method: 'HEAD',
        url,
        headers: headersFor(accept),
        maxBytes,
        cut: false,
        signal,
      });
      return described(answer, finalUrl);
    },
    async get(url, { signal, accept, maxBytes: most, rangeBytes } = {}) {
      const headers = headersFor(accept);
      if (rangeBytes !== undefined) headers['range'] = `bytes=0-${rangeBytes - 1}`;
      const { answer, finalUrl } = await ask({
        method: 'GET',
        url,
        headers,
        maxBytes: rangeBytes ?? most ?? maxBytes,
        cut: rangeBytes !== undefined,
        signal,
      });
      return {
        ...described(answer, finalUrl),
        bytes: answer.body,
        ...(answer.isCut === true && isPacked(answer) ? { isPart: true } : {}),
      };
    },
    bound: (concurrency) => lanes.bound(Math.min(concurrency, PICTURES_MAX)),
    async close() {
      if (options.transport === undefined) await transport.close?.();
    },
  };
}

function described(answer: TransportResponse, finalUrl: string): ContentAnswer {
  const contentType = (answer.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return { status: answer.status, contentType, contentLength: lengthOf(answer), finalUrl };
}

/** Packed although nobody asked for that: its length is not the picture’s. */
function isPacked({ headers }: TransportResponse): boolean {
  const encoding = headers['content-encoding']?.trim().toLowerCase() ?? '';
  return encoding !== '' && encoding !== 'identity';
}

function lengthOf(answer: TransportResponse): number | undefined {
  if (isPacked(answer)) return undefined;
  const { status, headers } = answer;
  const whole =
    status === 206
      ? /\/(\d{1,15})\s*$/u.exec(headers['content-range'] ?? '')?.[1]
      : headers['content-length'];
  return whole !== undefined && /^\d{1,15}$/u.test(whole) ? Number(whole) : undefined;
}

function failureOfStatus(asked: Asked, attempt: number, answer: TransportResponse): ContentError | undefined {
  const { status } = answer;
  if (status === 404 || status === 410)
    return failure(asked, attempt, 'not-found', `answered ${status}`, { status });
  if (status === 408 || status === 429 || status >= 500) {
    return failure(asked, attempt, 'unreachable', `answered ${status}`, { status });
  }
  if (status < 200 || status > 299)
    return failure(asked, attempt, 'refused', `answered ${status}`, { status });
  const type = answer.headers['content-type'] ?? '';
  // Some servers send pictures as octet-stream or untyped; those who say that it is text are believed.
  if (!/^\s*(text\/|application\/(json|xml|xhtml))/iu.test(type)) return undefined;
  return failure(asked, attempt, 'not-an-image', `answered with ${plainText(redact(type), 60)}`, { status });
}

/** @param url the address really asked, which a redirect may have led to. */
function failureOfTransport(asked: Asked, attempt: number, url: URL, error: unknown): ContentError {
  if (!(error instanceof TransportError))
    return failure(asked, attempt, 'unreachable', 'could not be reached');
  const words = plainText(redact(error.message), 200);
  switch (error.reason) {
    case 'blocked':
      return failure(asked, attempt, 'blocked', `was not asked: its host ${url.hostname} ${words}`, {
        isPrivate: true,
      });
    case 'too-large':
      return failure(asked, attempt, 'too-large', `is larger than ${asked.maxBytes} bytes`);
    case 'aborted':
      return failure(asked, attempt, 'aborted', 'was given up');
    default:
      return failure(asked, attempt, 'unreachable', `could not be read: ${words}`);
  }
}

function failure(
  asked: Asked,
  attempt: number,
  reason: ContentReason,
  what: string,
  more: { readonly status?: number; readonly isPrivate?: boolean | undefined } = {},
): ContentError {
  const url = plainText(redact(shown(asked.url)), 300);
  return new ContentError(`${url} ${what}`, { reason, url, attempt, ...more });
}

// Queries of picture addresses may hold signatures, and addresses themselves passwords.
function shown(text: string): string {
  if (!URL.canParse(text)) return text.slice(0, 100);
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return `${url.protocol}…`;
  return url.origin + url.pathname;
}
