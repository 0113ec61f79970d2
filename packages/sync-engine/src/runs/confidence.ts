// What a sample proves, of a comparison and of a verify alike.
import type { Journal, Run } from '@cutover/journal';
import { shareOf } from '../read/drawn.ts';
import type { SampleSaying } from '../sayings.ts';
import { comparedIn } from './proof.ts';
import { verifyCounts } from './verify-counts.ts';

/** Undefined of a run that was asked for all, and of one that looks for no share of what there is. */
export function confidenceOfRun(journal: Pick<Journal, 'snapshotOf'>, run: Run): SampleSaying | undefined {
  if (shareOf(run) >= 1) return undefined;
  if (run.command === 'verify') return confidenceOf(verifyCounts(journal, run), productsLookedAt(run));
  if (run.command !== 'diff' || run.mode !== 'parity') return undefined;
  const { same = 0, changed = 0, missing = 0, extra = 0 } = run.counts;
  const mismatched = changed + missing + extra;
  return confidenceOf({ checked: same + mismatched, mismatched }, productsLookedAt(run));
}

/**
 * Products that were drawn, have a counterpart and hold nothing that could not be determined. One without a picture is among them:
 * it was drawn like any other from all products, and both sides were seen to have none.
 */
export function productsLookedAt(run: Pick<Run, 'counts'>): number {
  // An earlier version has counted what came near it: those of which an image was checked, or those of which V2 was asked.
  const { checkedProducts = comparedIn(run).products, error = 0 } = run.counts;
  const { drawnProducts = checkedProducts, undecidedProducts = error } = run.counts;
  return Math.max(0, drawnProducts - undecidedProducts);
}

/**
 * With no fault among n products, fewer than 5 of 100 such samples would have come from a store of which more than
 * 1 − 0.05^(1/n) have one. Products and not images: those are what was drawn, and what goes wrong with one image of a product
 * often does with the next.
 */
export function confidenceOf(
  { checked, mismatched }: { readonly checked: number; readonly mismatched: number },
  products: number,
): SampleSaying {
  if (mismatched > 0) return { code: 'sample-wrong', mismatched, checked };
  if (checked === 0 || products <= 0) return { code: 'sample-empty' };
  return { code: 'sample-right', percent: 100 * (1 - 0.05 ** (1 / products)), products };
}
