// How many products, or requests for several, are worked at side by side: as many as the store's quota keeps busy (Little's
// law: requests a second that are ours, times how long a lane takes for one), and some more, since no two take equally long.
// What is waited for the quota itself is no work, so a used-up quota never asks for more lanes. A write without an answer
// halves them: the store may be at its limits, whatever it allows. Pure but for the clock.
import { LANES_AT_START, LANES_SPARE, MORE_AT_ONCE } from '../at-a-time.ts';
import type { EngineClock, Turns } from '../engine.ts';

/** Where a store tells no quota, or nothing is known of its turns. */
export const LANES_WITHOUT_QUOTA = 16;
/** A mean over about so many requests: a store that becomes slower is followed within seconds. */
const REQUESTS_OF_MEAN = 12;
/** A pause, or an outage that is waited out, is not how long a store takes: nothing counts as more than this many times the mean. */
const OUTLIER = 4;

export interface Lanes {
  /** How many there may be now. */
  width(): number;
  /** One is worked at from now on, until what is returned is called. */
  enter(): () => void;
  /** A write has had no answer. */
  burdened(): void;
}

export interface LanesOptions {
  readonly clock: Pick<EngineClock, 'monotonicMs'>;
  /** So many at most, whatever is known. */
  readonly most: number;
  readonly turns: (() => Turns) | undefined;
}

export function createLanes({ clock, most, turns }: LanesOptions): Lanes {
  let width = Math.min(most, LANES_AT_START);
  let more = MORE_AT_ONCE;
  let open = 0;
  /** Of those that were under way when the lanes were halved: what becomes of them says the same once more. */
  let pardoned = 0;
  let workedMs = 0;
  let workedUntilMs = clock.monotonicMs();
  let before = { workedMs: 0, waitedMs: turns?.().waitedMs ?? 0, given: turns?.().given ?? 0 };
  let busyMs = 0;
  let requests = 0;

  function countWork(): void {
    const nowMs = clock.monotonicMs();
    workedMs += (nowMs - workedUntilMs) * open;
    workedUntilMs = nowMs;
  }

  /** How long lanes have been at work since the last time, less what they have waited, and for how many requests. */
  function learn({ waitedMs, given }: Turns): void {
    const turnsMore = given - before.given;
    if (turnsMore <= 0) return;
    const atWorkMs = Math.max(0, workedMs - before.workedMs - (waitedMs - before.waitedMs));
    const mostMs = requests === 0 ? atWorkMs : ((OUTLIER * busyMs) / requests) * turnsMore;
    const kept = Math.exp(-turnsMore / REQUESTS_OF_MEAN);
    busyMs = busyMs * kept + Math.min(atWorkMs, mostMs);
    requests = requests * kept + turnsMore;
    before = { workedMs, waitedMs, given };
  }

  function wanted(): number {
    const now = turns?.();
    if (now === undefined) return LANES_WITHOUT_QUOTA;
    learn(now);
    if (now.requestsPerSecond === undefined) return LANES_WITHOUT_QUOTA;
    return Math.ceil((now.requestsPerSecond / 1_000) * (busyMs / Math.max(1, requests)) * LANES_SPARE) + 1;
  }

  return {
    width: () => width,
    enter() {
      countWork();
      open += 1;
      return () => {
        countWork();
        open -= 1;
        pardoned = Math.max(0, pardoned - 1);
        width = Math.max(1, Math.min(turns?.().most ?? most, wanted(), width + more));
      };
    },
    burdened() {
      if (pardoned > 0) return;
      pardoned = open;
      more = 1;
      width = Math.max(1, Math.floor(width / 2));
    },
  };
}
