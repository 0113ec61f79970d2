// How long what is left to write takes, where products go together: what was done so far says little of it, because requests
// for several products grow one after another at first, and then are many and long. So the rest is played as the loop that
// writes would take it, by what is known of the store: its quota, and how long it took for an image. Pure.
import { MORE_AT_ONCE } from '../at-a-time.ts';

export interface WorkAhead {
  /**
   * Requests for several products that are taken up: how many milliseconds from when they leave, or from now, until they are
   * confirmed, and how many requests have to wait for their turn before they have left.
   */
  readonly underWay: readonly { readonly requests: number; readonly ms: number }[];
  /** Whether no other goes before those have ended. */
  readonly isAlone: boolean;
  /** Images of those that go one after another before there are many. */
  readonly growing: readonly number[];
  /** Those that go side by side then, and how many images each carries. */
  readonly batches: number;
  readonly imagesEach: number;
  /** The same, of those that were put off: they go when all others have ended. */
  readonly again: number;
  /** Requests for one picture that go beside them, and those that come when they have ended. */
  readonly beside: number;
  readonly after: number;
}

/** What a store takes and allows. */
export interface StoreSeen {
  /** Infinity: it has told no quota. */
  readonly requestsPerSecond: number;
  /** Requests side by side, now and at most. */
  readonly lanes: number;
  readonly lanesMax: number;
  /** How long a lane is at work for one request that carries so many images, from the look before it until it is confirmed. */
  batchMs(images: number): number;
  readonly singleMs: number;
  /** Requests that each of them takes, with the looks before and after it. */
  readonly requestsABatch: number;
}

/** So many are played; each further one takes as long as they do once all lanes are open. */
const PLAYED_MAX = 1_000;

export function timeAheadMs(work: WorkAhead, seen: StoreSeen): number {
  const { beside, after } = work;
  const requestMs = 1_000 / seen.requestsPerSecond;
  const singleMs = Math.max(requestMs, seen.singleMs / seen.lanesMax);
  const first = play({ ...work, count: work.batches, spareMs: 0 }, seen);
  const again = { ...work, underWay: [], isAlone: false, growing: [], beside: 0, count: work.again };
  const ms = first.ms + (work.again > 0 ? play({ ...again, spareMs: first.spareMs }, seen).ms : 0);
  const besideMs = work.batches === 0 ? beside * singleMs : 0;
  return Math.max(ms, besideMs) + after * singleMs;
}

interface Round extends WorkAhead {
  readonly count: number;
  /** What the quota has left of the time before, in which nothing was sent: that is caught up. */
  readonly spareMs: number;
}

/** Until the last of a round has ended: each takes the next free lane, when the quota has room for it. */
function play(
  { underWay, isAlone, growing, imagesEach, beside, count, spareMs }: Round,
  seen: StoreSeen,
): Pick<Round, 'spareMs'> & { readonly ms: number } {
  const { requestsPerSecond, lanesMax } = seen;
  const eachMs = seen.batchMs(imagesEach);
  const requestMs = 1_000 / requestsPerSecond;
  const besideEach = beside / Math.max(1, count);
  const turnMs = Math.max(
    (seen.requestsABatch + besideEach) * requestMs,
    (besideEach * seen.singleMs) / lanesMax,
  );
  let nowMs = 0;
  let turnAtMs = -spareMs;
  let ends = underWay
    .toSorted((a, b) => a.requests - b.requests)
    .map(({ requests, ms }) => {
      turnAtMs += requests * requestMs;
      return requests === 0 ? ms : turnAtMs + ms;
    });
  if (isAlone || growing.length > 0) {
    nowMs = growing.reduce((sum, images) => sum + seen.batchMs(images), longest(ends));
    ends = [];
  }
  let lanes = Math.min(lanesMax, seen.lanes + MORE_AT_ONCE * growing.length);
  for (let left = Math.min(count, PLAYED_MAX); left > 0; left -= 1) {
    while (ends.length >= lanes) {
      const first = ends.reduce((least, end) => Math.min(least, end), Number.POSITIVE_INFINITY);
      ends.splice(ends.indexOf(first), 1);
      nowMs = Math.max(nowMs, first);
      lanes = Math.min(lanesMax, lanes + MORE_AT_ONCE);
    }
    turnAtMs = Math.max(turnAtMs, nowMs - spareMs) + turnMs;
    ends.push(Math.max(turnAtMs, nowMs) + eachMs);
  }
  const further = Math.max(0, count - PLAYED_MAX);
  const playedMs = longest(ends, nowMs);
  return {
    ms: playedMs + further * Math.max(turnMs, eachMs / lanesMax),
    spareMs: Math.max(0, playedMs - turnAtMs),
  };
}

function longest(ends: readonly number[], least = 0): number {
  return ends.reduce((most, end) => Math.max(most, end), least);
}
