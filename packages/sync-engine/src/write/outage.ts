// For how long the target could not be reached, and how long the next pause is. Invariant: an outage that is waited out is one
// for all lanes, so that whichever of them meets it, it is given up at the same moment; one that is not is counted by each
// dispatch for itself.
import type { EngineClock, Patience } from '../engine.ts';

const RETRY_FLOOR_MS = 500;
const RETRY_CEILING_MS = 60_000;

/** How the target stands for all lanes: since when no write could be sent, and how many have been tried since. */
export interface Outage {
  sinceMs: number | undefined;
  tries: number;
  /** When a lane last gave its product back, because what was looked at is old. */
  leftAtMs: number;
}

export const noOutage = (): Pick<Outage, 'sinceMs' | 'tries'> => ({ sinceMs: undefined, tries: 0 });

interface Outlasting {
  readonly clock: Pick<EngineClock, 'monotonicMs'>;
  readonly patience: Pick<Patience, 'outageMs'>;
}

/** One more write was not sent: how often that has been tried, by all lanes where an outage is waited out, and how long it may still last. */
export function outageNow(
  { clock, patience }: Outlasting,
  outage: Outage,
  failedSends: number,
): { readonly tries: number; readonly leftMs: number; readonly lastedMs: number } {
  const { outageMs = 0 } = patience;
  const nowMs = clock.monotonicMs();
  outage.sinceMs ??= nowMs;
  outage.tries += 1;
  return {
    tries: outageMs > 0 ? outage.tries : failedSends,
    leftMs: outageMs > 0 ? outage.sinceMs + outageMs - nowMs : 0,
    lastedMs: outageMs > 0 ? nowMs - outage.sinceMs : 0,
  };
}

/**
 * Exponential with full jitter; writes wait at least a floor, because a store in trouble is not helped by haste.
 * @param leastMs what the jitter is taken of at least: pauses grow with an outage, whichever write meets it.
 */
export function backoffMs(attempt: number, random: () => number, leastMs = 0): number {
  return (
    RETRY_FLOOR_MS + random() * Math.min(RETRY_CEILING_MS, Math.max(RETRY_FLOOR_MS * 2 ** attempt, leastMs))
  );
}
