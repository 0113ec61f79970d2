// What a sample proves, in words for results and reports. Pure.
import type { VerifyCounts } from './verify-counts.ts';

/** Under this bound a sample says something; with so few products that it does not, that is said. */
const MOST_PERCENT_WORTH_SAYING = 50;

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
): string {
  if (checked === 0) return 'nothing was checked';
  if (mismatched > 0)
    return `${mismatched} of the ${checked} checked ${mismatched === 1 ? 'is' : 'are'} wrong; this sample does not say how many of all images are`;
  const percent = percentAtMost(products);
  const bound = `with 95 % confidence at most ${percent.toFixed(1)} % of all products have a wrong image`;
  return percent <= MOST_PERCENT_WORTH_SAYING
    ? bound
    : `${bound}: ${products === 1 ? '1 product is' : `${products} products are`} too few to prove more`;
}
