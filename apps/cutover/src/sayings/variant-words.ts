// What is said of the picture of a variant that both views of one store were asked for.
import type { VariantNamed, VariantSaying } from '@cutover/sync-engine';
import { nameOfSlot } from './slot-words.ts';
import type { WordsOf } from './words-of.ts';

export const variantWords: WordsOf<VariantSaying['code']> = {
  'variant-picture-in-view': ({ variant, view }) =>
    view === 'v2' ? `${inV2(variant)}, and V3 shows none` : `${inV3(variant)}, and V2 shows none`,
  'variant-not-listed': ({ variant }) => `${inV2(variant)}, and V3 lists no such variant`,
  'variant-sku-not-listed': ({ variant }) => `${inV3(variant)}, and V2 lists no such SKU`,
  'variant-product-not-listed': ({ variant }) => `${inV3(variant)}, and V2 does not list the product`,
  'variant-files-differ': filesWords,
  'variant-files-do-not-tell': (files) =>
    `could not be compared: ${filesWords(files)}, and these names do not show whether it is one picture`,
  'variant-not-compared': ({ variant, skus }) =>
    `could not be compared: ${inV3(variant)}, and ${whyNotCompared[skus]}`,
  'variant-unclear': ({ sku }) =>
    `it is not clear which variant of V3 is SKU ${sku} of V2, and none is taken`,
};

const inV2 = (variant: VariantNamed): string => `V2 shows a picture of ${variantName(variant)}`;
const inV3 = (variant: VariantNamed): string => `V3 shows a picture of ${variantName(variant)}`;

interface Files {
  readonly variant: VariantNamed;
  readonly v2: string;
  readonly v3: string;
}

function filesWords({ variant, v2, v3 }: Files): string {
  return `V2 shows ${v2} as the picture of ${variantName(variant)}, V3 shows ${v3}`;
}

const whyNotCompared = {
  gone: 'V2 does not list the SKUs of this product',
  unasked: 'V2 was not asked for it',
} as const;

/** By its SKU where it has one, else as people know it. */
export function variantName(variant: VariantNamed): string {
  if ('skuId' in variant) return `the SKU with the id ${variant.skuId}`;
  const { sku = '' } = variant;
  return 'slot' in variant && sku === '' ? nameOfSlot(variant) : `SKU ${sku}`;
}
