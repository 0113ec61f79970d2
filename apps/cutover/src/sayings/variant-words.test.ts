import type { VariantSaying } from '@cutover/sync-engine';
import { expect, it } from 'vitest';
import { each, type SamplesOf } from '../testing/saying-samples.ts';
import { sayingWords } from './saying-words.ts';

const variant = { sku: 'MUG-L' };
const unnamed = { slot: { variantId: 8 }, sku: '', choices: [] };
const chosen = { ...unnamed, choices: [{ name: 'Size', label: 'L' }] };

const samples: SamplesOf<VariantSaying['code']> = {
  'variant-picture-in-view': [
    [
      { code: 'variant-picture-in-view', variant, view: 'v2' },
      'V2 shows a picture of SKU MUG-L, and V3 shows none',
    ],
    [
      { code: 'variant-picture-in-view', variant: chosen, view: 'v3' },
      'V3 shows a picture of Size: L, and V2 shows none',
    ],
  ],
  'variant-not-listed': [
    [
      { code: 'variant-not-listed', variant },
      'V2 shows a picture of SKU MUG-L, and V3 lists no such variant',
    ],
    [
      { code: 'variant-not-listed', variant: { skuId: 77 } },
      'V2 shows a picture of the SKU with the id 77, and V3 lists no such variant',
    ],
  ],
  'variant-sku-not-listed': [
    [
      { code: 'variant-sku-not-listed', variant },
      'V3 shows a picture of SKU MUG-L, and V2 lists no such SKU',
    ],
  ],
  'variant-product-not-listed': [
    [
      { code: 'variant-product-not-listed', variant: unnamed },
      'V3 shows a picture of variant 8, and V2 does not list the product',
    ],
  ],
  'variant-files-differ': [
    [
      { code: 'variant-files-differ', variant, v2: 'a.png', v3: 'b.png' },
      'V2 shows a.png as the picture of SKU MUG-L, V3 shows b.png',
    ],
  ],
  'variant-files-do-not-tell': [
    [
      { code: 'variant-files-do-not-tell', variant, v2: 'a.png', v3: 'b.png' },
      'could not be compared: V2 shows a.png as the picture of SKU MUG-L, V3 shows b.png, and these names do not show whether it is one picture',
    ],
  ],
  'variant-not-compared': [
    [
      { code: 'variant-not-compared', variant, skus: 'gone' },
      'could not be compared: V3 shows a picture of SKU MUG-L, and V2 does not list the SKUs of this product',
    ],
    [
      { code: 'variant-not-compared', variant, skus: 'unasked' },
      'could not be compared: V3 shows a picture of SKU MUG-L, and V2 was not asked for it',
    ],
  ],
  'variant-unclear': [
    [
      { code: 'variant-unclear', sku: 'MUG-L' },
      'it is not clear which variant of V3 is SKU MUG-L of V2, and none is taken',
    ],
  ],
};

it.each(each(samples))('%o', (saying, words) => {
  expect(sayingWords(saying)).toBe(words);
});
