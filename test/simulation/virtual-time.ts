// Time that the simulation owns. Nothing waits: when everything that can happen now has happened, the clock jumps to
// the next moment at which something is due. Invariant: acts happen in the order of their time, then of their coming.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { offThread } from './off-thread.ts';

export interface VirtualTime {
  /** The wall clock of the machine that we run on. */
  now(): number;
  /** The wall clock of everybody else: the same, but it never jumps. */
  storeNow(): number;
  monotonicMs(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Moves the wall clock alone, as a correction by hand or by a time server does. */
  jumpWall(ms: number): void;
  /** Told whenever something happens, so that time does not move while work goes on. */
  stir(): void;
  /**
   * Lets time pass until the promise has settled, and gives its outcome.
   * @throws where it has not settled after two days.
   */
  drive<T>(work: Promise<T>): Promise<T>;
}

interface Due {
  readonly at: number;
  readonly order: number;
  act(): void;
}

/** So many turns of the event loop without a stir mean that nothing more happens at this moment. */
const QUIET_TURNS = 6;
/** Real milliseconds without any move, after which there is no more hope of one. */
const STUCK_MS = 20_000;
/** What has not come to its end by then never will: two days of a run that most seeds end within hours. */
const ENDLESS_MS = 48 * 3_600_000;
const EPOCH = Date.UTC(2026, 0, 15, 2, 0, 0);

export function createVirtualTime(): VirtualTime {
  let nowMs = 0;
  let wallMs = 0;
  let order = 0;
  let stirs = 0;
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
    storeNow: () => EPOCH + nowMs,
    monotonicMs: () => nowMs,
    jumpWall(ms) {
      wallMs += ms;
    },
    stir() {
      stirs += 1;
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
      const startedMs = nowMs;
      const end = (): void => {
        state.settled = true;
      };
      work.then(end, end);
      let quiet = 0;
      let seen = -1;
      let movedAtMs = performance.now();
      while (!state.settled) {
        await nextTurn();
        const moves = stirs + offThread.back;
        if (moves !== seen) {
          seen = moves;
          quiet = 0;
          movedAtMs = performance.now();
          continue;
        }
        if (performance.now() - movedAtMs > STUCK_MS)
          throw new Error('the simulation is stuck: nothing is due and nothing happens');
        if (offThread.underWay > 0) continue;
        quiet += 1;
        const next = quiet < QUIET_TURNS ? undefined : due.shift();
        if (next === undefined) continue;
        nowMs = next.at;
        if (nowMs - startedMs > ENDLESS_MS)
          throw new Error('it does not come to an end: two days have passed, and it still works');
        next.act();
        stirs += 1;
      }
      return await work;
    },
  };
}
