// A transfer of the size of a real shop.
import { it } from 'vitest';
import { transferOnce } from '../support/whole-transfer.ts';

const products = 600;
const images = 2_000;

it(`transfers ${images} images once, proves them, and has nothing left to do`, {
  timeout: 300_000,
}, async () => {
  await transferOnce(products, images);
});

it(`the same with several products to a request, in a twelfth of the requests`, {
  timeout: 300_000,
}, async () => {
  await transferOnce(products, images, { batch: 'auto', requests: 1 / 12 });
});
