// What a verify has looked at, in one place for results, reports and screens. Invariant: every image that was read stands
// in exactly one of `checked`, `unchecked` and `onlyOnTarget`; an image and its counterpart are one.
import type { Journal, Run } from '@cutover/journal';
import { isAboutImages } from '../carried.ts';

export interface VerifyCounts {
  /** Looked at, those that are wrong included. */
  readonly checked: number;
  /** Not in the sample, of a product without a counterpart, or not to be looked at. */
  readonly unchecked: number;
  /** Of `checked`. */
  readonly mismatched: number;
  /** Images of the target's own, which nobody called wrong: no image of the source is their counterpart. */
  readonly onlyOnTarget: number;
}

export function verifyCounts(journal: Pick<Journal, 'snapshotOf'>, run: Run): VerifyCounts {
  const count = (name: string): number => run.counts[name] ?? 0;
  return {
    // What only V3's view shows is met after the march, and is wrong.
    checked: count('checked') + count('extra'),
    unchecked: count('unchecked') + count('unmatchedImages') + count('outsideSample'),
    mismatched: count('mismatched') + count('extra'),
    onlyOnTarget: count('onlyOnTarget') + count('leftAlone') + ofUnmetProducts(journal, run),
  };
}

/** Images of target products that no product of the source is the counterpart of: the march does not meet them. */
function ofUnmetProducts(journal: Pick<Journal, 'snapshotOf'>, run: Run): number {
  const isPart = (run.options['products'] ?? '') !== '';
  const { onTarget } = run.counts;
  // An earlier version has not counted what it met, or not of every page.
  if (onTarget === undefined || run.counts['leftAlone'] !== undefined) return 0;
  if (run.mode === 'parity' || !run.marched || isPart || !isAboutImages(run)) return 0;
  return Math.max(0, (journal.snapshotOf(run.id, 'target')?.images ?? 0) - onTarget);
}
