// How fast images are done and when all will be: a moving average over the last minute, and what the store's quota
// allows. Pure: times are arguments. Invariant: no estimate before 1 % is done, none without a rate.

/** How many images were done at a time, by the caller's clock in ms. */
export interface Sample {
  readonly atMs: number;
  readonly done: number;
}
/** What a store lets us do: requests left now, when the count starts again, and how long a window is. */
export interface Allowance {
  readonly left: number;
  readonly quota: number;
  readonly resetMs: number;
  readonly windowMs: number;
}

const spanMs = 60_000;
const gapMs = 1_000;
const leastSpanMs = 2_000;
const leastShare = 0.01;

/** Adds a sample; keeps about one a second and those of the last minute. */
export function addSample(samples: readonly Sample[], sample: Sample): readonly Sample[] {
  const last = samples.at(-1);
  if (last === undefined) return [sample];
  if (sample.done < last.done) return [sample];
  const before = samples.at(-2);
  const crowded = before !== undefined && sample.atMs - before.atMs < gapMs;
  const kept = crowded ? samples.slice(0, -1) : samples;
  const fromMs = sample.atMs - spanMs;
  return [...(kept.length > 1 ? kept.filter(({ atMs }) => atMs >= fromMs) : kept), sample];
}

/** Images a second over the last minute; undefined until two seconds have been seen. */
export function imagesPerSecond(samples: readonly Sample[], nowMs: number): number | undefined {
  const first = samples[0];
  const last = samples.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const elapsedMs = nowMs - first.atMs;
  return elapsedMs < leastSpanMs ? undefined : ((last.done - first.done) / elapsedMs) * 1000;
}

/**
 * Milliseconds until `total`, the longer of what the rate and the quota say. `allowance` is given only where each
 * image costs one request (while writing).
 */
export function timeLeftMs(options: {
  readonly done: number;
  readonly total: number | undefined;
  readonly perSecond: number | undefined;
  readonly allowance: Allowance | undefined;
}): number | undefined {
  const { done, total, perSecond, allowance } = options;
  if (total === undefined || total === 0 || done / total < leastShare) return undefined;
  if (perSecond === undefined || perSecond <= 0) return undefined;
  const remaining = Math.max(0, total - done);
  const byRateMs = (remaining / perSecond) * 1000;
  return Math.max(byRateMs, allowance === undefined ? 0 : byQuotaMs(remaining, allowance));
}

function byQuotaMs(remaining: number, { left, quota, resetMs, windowMs }: Allowance): number {
  const beyond = remaining - left;
  if (beyond <= 0 || quota <= 0) return 0;
  return resetMs + ((beyond - 1) / quota) * windowMs;
}
