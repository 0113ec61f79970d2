// A broken connection or an answer that is no success, put into one StoreError.
import type { z } from 'zod';
import type { RequestFacts, StoreAnswer } from './answer.ts';
import { classOfStatus, nextStep, type RequestKind, type StoreErrorClass } from './classify.ts';
import { plainText } from './plain-text.ts';
import { parseRetryAfterMs } from './rate-headers.ts';
import { redact } from './redact.ts';
import { StoreError, type StoreErrorReason } from './store-error.ts';
import { storeWords } from './store-words.ts';
import { TransportError, type TransportResponse } from './transport.ts';

export function failureOfTransport(error: unknown, facts: RequestFacts, kind: RequestKind): StoreError {
  const known = error instanceof TransportError ? error : undefined;
  // A transport that throws anything else has told nothing: the bytes may have left.
  const sent = known?.sent ?? true;
  const failure = classOfTransport(known, sent);
  const words = error instanceof Error ? plainText(redact(error.message), 300) : 'the connection failed';
  const reason = known === undefined ? 'network' : reasonOfTransport(known);
  return new StoreError(`${facts.method} ${facts.path}: ${words}`, {
    ...facts,
    class: failure,
    next: nextStep(failure, kind, sent),
    reason,
    cause: cleanCause(error, words),
  });
}

function classOfTransport(error: TransportError | undefined, sent: boolean): StoreErrorClass {
  if (error?.reason === 'aborted') return 'aborted';
  if (!sent) return 'not-sent';
  return error?.reason === 'too-large' ? 'unexpected' : 'ambiguous';
}

function reasonOfTransport(error: TransportError): StoreErrorReason | undefined {
  return error.reason === 'aborted' || error.reason === 'blocked' ? undefined : error.reason;
}

// The original is not passed on: it may hold sockets, options and with them the token.
function cleanCause(error: unknown, words: string): Error {
  const cause: Error & { code?: string } = new Error(words);
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string') {
    cause.code = plainText(redact(error.code), 60);
  }
  return cause;
}

export function failureOfAnswer(
  answer: TransportResponse,
  facts: RequestFacts,
  kind: RequestKind,
  nowMs: number,
): StoreError {
  const { status, headers } = answer;
  const body = bodyForWords(answer.body);
  const words = storeWords(body);
  const failure = classOfStatus(status, kind, words);
  const retryAfterMs = parseRetryAfterMs(status, headers, nowMs);
  const said = words === undefined ? '' : `: ${words}`;
  const error = new StoreError(`${facts.method} ${facts.path} answered ${status}${said}`, {
    ...facts,
    class: failure,
    next: nextStep(failure, kind, true),
    status,
    requestId: requestIdOf(headers),
    storeWords: words,
    retryAfterMs,
    reason: reasonOfStatus(status, retryAfterMs),
  });
  if (kind === 'write' && error.next === 'reconcile') bodies.set(error, body);
  return error;
}

/** Bodies are kept beside their errors and not in them, so that nothing prints one. */
const bodies = new WeakMap<StoreError, unknown>();

/** What the answer to a write showed that left open whether it was done: the body as `schema` describes it, if it fits. */
export function shownInDoubt<Schema extends z.ZodType>(
  error: StoreError,
  schema: Schema,
): z.output<Schema> | undefined {
  const parsed = schema.safeParse(bodies.get(error));
  return parsed.success ? parsed.data : undefined;
}

function reasonOfStatus(status: number, retryAfterMs: number | undefined): StoreErrorReason | undefined {
  if (status >= 300 && status <= 399) return 'redirect';
  // BigCommerce, "Rate limits": a 429 without figures means that the platform is under load.
  return status === 429 && retryAfterMs === undefined ? 'platform-load' : undefined;
}

export function malformedAnswer(
  answer: Pick<StoreAnswer, 'status' | 'headers'>,
  facts: RequestFacts,
  kind: RequestKind,
  fault: string,
): StoreError {
  const words = plainText(redact(fault), 200);
  return new StoreError(`${facts.method} ${facts.path} answered ${answer.status}, but ${words}`, {
    ...facts,
    class: 'unexpected',
    next: nextStep('unexpected', kind, true),
    status: answer.status,
    requestId: requestIdOf(answer.headers),
    reason: 'malformed',
  });
}

/** The body as `schema` describes it; throws a StoreError of class `unexpected` that names the place of the fault, never the body. */
export function decodeAnswer<Schema extends z.ZodType>(
  answer: StoreAnswer,
  schema: Schema,
): z.output<Schema> {
  const parsed = schema.safeParse(answer.body);
  if (parsed.success) return parsed.data;
  throw unexpectedAnswer(answer, faultOf(parsed.error));
}

/** A StoreError of class `unexpected` for an answer that parses but cannot be right; `fault` completes "but …". */
export function unexpectedAnswer(answer: StoreAnswer, fault: string): StoreError {
  return malformedAnswer(answer, answer.request, answer.request.method === 'GET' ? 'read' : 'write', fault);
}

function faultOf(error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue === undefined) return 'its shape is not the documented one';
  const place = issue.path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  const what = place === '' ? 'the body' : place.replace(/^\./u, '');
  return `${what} is not as documented (${faultWords(issue)})`;
}

/** `a number is expected`, `too small`. */
function faultWords(issue: z.core.$ZodIssue): string {
  if (issue.code !== 'invalid_type') return issue.code.replaceAll('_', ' ');
  const expected = issue.expected === 'array' ? 'list' : issue.expected;
  return `${/^[aeiou]/u.test(expected) ? 'an' : 'a'} ${expected} is expected`;
}

function requestIdOf(headers: Readonly<Record<string, string>>): string | undefined {
  const id = headers['x-request-id'];
  return id === undefined ? undefined : plainText(redact(id), 100);
}

function bodyForWords(body: Uint8Array): unknown {
  // A refusal has no reason to be long; more than this is a page of HTML, and its start is enough.
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8', 0, 65_536);
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
