// Time that a test owns: nothing waits, everything happens in the order of its time.
import type { Clock } from '../clock.ts';

export interface VirtualClock extends Clock {
  /** Runs everything that is due until `ms`, in the order of time. */
  runUntil(ms: number): Promise<void>;
  at(ms: number, act: () => void): void;
}

interface Due {
  readonly ms: number;
  readonly order: number;
  readonly act: () => void;
}

export function createVirtualClock(): VirtualClock {
  let nowMs = 0;
  let order = 0;
  // A binary heap by time, then by order of arrival.
  const heap: Due[] = [];
  const before = (a: Due, b: Due): boolean => a.ms < b.ms || (a.ms === b.ms && a.order < b.order);
  function push(due: Due): void {
    let index = heap.length;
    heap.push(due);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || !before(due, above)) break;
      heap[index] = above;
      index = parent;
    }
    heap[index] = due;
  }
  function pop(): Due | undefined {
    const top = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return top;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      let smaller = heap[child];
      if (smaller === undefined) break;
      const right = heap[child + 1];
      if (right !== undefined && before(right, smaller)) {
        child += 1;
        smaller = right;
      }
      if (!before(smaller, last)) break;
      heap[index] = smaller;
      index = child;
    }
    heap[index] = last;
    return top;
  }
  const at = (ms: number, act: () => void): void => push({ ms: Math.max(ms, nowMs), order: order++, act });
  return {
    now: () => 1_700_000_000_000 + nowMs,
    monotonicMs: () => nowMs,
    at,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted === true) return reject(signal.reason);
        const onAbort = (): void => reject(signal?.reason);
        signal?.addEventListener('abort', onAbort, { once: true });
        at(nowMs + ms, () => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        });
      }),
    async runUntil(ms) {
      for (;;) {
        // Let the promises of the last act settle before time moves on.
        for (let turn = 0; turn < 6; turn++) await Promise.resolve();
        const top = heap[0];
        if (top === undefined || top.ms > ms) break;
        nowMs = top.ms;
        pop()?.act();
      }
      nowMs = ms;
    },
  };
}

/** A small, fast source of numbers from a seed (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
