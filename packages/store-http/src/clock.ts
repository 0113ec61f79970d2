import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';

/** Time as an argument, so that a simulation can own it. */
export interface Clock {
  /** Wall clock in milliseconds, for display only: it may jump. */
  now(): number;
  /** Milliseconds that only go forward; every wait is measured with it. */
  monotonicMs(): number;
  /** Resolves after `ms` milliseconds; rejects with the signal's reason when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

// setTimeout turns anything longer into 1 ms.
const timerLongestMs = 2_147_483_647;

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
  sleep: (ms, signal) =>
    delay(Math.min(Math.max(ms, 0), timerLongestMs), undefined, signal === undefined ? {} : { signal }),
};
