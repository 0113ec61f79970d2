import { expect, it } from 'vitest';
import { confidenceOf } from './confidence.ts';

it.each([
  [0, 0, 0, { code: 'sample-empty' }],
  [9, 1, 3, { code: 'sample-wrong', mismatched: 1, checked: 9 }],
  [9, 0, 1, { code: 'sample-right', percent: expect.closeTo(95, 1), products: 1 }],
  [9, 0, 5, { code: 'sample-right', percent: expect.closeTo(45.07, 1), products: 5 }],
  [900, 0, 300, { code: 'sample-right', percent: expect.closeTo(0.99, 1), products: 300 }],
])('of %i images checked and %i wrong, in %i products: %4$o', (checked, mismatched, products, said) => {
  expect(confidenceOf({ checked, mismatched }, products)).toEqual(said);
});
