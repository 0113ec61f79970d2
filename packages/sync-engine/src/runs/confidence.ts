// What a sample proves, of a comparison and of a verify alike.
import type { Journal, Run } from '@cutover/journal';
import { shareOf } from '../read/drawn.ts';
import type { SampleSaying } from '../sayings.ts';
import { comparedIn } from './proof.ts';
import { type VerifyCounts, verifyCounts } from './verify-counts.ts';

/** Undefined of a run that was asked for all, and of one that looks for no share of what there is. */
export function confidenceOfRun(journal: Pick<Journal, 'snapshotOf'>, run: Run): SampleSaying | undefined {
  if (shareOf(run) >= 1) return undefined;
  const met = run.command === 'verify' ? verifyCounts(journal, run) : imagesDecided(run);
  if (met === undefined) return undefined;
  const { besideWrong = 0, aloneImages = 0, shortListings = 0 } = run.counts;
  const others = besideWrong + aloneImages;
  const drawn = { checked: met.checked - others, mismatched: met.mismatched - others };
  return confidenceOf(
    { ...drawn, others, isShort: shortListings > 0, knowsAll: knowsAll(run) },
    productsLookedAt(run),
  );
}

/** Of a comparison of one store's two views. */
function imagesDecided({
  command,
  mode,
  counts,
}: Run): Pick<VerifyCounts, 'checked' | 'mismatched'> | undefined {
  if (command !== 'diff' || mode !== 'parity') return undefined;
  const { same = 0, changed = 0, missing = 0, extra = 0 } = counts;
  const mismatched = changed + missing + extra;
  return { checked: same + mismatched, mismatched };
}

/** A share of a few products may be all of them. An earlier version has not counted those that it drew. */
function knowsAll({ counts }: Pick<Run, 'counts'>): boolean {
  const { drawnProducts = 0, pairedProducts = 0, unmatchedProducts = 0, unaskedProducts = 0 } = counts;
  const { undecidedProducts = 0, shortListings = 0 } = counts;
  const isUnknown = unmatchedProducts + unaskedProducts + undecidedProducts + shortListings > 0;
  return drawnProducts > 0 && drawnProducts === pairedProducts && !isUnknown;
}

interface Sampled extends Pick<VerifyCounts, 'checked' | 'mismatched'> {
  /** Images of products that were not drawn, and are wrong all the same. */
  readonly others: number;
  /** A store counts images that it does not list. */
  readonly isShort: boolean;
  /** Every product was drawn, and nothing of any could not be determined. */
  readonly knowsAll: boolean;
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
  { checked, mismatched, others, isShort, knowsAll: isAll }: Sampled,
  products: number,
): SampleSaying {
  // No estimate: what holds of the sample holds of all.
  if (isAll && checked > 0)
    return { code: 'sample-whole', mismatched: mismatched + others, checked: checked + others };
  if (mismatched + others > 0) return { code: 'sample-wrong', mismatched, checked, others };
  if (checked === 0 || products <= 0) return { code: 'sample-empty' };
  const percent = 100 * (1 - 0.05 ** (1 / products));
  return { code: 'sample-right', percent, products, ...(isShort ? { isShort } : {}) };
}
