// What to do next after a write was answered with an error: "where did it come from?" does not matter, "was it done?"
// does. Certain not to have happened → the action is pending again; uncertain → it stays started and is settled by
// looking; refused → it failed. Pure.
import { isStoreError, type StoreError } from '@cutover/v3-client';
import { type EngineFailure, refusalOf } from '../failures.ts';
import { InDoubt } from '../in-doubt.ts';
import { reported, thrown } from '../picture-reasons.ts';
import type { Saying } from '../sayings.ts';

export type Disposition =
  /** Certainly not done; try again after the wait. */
  | { readonly next: 'again'; readonly waitMs: number; readonly counts: boolean; readonly says: Saying }
  /** Nobody can say: look before anything is sent again. */
  | { readonly next: 'settle'; readonly says: Saying }
  /** The store took the address for unusable; sending the picture itself may do. */
  | { readonly next: 'upload'; readonly says: Saying; readonly failure: EngineFailure }
  | {
      readonly next: 'fail';
      readonly says: Saying;
      readonly failure: EngineFailure;
      readonly limit: boolean;
    }
  /** Certainly not done, and no other write would be either. */
  | { readonly next: 'stop'; readonly error: unknown };

/** @param sentAddress whether the write handed over an address that the store had to fetch. */
export function dispose(error: unknown, sentAddress: boolean): Disposition {
  if (error instanceof InDoubt) return { next: 'settle', says: error.says };
  if (!isStoreError(error)) return { next: 'settle', says: reportOf(error) };
  const says = reportOf(error);
  const failure = refusalOf(error);
  switch (error.class) {
    case 'not-sent':
      return { next: 'again', waitMs: error.retryAfterMs ?? 0, counts: true, says: thrown(error) };
    case 'rate-limited':
      return { next: 'again', waitMs: error.retryAfterMs ?? 0, counts: false, says };
    case 'unauthorised':
      return { next: 'stop', error };
    case 'limit':
      return { next: 'fail', says, failure, limit: true };
    case 'rejected':
      return sentAddress && (error.status === 400 || error.status === 422)
        ? { next: 'upload', says, failure }
        : { next: 'fail', says, failure, limit: false };
    case 'never':
      return { next: 'fail', says, failure, limit: false };
    case 'aborted':
      // Stopped while it waited for its turn: certainly not sent.
      return error.next === 'retry'
        ? { next: 'again', waitMs: 0, counts: false, says }
        : { next: 'settle', says: howLost(error) };
    case 'ambiguous':
    case 'conflict':
    case 'partial':
    case 'unexpected':
      return { next: 'settle', says: howLost(error) };
  }
}

function howLost(error: StoreError): Saying {
  if (error.status !== undefined) return reportOf(error);
  return { code: error.reason === 'timeout' ? 'no-answer-in-time' : 'connection-broke' };
}

/** In the store's own words where it has any. */
export function reportOf(error: unknown): Saying {
  if (!isStoreError(error)) return thrown(error);
  const words = error.storeWords === undefined || error.storeWords === '' ? error.class : error.storeWords;
  return reported(error.status === undefined ? words : `${error.status}: ${words}`);
}
