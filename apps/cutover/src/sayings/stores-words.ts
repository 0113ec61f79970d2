// The stores of a run, as lists and errors name them.
import type { Run } from '@cutover/journal';

/** One store's two views are no pair of stores. */
export const storesWords = ({ mode, source, target }: Pick<Run, 'mode' | 'source' | 'target'>): string =>
  mode === 'parity' ? `${source} (V2 against V3)` : `${source} → ${target}`;
