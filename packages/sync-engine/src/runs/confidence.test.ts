import { expect, it } from 'vitest';
import { confidenceOf } from './confidence.ts';

const atMost = (percent: string): string =>
  `with 95 % confidence at most ${percent} % of all products have a wrong image`;

it.each([
  [0, 0, 0, 'nothing was checked'],
  [9, 1, 3, '1 of the 9 checked is wrong; this sample does not say how many of all images are'],
  [9, 2, 3, '2 of the 9 checked are wrong; this sample does not say how many of all images are'],
  [9, 0, 1, `${atMost('95.0')}: 1 product is too few to prove more`],
  [9, 0, 3, `${atMost('63.2')}: 3 products are too few to prove more`],
  [9, 0, 4, `${atMost('52.7')}: 4 products are too few to prove more`],
  [9, 0, 5, atMost('45.1')],
  [90, 0, 30, atMost('9.5')],
  [900, 0, 300, atMost('1.0')],
])('of %i images checked and %i wrong, in %i products: %4$s', (checked, mismatched, products, words) => {
  expect(confidenceOf({ checked, mismatched }, products)).toBe(words);
});
