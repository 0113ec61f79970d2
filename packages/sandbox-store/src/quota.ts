/**
 * One store's rate limit: so many requests a fixed window, shared by V2, V3 and whatever other apps the store has.
 * Reports what a store reports in its headers; never refuses by itself.
 */
import type { Random } from './random.ts';

export interface QuotaOptions {
  readonly requests: number;
  readonly windowMs: number;
  /** Requests a second that other apps of the same store send, at random moments. Default 0. */
  readonly otherRequestsPerSecond?: number;
}

/** The rate-limit headers of one answer, and whether the request is over the quota. */
export interface QuotaReading {
  readonly isOver: boolean;
  readonly left: number;
  readonly resetMs: number;
}

export interface Quota {
  /** Counts one request at this moment. */
  take(now: number): QuotaReading;
  /** Reads without counting. */
  read(now: number): QuotaReading;
  change(options: Partial<QuotaOptions>): void;
  readonly options: QuotaOptions;
}

/** Creates a quota; the window begins with the first request, and again with the first one after it ended. */
export function createQuota(initial: QuotaOptions, random: Random): Quota {
  let options = initial;
  let began = Number.NEGATIVE_INFINITY;
  let used = 0;
  let seen = 0;

  const advance = (now: number): void => {
    if (now - began >= options.windowMs || now < began) {
      began = now;
      seen = now;
      used = 0;
    }
    const { otherRequestsPerSecond: rate = 0 } = options;
    if (rate > 0) used += poisson(random, (rate * (now - seen)) / 1000);
    seen = now;
  };
  const reading = (now: number, isOver: boolean): QuotaReading => ({
    isOver,
    left: Math.max(0, options.requests - used),
    resetMs: Math.max(0, Math.ceil(began + options.windowMs - now)),
  });

  return {
    take(now) {
      advance(now);
      const isOver = used >= options.requests;
      if (!isOver) used += 1;
      return reading(now, isOver);
    },
    read(now) {
      advance(now);
      return reading(now, used >= options.requests);
    },
    change(changed) {
      options = { ...options, ...changed };
    },
    get options() {
      return options;
    },
  };
}

function poisson(random: Random, mean: number): number {
  const limit = Math.exp(-Math.min(mean, 500));
  let arrived = 0;
  let product = random();
  while (product > limit) {
    arrived += 1;
    product *= random();
  }
  return arrived;
}
