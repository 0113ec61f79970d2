import { expect, it } from 'vitest';
import { createMovedProducts } from './moved-products.ts';

const moved = (...productIds: readonly number[]): string | undefined => {
  const products = createMovedProducts();
  for (const productId of productIds)
    products.add({ code: 'product-moved', productId, dropped: 2, added: 1 });
  return products.words(false, 'r1');
};

it.each([
  ['none', [], undefined],
  ['one', [7], 'target product 7 has changed since it was planned: 2 actions dropped, 1 added'],
  ['one, twice', [7, 7], 'target product 7 has changed since it was planned: 4 actions dropped, 2 added'],
  [
    'three',
    [7, 8, 9],
    '3 target products have changed since they were planned (7, 8, 9): 6 actions dropped, 3 added',
  ],
  [
    'more than are named',
    [7, 8, 9, 10, 11],
    '5 target products have changed since they were planned (7, 8, 9 and 2 more; `cutover report --run r1 --out report.csv` lists each): 10 actions dropped, 5 added',
  ],
])('of %s', (_, productIds, words) => {
  expect(moved(...productIds)).toBe(words);
});
