import type { NextStep, StoreErrorClass } from './classify.ts';
import type { HttpMethod } from './transport.ts';

/** Why a class was chosen, where the class alone does not tell. */
export type StoreErrorReason =
  | 'too-large'
  | 'timeout'
  | 'malformed'
  | 'redirect'
  | 'network'
  | 'encoding'
  | 'platform-load';

export interface StoreErrorFacts {
  readonly class: StoreErrorClass;
  readonly next: NextStep;
  /** Hash of the store that was asked. */
  readonly store?: string | undefined;
  readonly method: HttpMethod;
  /** Path below /stores/{hash}, without the query. */
  readonly path: string;
  /** Which attempt failed, from 1. */
  readonly attempt: number;
  /** HTTP status; undefined when there was no answer. */
  readonly status?: number | undefined;
  readonly requestId?: string | undefined;
  /** The store's own message: at most 300 characters, no control characters, no secrets. */
  readonly storeWords?: string | undefined;
  /** The longest wait the answer asked for. */
  readonly retryAfterMs?: number | undefined;
  readonly reason?: StoreErrorReason | undefined;
  readonly cause?: Error | undefined;
}

/** Everything that can go wrong between us and a store; `next` is what the caller should do about it. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly class: StoreErrorClass;
  readonly next: NextStep;
  readonly store: string | undefined;
  readonly method: HttpMethod;
  readonly path: string;
  readonly attempt: number;
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  readonly storeWords: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly reason: StoreErrorReason | undefined;

  constructor(message: string, facts: StoreErrorFacts) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.class = facts.class;
    this.next = facts.next;
    this.store = facts.store;
    this.method = facts.method;
    this.path = facts.path;
    this.attempt = facts.attempt;
    this.status = facts.status;
    this.requestId = facts.requestId;
    this.storeWords = facts.storeWords;
    this.retryAfterMs = facts.retryAfterMs;
    this.reason = facts.reason;
  }
}

export function isStoreError(error: unknown): error is StoreError {
  return error instanceof StoreError;
}
