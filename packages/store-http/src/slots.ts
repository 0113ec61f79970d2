// How many requests may be in flight when no quota tells: additive increase, multiplicative decrease.
// Doubles from a small start until the first sign of load, then grows by one a round; halves on a sign of load,
// once for all requests that were sent before the last halving.

export interface Slots {
  limit(): number;
  succeeded(): void;
  /** A sign of load from a request sent at `sentMs`. */
  burdened(sentMs: number, nowMs: number): void;
}

const slotsAtStart = 8;

/** @param slotsMax so many at most; asked each time. */
export function createSlots(slotsMax: () => number): Slots {
  let slots = Math.min(slotsAtStart, slotsMax());
  let threshold = slotsMax();
  let halvedAtMs = Number.NEGATIVE_INFINITY;
  return {
    limit: () => Math.max(1, Math.floor(Math.min(slots, slotsMax()))),
    succeeded() {
      slots = Math.min(slotsMax(), slots + (slots < threshold ? 1 : 1 / slots));
    },
    burdened(sentMs, nowMs) {
      if (sentMs < halvedAtMs) return;
      halvedAtMs = nowMs;
      slots = Math.max(1, slots / 2);
      threshold = slots;
    },
  };
}
