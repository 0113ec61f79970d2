// What is waited for just now, folded from the engine's events by a pure function, for every reporter and the screen.
// Times are the caller's clock in ms.
import type { Wait, WaitsFor } from '@cutover/sync-engine';

/** By who waits, for what, and at which store. */
export type Waits = ReadonlyMap<string, { readonly waitsFor: WaitsFor; readonly untilMs: number }>;

export const noWaits: Waits = new Map();

/** Shorter waits are just the pace of the work, and are not shown. */
export const noteworthyWaitMs = 1_000;

/** Who waits ends only what is his; of several that wait at once the longest counts. */
export function afterWait(waits: Waits, { waitsFor, by, store, ms }: Wait, nowMs: number): Waits {
  const next = new Map(waits);
  const key = `${by} ${waitsFor} ${store ?? ''}`;
  if (ms === undefined) next.delete(key);
  else next.set(key, { waitsFor, untilMs: Math.max(nowMs + ms, waits.get(key)?.untilMs ?? 0) });
  return next;
}

/** The noteworthy wait that ends last; undefined where there is none. */
export function longestWait(
  waits: Waits,
  nowMs: number,
): { readonly waitsFor: WaitsFor; readonly ms: number } | undefined {
  const [longest] = [...waits.values()].toSorted((a, b) => b.untilMs - a.untilMs);
  if (longest === undefined || longest.untilMs - nowMs < noteworthyWaitMs) return undefined;
  return { waitsFor: longest.waitsFor, ms: longest.untilMs - nowMs };
}

export const waitWords = {
  quota: 'the store’s quota',
  store: 'the store',
  doubts: 'writes without an answer',
} as const satisfies Readonly<Record<WaitsFor, string>>;
