import { expect, it } from 'vitest';
import { type ProductToWrite, requestsOfPlan } from './requests-of-plan.ts';

const made = (number: number, more: Partial<ProductToWrite> = {}): ProductToWrite[] =>
  Array.from({ length: number }, (_, index) => ({
    productId: index + 1,
    creates: 1,
    others: 0,
    before: 0,
    after: 1,
    kindsWithValues: [],
    ...more,
  }));
const always = (): boolean => true;
const never = (): boolean => false;
const together = (products: readonly ProductToWrite[]) =>
  requestsOfPlan(products, { kindsWithProducts: 1 }, always);

it.each([
  [0, 0, 0],
  [1, 1, 0],
  [4, 2, 0],
  [24, 3, 2],
  [60, 3, 5],
  [10_000, 3, 999],
])('%i products without images go in %i requests one by one and %i side by side', (products, one, many) => {
  const { growing, batches } = together(made(products));
  expect([growing.length, batches.length]).toEqual([one, many]);
});

it.each([
  // A look, the request and a look for each of three, twice two and one look for the others, and the sweep.
  ['together', made(30), always, 1, 3 * 3 + 2 * 2 + 1 + 1],
  // Two looks before and one after.
  ['one by one', made(60), never, 1, 60 + 2 + 1],
  ['one by one, variants beside', made(60), never, 2, 60 + 4 + 2],
  // Once more before, after, where the list has a length at which lists are cut off.
  ['lists that may be cut off', made(3, { before: 10, after: 20 }), never, 1, 3 + 1 + 3 + 1 + 3],
  // 25 products with values: 20 of them in the first lot, which takes three pages of ten at once.
  [
    'values of modifiers',
    made(60).map((one) => ({ ...one, kindsWithValues: one.productId > 25 ? [] : ['modifier'] })),
    never,
    1,
    60 + 2 + 3 + 1 + 3,
  ],
  // Five of them wait for their slots in a second round.
  [
    'slots after batches',
    made(30).map((one) => ({ ...one, others: one.productId > 5 ? 0 : 2 })),
    always,
    1,
    3 * 3 + 2 * 2 + 1 + 1 + 10 + 1,
  ],
  // The largest that fits goes first; who has more than is sent before anybody knows how long a store takes goes by itself.
  ['too many images for the first', made(1, { creates: 40, after: 40 }), always, 1, 40 + 1 + 2],
] as const)('%s', (_, products, isTogether, kindsWithProducts, all) => {
  expect(requestsOfPlan(products, { kindsWithProducts }, isTogether).all).toBe(all);
});
