// When a request may leave. One pacer stands before one store, for V2 and V3 alike, because they draw on one quota.
// Invariant: first come, first served within reads and within writes; a turn that was given is always given back.
// It must not know what is requested, and it never repeats anything.
import type { RequestKind } from './classify.ts';
import { type Clock, systemClock } from './clock.ts';
import { createQuotaWindow } from './quota-window.ts';
import { parseQuota, parseRetryAfterMs, type QuotaReading } from './rate-headers.ts';
import { createSlots } from './slots.ts';

/** How a request ended, as far as pacing cares. */
export type TurnOutcome =
  | { readonly status: number; readonly headers: Readonly<Record<string, string>> }
  | { readonly failed: 'not-sent' | 'timeout' | 'other' };

export interface Turn {
  /** Must be called exactly once, however the request ended. */
  done(outcome: TurnOutcome): void;
}

export interface PacerSnapshot {
  /** Requests a window, as the store last told. */
  readonly quota?: number | undefined;
  /** The lowest number left that was told in this window. */
  readonly left?: number | undefined;
  readonly resetMs?: number | undefined;
  /** How long a window is, as the store last told. */
  readonly windowMs?: number | undefined;
  readonly inFlight: number;
  /** Requests that may be in flight at most just now. */
  readonly concurrency: number;
  /** Turns that were given so far. */
  readonly given: number;
  /** How long turns have been waited for so far, in ms in all; those that wait now included. */
  readonly waitedMs: number;
}

export interface TakeOptions {
  readonly signal?: AbortSignal | undefined;
}

/** What is absent stays as it is. */
export interface PaceChange {
  readonly quotaShare?: number | undefined;
  readonly concurrency?: number | undefined;
}

export interface Pacer {
  /** Resolves when a request may leave; rejects with the signal's reason when aborted before. */
  take(kind: RequestKind, options?: TakeOptions): Promise<Turn>;
  snapshot(): PacerSnapshot;
  /** From now on; what is in flight comes to its end. */
  change(to: PaceChange): void;
}

export interface PacerOptions {
  readonly clock?: Clock | undefined;
  readonly random?: (() => number) | undefined;
  /** How much of the quota we may use, 0 to 1; default 0.9. */
  readonly quotaShare?: number | undefined;
  /** Requests in flight at most; default: adapts up to 64. */
  readonly concurrency?: number | undefined;
  /** Called with how long when the queue begins to wait for quota or has to wait longer, and with undefined when it goes on. */
  readonly onWait?: ((ms: number | undefined) => void) | undefined;
}

interface Waiter {
  readonly order: number;
  readonly grant: (turn: Turn) => void;
}

const concurrencyMax = 64;
const loadBaseMs = 1000;
const loadCapMs = 60_000;
/** A wait that a refusal names, from which on it is believed to be all there is to wait, and how late one may be after it. */
const longWaitMs = 5_000;
const lateMs = 1_000;

export function createPacer(options: PacerOptions = {}): Pacer {
  const clock = options.clock ?? systemClock;
  const random = options.random ?? Math.random;
  let quotaShare = options.quotaShare ?? 0.9;
  let slotsMax = options.concurrency ?? concurrencyMax;
  refuseBad(quotaShare, slotsMax);

  const window = createQuotaWindow(() => quotaShare);
  const slots = createSlots(() => slotsMax);
  const queues: Record<RequestKind, Set<Waiter>> = { read: new Set(), write: new Set() };
  const closedUntilMs: Record<RequestKind, number> = { read: 0, write: 0 };
  let arrivals = 0;
  let given = 0;
  let waitedMs = 0;
  let waitedUntilMs = 0;
  let loadStreak = 0;
  let refusals = 0;
  let wake: AbortController | undefined;
  let wakeAtMs = Number.POSITIVE_INFINITY;
  /** Until when the queue waits for quota, as it was last told; undefined: it does not. */
  let heldUntilMs: number | undefined;

  function concurrency(nowMs: number): number {
    return window.known(nowMs) === undefined ? slots.limit() : slotsMax;
  }

  /** Undefined: go. Otherwise how long this kind must wait; `ms` infinite until an answer comes. */
  function obstacle(kind: RequestKind, nowMs: number): { ms: number; held: boolean } | undefined {
    if (closedUntilMs[kind] > nowMs) return { ms: closedUntilMs[kind] - nowMs, held: true };
    if (window.inFlight() >= concurrency(nowMs)) return { ms: Number.POSITIVE_INFINITY, held: false };
    const verdict = window.verdict(nowMs);
    return verdict.go ? undefined : { ms: verdict.waitMs, held: verdict.held };
  }

  /** Before anybody begins to wait or is through with it. */
  function countWaits(nowMs: number): void {
    waitedMs += (nowMs - waitedUntilMs) * (queues.read.size + queues.write.size);
    waitedUntilMs = nowMs;
  }

  function begin(nowMs: number): Turn {
    given += 1;
    window.sent(nowMs);
    let open = true;
    return {
      done(outcome) {
        if (!open) return;
        open = false;
        settle(outcome, nowMs);
        pump();
      },
    };
  }

  function settle(outcome: TurnOutcome, sentMs: number): void {
    const nowMs = clock.monotonicMs();
    if ('failed' in outcome) {
      window.answered(sentMs, nowMs, undefined, outcome.failed !== 'not-sent');
      if (outcome.failed === 'timeout') slots.burdened(sentMs, nowMs);
      return;
    }
    const reading = parseQuota(outcome.headers);
    window.answered(sentMs, nowMs, reading, true);
    if (outcome.status === 429) return refused(outcome.headers, sentMs, nowMs, reading);
    if (outcome.status === 503) slots.burdened(sentMs, nowMs);
    else slots.succeeded();
    if (outcome.status < 500) {
      loadStreak = 0;
      refusals = 0;
    }
  }

  function refused(
    headers: Readonly<Record<string, string>>,
    sentMs: number,
    nowMs: number,
    reading: QuotaReading | undefined,
  ): void {
    const waitMs = parseRetryAfterMs(429, headers, clock.now());
    if (waitMs !== undefined || reading !== undefined) {
      const namedMs = waitMs ?? loadBaseMs;
      // Each refusal in a row waits a little longer: the store's figures were not the whole truth. After a long wait it was
      // true as far as anyone can tell, and who then comes late finds all of it taken by another process, time and again.
      const extraMs = Math.min(namedMs < longWaitMs ? loadCapMs : lateMs, 250 * refusals) * random();
      refusals += 1;
      window.exhausted(sentMs, nowMs, reading);
      close(nowMs + namedMs + extraMs, nowMs + namedMs + extraMs);
      return;
    }
    // No figures at all: the platform is under load (BigCommerce, "Rate limits"). Writes wait at least twice as long.
    const ms = Math.min(loadCapMs, loadBaseMs * 2 ** loadStreak) * (0.5 + random() / 2);
    loadStreak = Math.min(loadStreak + 1, 10);
    slots.burdened(sentMs, nowMs);
    close(nowMs + ms, nowMs + 2 * ms);
  }

  function close(readMs: number, writeMs: number): void {
    closedUntilMs.read = Math.max(closedUntilMs.read, readMs);
    closedUntilMs.write = Math.max(closedUntilMs.write, writeMs);
  }

  function head(kind: RequestKind): Waiter | undefined {
    for (const waiter of queues[kind]) return waiter;
    return undefined;
  }

  function pump(): void {
    for (;;) {
      const nowMs = clock.monotonicMs();
      let next: { kind: RequestKind; waiter: Waiter } | undefined;
      let soonestMs = Number.POSITIVE_INFINITY;
      let held = false;
      for (const kind of ['read', 'write'] as const) {
        const waiter = head(kind);
        if (waiter === undefined) continue;
        const hindrance = obstacle(kind, nowMs);
        if (hindrance === undefined) {
          if (next === undefined || waiter.order < next.waiter.order) next = { kind, waiter };
          continue;
        }
        soonestMs = Math.min(soonestMs, hindrance.ms);
        held ||= hindrance.held;
      }
      if (next === undefined) {
        tellHold(held ? nowMs + soonestMs : undefined, nowMs);
        if (soonestMs !== Number.POSITIVE_INFINITY) wakeIn(soonestMs, nowMs);
        return;
      }
      countWaits(nowMs);
      queues[next.kind].delete(next.waiter);
      next.waiter.grant(begin(nowMs));
    }
  }

  /** A wait that was told already is told again only if it has become longer. */
  function tellHold(untilMs: number | undefined, nowMs: number): void {
    const isTold = untilMs === undefined ? heldUntilMs === undefined : untilMs <= (heldUntilMs ?? 0);
    if (isTold) return;
    heldUntilMs = untilMs;
    options.onWait?.(untilMs === undefined ? undefined : Math.round(untilMs - nowMs));
  }

  function wakeIn(ms: number, nowMs: number): void {
    if (nowMs + ms >= wakeAtMs - 0.5) return;
    wake?.abort();
    const mine = new AbortController();
    wake = mine;
    wakeAtMs = nowMs + ms;
    void pumpLater(Math.max(1, Math.ceil(ms)), mine);
  }

  async function pumpLater(ms: number, mine: AbortController): Promise<void> {
    try {
      await clock.sleep(ms, mine.signal);
    } catch {
      return; // an earlier wake-up took its place
    }
    if (wake !== mine) return;
    wake = undefined;
    wakeAtMs = Number.POSITIVE_INFINITY;
    pump();
  }

  return {
    async take(kind, { signal } = {}) {
      signal?.throwIfAborted();
      if (queues.read.size === 0 && queues.write.size === 0) {
        const nowMs = clock.monotonicMs();
        if (obstacle(kind, nowMs) === undefined) return begin(nowMs);
      }
      return new Promise<Turn>((resolve, reject) => {
        const onAbort = (): void => {
          countWaits(clock.monotonicMs());
          queues[kind].delete(waiter);
          reject(signal?.reason);
          pump();
        };
        const waiter: Waiter = {
          order: arrivals++,
          grant(turn) {
            signal?.removeEventListener('abort', onAbort);
            resolve(turn);
          },
        };
        signal?.addEventListener('abort', onAbort, { once: true });
        countWaits(clock.monotonicMs());
        queues[kind].add(waiter);
        pump();
      });
    },
    snapshot() {
      const nowMs = clock.monotonicMs();
      countWaits(nowMs);
      return {
        ...window.known(nowMs),
        inFlight: window.inFlight(),
        concurrency: concurrency(nowMs),
        given,
        waitedMs,
      };
    },
    change(to) {
      refuseBad(to.quotaShare ?? quotaShare, to.concurrency ?? slotsMax);
      quotaShare = to.quotaShare ?? quotaShare;
      slotsMax = to.concurrency ?? slotsMax;
      pump();
    },
  };
}

function refuseBad(quotaShare: number, slotsMax: number): void {
  if (!(quotaShare > 0 && quotaShare <= 1)) throw new RangeError('quotaShare must be above 0 and at most 1');
  if (!Number.isInteger(slotsMax) || slotsMax < 1)
    throw new RangeError('concurrency must be a whole number above 0');
}
