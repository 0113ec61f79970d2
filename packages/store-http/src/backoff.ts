/** Milliseconds before attempt `attempt + 1`: exponential with full jitter, at most `capMs`. */
export function backoffMs(attempt: number, baseMs: number, capMs: number, random: () => number): number {
  return Math.round(random() * Math.min(capMs, baseMs * 2 ** (attempt - 1)));
}
