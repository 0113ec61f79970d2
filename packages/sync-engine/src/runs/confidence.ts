// What a sample proves. Pure.
import type { SampleSaying } from '../sayings.ts';
import type { VerifyCounts } from './verify-counts.ts';

/** Of all products, with 95 % confidence, where none among `products` drawn by chance has a fault. */
export const percentAtMost = (products: number): number => 100 * (1 - 0.05 ** (1 / products));

/**
 * With no fault among n products, fewer than 5 of 100 such samples would have come from a store of which more than
 * 1 − 0.05^(1/n) have one. Products and not images: those are what was drawn, and what goes wrong with one image of a product
 * often does with the next.
 */
export function confidenceOf(
  { checked, mismatched }: Pick<VerifyCounts, 'checked' | 'mismatched'>,
  products: number,
): SampleSaying {
  if (checked === 0) return { code: 'sample-empty' };
  if (mismatched > 0) return { code: 'sample-wrong', mismatched, checked };
  return { code: 'sample-right', percent: percentAtMost(products), products };
}
