// Several processes before one store, each with a pacer of its own: none knows of the others but by what the store says
// of its quota. Invariant: what is counted is what the store counted.
import { createPacer, type Pacer } from '../pacer.ts';
import { createRandom, createVirtualClock } from './virtual-clock.ts';

/** The store's quota as it is when an answer is given. */
export interface SharedTruth {
  readonly quota: number;
  readonly left: number;
  readonly resetMs: number;
  readonly windowMs: number;
  readonly refused: boolean;
}

export interface Sharer {
  /** When it begins. Default 0. */
  readonly fromMs?: number;
  /** When it ends. Default: at the end. */
  readonly untilMs?: number;
  readonly lanes: number;
  /** Default 0.9. */
  readonly quotaShare?: number;
  /** A request's way, in ms on average; half of it before the store counts it. */
  readonly latencyMs: number;
}

export interface SharedQuota {
  readonly quota: (window: number) => number;
  readonly windowMs: number;
  readonly windows: number;
  /** Windows that follow each other, or such as begin with the first request after one has ended. */
  readonly phase: 'fixed' | 'first request';
  readonly sharers: readonly Sharer[];
  /** The headers of an answer; default: the truth. */
  readonly tell?: (truth: SharedTruth, random: () => number) => Readonly<Record<string, string>>;
}

export interface SharerResult {
  /** Requests that were answered, by the store's window. */
  readonly accepted: readonly number[];
  readonly refused: number;
  /** The longest row of refusals that one lane has met. */
  readonly inARow: number;
}

export function truthHeaders(truth: SharedTruth): Readonly<Record<string, string>> {
  return {
    'x-rate-limit-requests-quota': String(truth.quota),
    'x-rate-limit-requests-left': String(truth.left),
    'x-rate-limit-time-reset-ms': String(truth.resetMs),
    'x-rate-limit-time-window-ms': String(truth.windowMs),
    ...(truth.refused ? { 'x-retry-after': String(Math.ceil(truth.resetMs / 1_000)) } : {}),
  };
}

export async function shareQuota(scene: SharedQuota, seed: number): Promise<readonly SharerResult[]> {
  const { windowMs, tell = truthHeaders } = scene;
  const random = createRandom(seed);
  const clock = createVirtualClock();
  const endMs = scene.windows * windowMs;
  let window = -1;
  let beganMs = Number.NEGATIVE_INFINITY;
  let left = 0;

  function arrive(): { readonly status: number; readonly headers: Readonly<Record<string, string>> } {
    const nowMs = clock.monotonicMs();
    if (nowMs - beganMs >= windowMs) {
      beganMs = scene.phase === 'fixed' ? Math.floor(nowMs / windowMs) * windowMs : nowMs;
      window += 1;
      left = scene.quota(window);
    }
    const refused = left <= 0;
    if (!refused) left -= 1;
    const truth = {
      quota: scene.quota(window),
      left,
      resetMs: Math.ceil(beganMs + windowMs - nowMs),
      windowMs,
      refused,
    };
    return { status: refused ? 429 : 200, headers: tell(truth, random) };
  }

  async function lane(pacer: Pacer, one: Sharer, number: number, result: MutableResult): Promise<void> {
    let row = 0;
    await clock.sleep(one.fromMs ?? 0);
    while (clock.monotonicMs() < Math.min(one.untilMs ?? endMs, endMs)) {
      const turn = await pacer.take(number % 4 === 0 ? 'read' : 'write');
      const wayMs = (one.latencyMs * (0.5 + random())) / 2;
      await clock.sleep(wayMs);
      const answer = arrive();
      if (answer.status === 200) result.accepted[window] = (result.accepted[window] ?? 0) + 1;
      else result.refused += 1;
      row = answer.status === 200 ? 0 : row + 1;
      result.inARow = Math.max(result.inARow, row);
      await clock.sleep(wayMs);
      turn.done(answer);
    }
  }

  const results = scene.sharers.map((one) => {
    const result: MutableResult = { accepted: [], refused: 0, inARow: 0 };
    const pacer = createPacer({ clock, random, quotaShare: one.quotaShare ?? 0.9 });
    for (let number = 0; number < one.lanes; number += 1) void lane(pacer, one, number, result);
    return result;
  });
  await clock.runUntil(endMs);
  return results;
}

interface MutableResult {
  accepted: number[];
  refused: number;
  inARow: number;
}
