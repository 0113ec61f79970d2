// How fast images are done and when all will be: a moving average over a minute, which is two windows of
// BigCommerce's quota. Pure: times are arguments. Invariant: no estimate before 1 % is done, none without a rate.

/** How many images were done at a time, by the caller's clock in ms. */
export interface Sample {
  readonly atMs: number;
  readonly done: number;
}
const windowMs = 30_000;
/** As far back as samples go. */
export const spanMs = 2 * windowMs;
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
 * Images a second, and no more than over whole windows alone, the last one or two, counted back from now and on from the first
 * sample: each begins faster than it goes on, so that the beginnings of two in the time of one and a bit would promise too
 * much. What runs ahead of the quota is paid back.
 */
export function steadyPerSecond(samples: readonly Sample[], nowMs: number): number | undefined {
  const [first] = samples;
  const all = imagesPerSecond(samples, nowMs);
  if (first === undefined || all === undefined) return undefined;
  const wholeMs = windowMs * Math.floor((nowMs - first.atMs) / windowMs);
  const from = samples.findLastIndex(({ atMs }) => nowMs - atMs >= wholeMs);
  const to = samples.findLast(({ atMs }) => atMs - first.atMs <= wholeMs) ?? first;
  return Math.min(
    all,
    imagesPerSecond(samples.slice(from), nowMs) ?? all,
    to.atMs - first.atMs > wholeMs - 2 * gapMs ? (imagesPerSecond([first, to], to.atMs) ?? all) : all,
  );
}

/**
 * Whether samples span a window: what is sent first runs ahead of the quota, so that the rate of the first seconds says
 * nothing of the rest.
 */
export function isSteady(samples: readonly Sample[], nowMs: number): boolean {
  const [first] = samples;
  return first !== undefined && nowMs - first.atMs >= windowMs - gapMs;
}

/**
 * Milliseconds until `total`. The quota is in the rate already: requests are spread over its window, and the rate is that of
 * two. Where requests carry several products that says little, and the engine says how much time is left.
 */
export function timeLeftMs(options: {
  readonly done: number;
  readonly total: number | undefined;
  readonly perSecond: number | undefined;
}): number | undefined {
  const { done, total, perSecond } = options;
  if (total === undefined || total === 0 || done / total < leastShare) return undefined;
  if (perSecond === undefined || perSecond <= 0) return undefined;
  return (Math.max(0, total - done) / perSecond) * 1000;
}
