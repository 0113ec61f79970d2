// What a sample proves, of a comparison and of a verify alike.
import type { Journal, Run } from '@cutover/journal';
import { shareOf } from '../read/drawn.ts';
import type { SampleSaying } from '../sayings.ts';
import { comparedIn } from './proof.ts';
import { verifyCounts } from './verify-counts.ts';

/** Undefined of a run that was asked for all, and of one that looks for no share of what there is. */
export function confidenceOfRun(journal: Pick<Journal, 'snapshotOf'>, run: Run): SampleSaying | undefined {
  if (shareOf(run) >= 1) return undefined;
  if (run.command === 'verify')
    return confidenceOf(verifyCounts(journal, run), run.counts['checkedProducts'] ?? 0);
  if (run.command !== 'diff' || run.mode !== 'parity') return undefined;
  const { same = 0, changed = 0, missing = 0, extra = 0, error = 0 } = run.counts;
  const mismatched = changed + missing + extra;
  // Each that could not be told may stand for a product of its own, which then proves nothing.
  return confidenceOf({ checked: same + mismatched, mismatched }, comparedIn(run).products - error);
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
