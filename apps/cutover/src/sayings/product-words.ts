// What is said of a product, or of all that a store lists.
import type { ProductSaying } from '@cutover/sync-engine';
import type { WordsOf } from './words-of.ts';

/** So many of those that share something are named. */
const NAMED_MAX = 5;

export const productWords: WordsOf<ProductSaying['code']> = {
  'target-shared': ({ sourceProductIds, targetProductId }) =>
    `source product ${named(sourceProductIds)} stands for target product ${targetProductId} too`,
  'asked-for-missing': ({ side, line, asked }) => {
    const name = 'sku' in asked ? skuInWords(asked.sku) : `product ${asked.productId}`;
    const by = line === undefined ? 'asked for is' : `line ${line} of the products file names`;
    return `${by} ${name}, which the ${side} does not have`;
  },
  'sku-of-several': ({ sku, products }) => `${skuInWords(sku)} stands for ${products} products on the target`,
  'without-key': ({ by }) => `the source product has no ${by} to pair by`,
  'key-of-several': ({ side, by, productIds }) => {
    const products = side === 'source' ? 'source products have' : 'products on the target have';
    return `${productIds.length} ${products} the same ${by}: ${named(productIds)}`;
  },
  'without-counterpart': ({ by }) => `no product on the target has the same ${by}`,
  'counterpart-in-other-case': ({ by, productId, key }) =>
    `no product on the target has the same ${by}; product ${productId} there differs in upper and lower case only: ${key}`,
  'product-gone': () => 'the target does not have this product any more; nothing of it can be taken back',
  'variants-keep-pictures': ({ variants }) =>
    `images of variants stay as they are, because V3 cannot remove them: ${variants.join(', ')}`,
  'listing-short': ({ store, counted, listed }) =>
    `store ${store} counts ${counted === 1 ? '1 image' : `${counted} images`} and lists ${listed}: somebody is editing it, or its listing is cut short`,
};

const named = (productIds: readonly number[]): string => productIds.slice(0, NAMED_MAX).join(', ');

/** Blanks around it are seen. */
const skuInWords = (sku: string): string => (sku.trim() === sku ? `SKU ${sku}` : `SKU "${sku}"`);
