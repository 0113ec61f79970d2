import type { ProductSaying } from '@cutover/sync-engine';
import { expect, it } from 'vitest';
import { each, type SamplesOf } from './samples.fixture.ts';
import { sayingWords } from './saying-words.ts';

const samples: SamplesOf<ProductSaying['code']> = {
  'target-shared': [
    [
      { code: 'target-shared', sourceProductIds: [1, 2, 3, 4, 5, 6], targetProductId: 9 },
      'source product 1, 2, 3, 4, 5 stands for target product 9 too',
    ],
  ],
  'asked-for-missing': [
    [
      { code: 'asked-for-missing', side: 'source', line: undefined, asked: { productId: 7 } },
      'asked for is product 7, which the source does not have',
    ],
    [
      { code: 'asked-for-missing', side: 'target', line: 3, asked: { sku: ' MUG' } },
      'line 3 of the products file names SKU " MUG", which the target does not have',
    ],
  ],
  'sku-of-several': [
    [{ code: 'sku-of-several', sku: 'MUG', products: 2 }, 'SKU MUG stands for 2 products on the target'],
  ],
  'without-key': [[{ code: 'without-key', by: 'sku' }, 'the source product has no sku to pair by']],
  'key-of-several': [
    [
      { code: 'key-of-several', side: 'source', by: 'name', productIds: [1, 2] },
      '2 source products have the same name: 1, 2',
    ],
    [
      { code: 'key-of-several', side: 'target', by: 'url', productIds: [1, 2, 3, 4, 5, 6] },
      '6 products on the target have the same url: 1, 2, 3, 4, 5',
    ],
  ],
  'without-counterpart': [
    [{ code: 'without-counterpart', by: 'sku' }, 'no product on the target has the same sku'],
  ],
  'counterpart-in-other-case': [
    [
      { code: 'counterpart-in-other-case', by: 'sku', productId: 4, key: 'Mug' },
      'no product on the target has the same sku; product 4 there differs in upper and lower case only: Mug',
    ],
  ],
  'product-gone': [
    [
      { code: 'product-gone' },
      'the target does not have this product any more; nothing of it can be taken back',
    ],
  ],
  'variants-keep-pictures': [
    [
      { code: 'variants-keep-pictures', variants: ['MUG-RED', 77] },
      'images of variants stay as they are, because V3 cannot remove them: MUG-RED, 77',
    ],
  ],
  'listing-short': [
    [
      { code: 'listing-short', store: 'abc', counted: 1, listed: 0 },
      'store abc counts 1 image and lists 0: somebody is editing it, or its listing is cut short',
    ],
    [
      { code: 'listing-short', store: 'abc', counted: 1200, listed: 1100 },
      'store abc counts 1200 images and lists 1100: somebody is editing it, or its listing is cut short',
    ],
  ],
};

it.each(each(samples))('%o', (saying, words) => {
  expect(sayingWords(saying)).toBe(words);
});
