// Time that the simulation owns. Nothing waits: when everything that can happen now has happened, the clock jumps to
// the next moment at which something is due. Invariant: acts happen in the order of their time, then of their coming.
import { setImmediate as nextTurn } from 'node:timers/promises';

export interface VirtualTime {
  now(): number;
  monotonicMs(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Moves the wall clock alone, as a correction by hand or by a time server does. */
  jumpWall(ms: number): void;
  /** Told whenever something happens, so that time does not move while work goes on. */
  stir(): void;
  /** Work goes on that no turn of the loop tells of (pictures are drawn on other threads); time waits for it a little. */
  hold(): () => void;
  /** Lets time pass until the promise has settled, and gives its outcome. */
  drive<T>(work: Promise<T>): Promise<T>;
}

interface Due {
  readonly at: number;
  readonly order: number;
  act(): void;
}

/** So many turns of the event loop without a stir mean that nothing more happens at this moment. */
const QUIET_TURNS = 6;
/** Real milliseconds: pictures are decoded on other threads, which no turn of the loop tells of. */
const STUCK_MS = 20_000;
/** Real milliseconds that held time waits after the last stir; a request that never ends must not stop it for good. */
const HOLD_MS = 25;
const EPOCH = Date.UTC(2026, 0, 15, 2, 0, 0);

export function createVirtualTime(): VirtualTime {
  let nowMs = 0;
  let wallMs = 0;
  let order = 0;
  let stirs = 0;
  let holds = 0;
  const due: Due[] = [];

  function push(at: number, act: () => void): Due {
    order += 1;
    const one: Due = { at, order, act };
    const index = due.findIndex((other) => other.at > at);
    due.splice(index < 0 ? due.length : index, 0, one);
    return one;
  }

  return {
    now: () => EPOCH + nowMs + wallMs,
    monotonicMs: () => nowMs,
    jumpWall(ms) {
      wallMs += ms;
    },
    stir() {
      stirs += 1;
    },
    hold() {
      let held = true;
      holds += 1;
      return () => {
        if (held) holds -= 1;
        held = false;
        stirs += 1;
      };
    },
    async sleep(ms, signal) {
      stirs += 1;
      if (signal?.aborted === true) throw signal.reason;
      await new Promise<void>((resolve, reject) => {
        const leave = (): void => {
          due.splice(due.indexOf(one), 1);
          reject(signal?.reason);
        };
        const one = push(nowMs + Math.max(0, ms), () => {
          signal?.removeEventListener('abort', leave);
          resolve();
        });
        signal?.addEventListener('abort', leave, { once: true });
      });
      stirs += 1;
    },
    async drive(work) {
      const state = { settled: false };
      const end = (): void => {
        state.settled = true;
      };
      work.then(end, end);
      for (let quiet = 0, seen = stirs, stirred = performance.now(); !state.settled; ) {
        await nextTurn();
        if (stirs !== seen) {
          seen = stirs;
          quiet = 0;
          stirred = performance.now();
          continue;
        }
        quiet += 1;
        const next = due[0];
        if (performance.now() - stirred > STUCK_MS)
          throw new Error('the simulation is stuck: nothing is due and nothing happens');
        if (quiet < QUIET_TURNS || next === undefined) continue;
        if (holds > 0 && performance.now() - stirred < HOLD_MS) continue;
        due.shift();
        nowMs = next.at;
        next.act();
        quiet = 0;
        stirred = performance.now();
      }
      return await work;
    },
  };
}

/** A small source of numbers in [0, 1) from a seed (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
