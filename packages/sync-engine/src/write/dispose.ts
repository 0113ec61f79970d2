// What to do next after a write was answered with an error: "where did it come from?" does not matter, "was it done?"
// does. Certain not to have happened → the action is pending again; uncertain → it stays started and is settled by
// looking; refused → it failed. Pure.
import { isStoreError, type StoreError } from '@cutover/v3-client';
import { type EngineFailure, refusalOf } from '../failures.ts';

export type Disposition =
  /** Certainly not done; try again after the wait. */
  | { readonly next: 'again'; readonly waitMs: number; readonly counts: boolean; readonly reason: string }
  /** Nobody can say: look before anything is sent again. */
  | { readonly next: 'settle'; readonly reason: string }
  /** The store took the address for unusable; sending the picture itself may do. */
  | { readonly next: 'upload'; readonly reason: string; readonly failure: EngineFailure }
  | {
      readonly next: 'fail';
      readonly reason: string;
      readonly failure: EngineFailure;
      readonly limit: boolean;
    }
  /** Certainly not done, and no other write would be either. */
  | { readonly next: 'stop'; readonly error: unknown };

/** @param sentAddress whether the write handed over an address that the store had to fetch. */
export function dispose(error: unknown, sentAddress: boolean): Disposition {
  if (!isStoreError(error)) return { next: 'settle', reason: wordsOf(error) };
  const reason = wordsOf(error);
  const failure = refusalOf(error);
  switch (error.class) {
    case 'not-sent':
      return { next: 'again', waitMs: error.retryAfterMs ?? 0, counts: true, reason: error.message };
    case 'rate-limited':
      return { next: 'again', waitMs: error.retryAfterMs ?? 0, counts: false, reason };
    case 'unauthorised':
      return { next: 'stop', error };
    case 'limit':
      return { next: 'fail', reason, failure, limit: true };
    case 'rejected':
      return sentAddress && (error.status === 400 || error.status === 422)
        ? { next: 'upload', reason, failure }
        : { next: 'fail', reason, failure, limit: false };
    case 'never':
      return { next: 'fail', reason, failure, limit: false };
    case 'aborted':
      // Stopped while it waited for its turn: certainly not sent.
      return error.next === 'retry'
        ? { next: 'again', waitMs: 0, counts: false, reason }
        : { next: 'settle', reason: lostWords(error) };
    case 'ambiguous':
    case 'conflict':
    case 'partial':
    case 'unexpected':
      return { next: 'settle', reason: lostWords(error) };
  }
}

function lostWords(error: StoreError): string {
  if (error.status !== undefined) return wordsOf(error);
  return error.reason === 'timeout' ? 'no answer came in time' : 'the connection broke before an answer came';
}

/** The store's own words where it has any. */
export function wordsOf(error: unknown): string {
  if (isStoreError(error)) {
    const words = error.storeWords === undefined || error.storeWords === '' ? error.class : error.storeWords;
    return error.status === undefined ? words : `${error.status}: ${words}`;
  }
  return error instanceof Error ? error.message : String(error);
}
