// A store whose quota is kept strictly and told of badly: figures that are missing, wrong or change, and times in which
// it refuses everything. Lanes ask one after another, as the engine's do. Invariant: what is counted is what the store
// counted, never what it told.
import { createPacer } from '../pacer.ts';
import { createRandom, createVirtualClock } from './virtual-clock.ts';

/** The quota's state as it is, in requests and milliseconds. */
export interface Truth {
  readonly quota: number;
  readonly left: number;
  readonly resetMs: number;
  readonly windowMs: number;
  readonly refused: boolean;
}

export interface Weather {
  readonly quota: (window: number) => number;
  /** The headers of an answer. */
  readonly tell: (truth: Truth, random: () => number) => Readonly<Record<string, string>>;
  /** True: whatever comes at this time is refused, and uses nothing up. */
  readonly storm?: (nowMs: number) => boolean;
  /** The headers of a refusal in a storm; none where absent: the platform is under load. */
  readonly tellStorm?: (nowMs: number) => Readonly<Record<string, string>>;
}

export interface Outcome {
  /** What we were given of our share, in the time without storms; 1 is all of it. */
  readonly utilisation: number;
  /** Refusals for want of quota, an hour. */
  readonly refusedAnHour: number;
  /** The longest row of refusals that one lane has met. */
  readonly inARow: number;
  /** Requests that ran into storms. */
  readonly intoStorms: number;
}

const windowMs = 30_000;
const quotaShare = 0.9;
const lanes = 16;

/** What became of an hour of asking, or of as many windows. */
export async function weather(
  { quota, tell, storm = () => false, tellStorm = () => ({}) }: Weather,
  { seed, windows = 120 }: { readonly seed: number; readonly windows?: number },
): Promise<Outcome> {
  const random = createRandom(seed);
  const clock = createVirtualClock();
  const pacer = createPacer({ clock, random, quotaShare });
  const totalMs = windowMs * windows;
  const latencyMs = (): number => Math.min(2_000, 150 + 150 * random() * random() * 8);
  let window = -1;
  let left = 0;
  let accepted = 0;
  let refused = 0;
  let intoStorms = 0;
  let inARow = 0;

  function arrive(): { status: number; headers: Readonly<Record<string, string>> } {
    const nowMs = clock.monotonicMs();
    if (storm(nowMs)) {
      intoStorms += 1;
      return { status: 429, headers: tellStorm(nowMs) };
    }
    const index = Math.floor(nowMs / windowMs);
    if (index !== window) {
      window = index;
      left = quota(index);
    }
    const isRefused = left <= 0;
    if (isRefused) refused += 1;
    else {
      left -= 1;
      accepted += 1;
    }
    const resetMs = Math.ceil((index + 1) * windowMs - nowMs);
    const truth: Truth = { quota: quota(index), left, resetMs, windowMs, refused: isRefused };
    return { status: isRefused ? 429 : 200, headers: tell(truth, random) };
  }

  const request = async (): Promise<ReturnType<typeof arrive>> => {
    const wayMs = latencyMs() / 2;
    await clock.sleep(wayMs);
    const answer = arrive();
    await clock.sleep(wayMs);
    return answer;
  };
  const lane = async (number: number): Promise<void> => {
    let row = 0;
    while (clock.monotonicMs() < totalMs) {
      const turn = await pacer.take(number % 4 === 0 ? 'read' : 'write');
      const answer = await request();
      turn.done(answer);
      row = answer.status === 429 ? row + 1 : 0;
      inARow = Math.max(inARow, row);
    }
  };
  for (let number = 0; number < lanes; number += 1) void lane(number);
  await clock.runUntil(totalMs);

  let fair = 0;
  for (let index = 0; index < windows; index += 1) {
    const steps = 30;
    let calm = 0;
    for (let step = 0; step < steps; step += 1)
      calm += Number(!storm(index * windowMs + ((step + 0.5) * windowMs) / steps));
    fair += Math.floor(quota(index) * quotaShare) * (calm / steps);
  }
  return { utilisation: accepted / fair, refusedAnHour: (refused * 3_600_000) / totalMs, inARow, intoStorms };
}
