// How many batches may be looked at and not have left yet. Requests get their turn in the order in which they ask, so where the
// quota lets few through, a request would wait behind the looks of all others until its own look is old, and its products would
// have to be looked at once more. Invariant: each that has entered is let out, in whatever way it ends.
import type { EngineClock, Turns } from '../engine.ts';

/** From the look until the request leaves, both of which wait for their turn: half of the time in which a look is fresh. */
const WAIT_MAX_S = 5;
const REQUESTS_EACH = 2;

export interface Leaving {
  /** Waits for room; the one that entered calls what it gets, once or more often. */
  enter(): Promise<() => void>;
  /** The turns of requests with what was waited here, for the same quota: to a lane that is no work either. */
  readonly turns: (() => Turns) | undefined;
}

export function createLeaving(
  clock: Pick<EngineClock, 'monotonicMs'>,
  turns: (() => Turns) | undefined,
): Leaving {
  const waiting: (() => void)[] = [];
  let inside = 0;
  let waitedMs = 0;
  let waitedUntilMs = clock.monotonicMs();

  function countWaits(): void {
    const nowMs = clock.monotonicMs();
    waitedMs += (nowMs - waitedUntilMs) * waiting.length;
    waitedUntilMs = nowMs;
  }

  /** A store that tells no quota is asked at once. */
  function most(): number {
    const perSecond = turns?.().requestsPerSecond;
    if (perSecond === undefined) return Number.POSITIVE_INFINITY;
    return Math.max(1, Math.floor((perSecond * WAIT_MAX_S) / REQUESTS_EACH));
  }

  function letIn(): void {
    countWaits();
    while (inside < most()) {
      const next = waiting.shift();
      if (next === undefined) return;
      inside += 1;
      next();
    }
  }

  return {
    async enter() {
      const room = Promise.withResolvers<void>();
      countWaits();
      waiting.push(room.resolve);
      letIn();
      await room.promise;
      let isInside = true;
      return () => {
        if (!isInside) return;
        isInside = false;
        inside -= 1;
        letIn();
      };
    },
    turns:
      turns &&
      (() => {
        countWaits();
        const now = turns();
        return { ...now, waitedMs: now.waitedMs + waitedMs };
      }),
  };
}
