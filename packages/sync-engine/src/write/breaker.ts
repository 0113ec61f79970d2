// Whether the store is to be left alone: it opens after several writes in a row without an answer, and is given up where that
// happens again and again. Invariant: only a write that got through says that the store is well again; a refusal or a failure
// of ours says nothing of it, for better or worse. It sends, waits and decides nothing else.
import type { EngineClock } from '../engine.ts';
import type { Outcome } from './write.ts';

/** Writes without an answer, one after another, after which no more are sent until they are settled. */
export const UNANSWERED_IN_A_ROW_MAX = 5;
/** So often that may happen without one write getting through in between, however short the outage. */
export const BREAKS_MAX = 3;

export interface Breaker {
  /** What came of a write. */
  note(outcome: Outcome): void;
  /** No more is to be sent until what was sent is settled. */
  isOpen(): boolean;
  /** It has opened and was closed, and no write got through since. */
  isBroken(): boolean;
  /** Closes it, as the store is about to be waited for; `give-up`: it has failed too often, and for long enough. */
  close(): 'wait' | 'give-up';
}

export interface BreakerOptions {
  readonly clock: Pick<EngineClock, 'monotonicMs'>;
  /** It is not given up before an outage has lasted so long. */
  readonly outageMs: number;
}

export function createBreaker({ clock, outageMs }: BreakerOptions): Breaker {
  let unanswered = 0;
  let breaks = 0;
  let firstMs = 0;
  return {
    note(outcome) {
      if (outcome === 'doubt') unanswered += 1;
      // A failure may be our own (no original available) and says nothing of the store.
      if (outcome !== 'applied') return;
      unanswered = 0;
      breaks = 0;
    },
    isOpen: () => unanswered >= UNANSWERED_IN_A_ROW_MAX,
    isBroken: () => breaks > 0,
    close() {
      unanswered = 0;
      breaks += 1;
      const nowMs = clock.monotonicMs();
      if (breaks === 1) firstMs = nowMs;
      return breaks >= BREAKS_MAX && nowMs - firstMs >= outageMs ? 'give-up' : 'wait';
    },
  };
}
