import { expect, it } from 'vitest';
import { run } from '../testing/runs.ts';
import { confidenceOf, confidenceOfRun } from './confidence.ts';

it.each([
  [0, 0, 0, { code: 'sample-empty' }],
  [9, 1, 3, { code: 'sample-wrong', mismatched: 1, checked: 9, others: 0 }],
  [9, 0, 1, { code: 'sample-right', percent: expect.closeTo(95, 1), products: 1 }],
  [9, 0, 5, { code: 'sample-right', percent: expect.closeTo(45.07, 1), products: 5 }],
  [900, 0, 300, { code: 'sample-right', percent: expect.closeTo(0.99, 1), products: 300 }],
])('of %i images checked and %i wrong, in %i products: %4$o', (checked, mismatched, products, said) => {
  const sampled = { checked, mismatched, others: 0, isShort: false, knowsAll: false };
  expect(confidenceOf(sampled, products)).toEqual(said);
});

const right = (products: number) => ({
  code: 'sample-right',
  percent: expect.closeTo(100 * (1 - 0.05 ** (1 / products))),
  products,
});
const compared = {
  products: 40,
  pairedProducts: 40,
  unaskedProducts: 30,
  drawnProducts: 10,
  images: 80,
  unaskedImages: 60,
};
const quarter = { options: { sample: 0.25 } };
const diff = { command: 'diff', mode: 'parity', options: { sample: 0.25 } } as const;

it.each([
  ['a comparison in which nothing differs', run({ ...compared, same: 20 }, diff), right(10)],
  [
    'one in which something does',
    run({ ...compared, same: 17, changed: 1, missing: 1, extra: 1 }, diff),
    { code: 'sample-wrong', mismatched: 3, checked: 20, others: 0 },
  ],
  [
    'one in which nothing that was drawn differs, and something else is seen to',
    run({ ...compared, same: 20, changed: 2, extra: 1, besideWrong: 2, aloneImages: 1 }, diff),
    { code: 'sample-wrong', mismatched: 0, checked: 20, others: 3 },
  ],
  [
    'one that drew every product',
    run({ products: 10, pairedProducts: 10, drawnProducts: 10, images: 20, same: 18, changed: 2 }, diff),
    { code: 'sample-whole', mismatched: 2, checked: 20 },
  ],
  [
    'one that drew every product, and V3 alone lists another',
    run({ products: 10, pairedProducts: 10, drawnProducts: 10, same: 20, extra: 2, aloneImages: 2 }, diff),
    { code: 'sample-whole', mismatched: 2, checked: 22 },
  ],
  [
    'one that drew every product, and could not tell of one',
    run(
      { pairedProducts: 10, drawnProducts: 10, undecidedProducts: 1, same: 18, changed: 1, error: 1 },
      diff,
    ),
    { code: 'sample-wrong', mismatched: 1, checked: 19, others: 0 },
  ],
  [
    'one that drew every product that has a counterpart',
    run({ pairedProducts: 10, drawnProducts: 10, unmatchedProducts: 1, same: 20 }, diff),
    right(10),
  ],
  [
    'one of a store that counts more than it lists',
    run({ ...compared, same: 20, shortListings: 1 }, diff),
    { ...right(10), isShort: true },
  ],
  [
    'one that could not tell of two images of one product',
    run({ ...compared, same: 18, error: 2, undecidedProducts: 1 }, diff),
    right(9),
  ],
  [
    'one that could not tell of any',
    run({ ...compared, error: 20, undecidedProducts: 10 }, diff),
    { code: 'sample-empty' },
  ],
  ['one that drew nothing', run({ products: 4, unaskedProducts: 4 }, diff), { code: 'sample-empty' }],
  ['one of all', run({ ...compared, same: 20 }, { ...diff, options: { sample: 1 } }), undefined],
  ['one of two stores', run({ ...compared, same: 20 }, { ...diff, mode: 'transfer' }), undefined],
  [
    'a verify of two stores',
    run({ checked: 20, drawnProducts: 12, undecidedProducts: 2, outsideSample: 60 }, quarter),
    right(10),
  ],
  [
    'a verify by an earlier version, which has counted those of which an image was checked',
    run({ checked: 20, pairedProducts: 40, checkedProducts: 10, outsideSample: 60 }, quarter),
    right(10),
  ],
  [
    'a comparison by an earlier version, which has counted the images that it could not tell of',
    run({ products: 40, unaskedProducts: 30, same: 18, error: 2 }, diff),
    right(8),
  ],
  ['a verify of all', run({ checked: 80, drawnProducts: 40 }), undefined],
  ['a migration', run({ images: 80 }, { command: 'migrate', options: { sample: 0.25 } }), undefined],
])('of %s', (_, one, said) => {
  expect(confidenceOfRun({ snapshotOf: () => undefined }, one)).toEqual(said);
});
