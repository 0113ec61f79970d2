import { expect, test } from 'vitest';
import { keepsAddress, productImageAt, renditionAddress } from './rendition-address.ts';

const cdn = 'https://cdn11.bigcommerce.com/s-abc';
const original = `${cdn}/images/stencil/original/products/30/81/cup__12345.1744044437.jpg`;

test.each([
  [`${cdn}/products/30/images/81/cup__12345.1744044437.386.513.jpg?c=1`, original],
  [`${cdn}/products/30/images/81/cup__12345.1744044437.1280.1280.jpg`, original],
  [`${cdn}/images/stencil/1280x1280/products/30/81/cup__12345.1744044437.jpg?c=2`, original],
  [`${cdn}/images/stencil/500w/products/30/81/cup__12345.1744044437.jpg`, original],
  [`${cdn}/images/stencil/{:size}/products/30/81/cup__12345.1744044437.jpg`, original],
  [`${cdn}/images/stencil/80x80/products/30/81/cup__12345.1744044437.386.513.jpg?c=2`, original],
  // Without the stamp the address of the original cannot be told.
  [`${cdn}/products/30/images/81/cup.386.513.jpg`, undefined],
])('%s is a rendition of a product image', (address, of) => {
  expect(renditionAddress(address)).toEqual({ original: of, ofProductImage: true });
});

test.each([
  [
    `${cdn}/images/stencil/500x659/attribute_rule_images/9_source_1456436666.png`,
    `${cdn}/images/stencil/original/attribute_rule_images/9_source_1456436666.png`,
  ],
  ['https://x.example/product_images/attribute_rule_images/9_thumb_1456436666.png', undefined],
])('%s is a rendition of a picture of its own', (address, of) => {
  expect(renditionAddress(address)).toEqual({ original: of, ofProductImage: false });
});

test.each([
  original,
  'https://x.example/product_images/attribute_rule_images/9_source_1456436666.png',
  'https://x.example/product_images/a/123/cup__12345.jpg',
  'https://x.example/products/30/images/81/photo.jpg',
  'https://x.example/products/30/images/81/cup.1744044437.jpg',
  'https://x.example/photos/cup.386.513.jpg',
  'https://x.example/images/stencil/large/cup.jpg',
  'no address',
  '',
])('%j is none', (address) => {
  expect(renditionAddress(address)).toBeUndefined();
});

test.each([
  ['https://cdn.example/s-x/product_images/attribute_value_images/801.preview.png?t=1428964184', true],
  ['https://cdn.example/s-x/images/stencil/70x68/attribute_value_images/801.preview.JPG', true],
  ['https://cdn.example/s-x/product_images/attribute_value_images/801.gif', true],
  ['https://cdn.example/s-x/product_images/attribute_value_images/801.preview.1700000000.png', false],
  ['https://cdn.example/s-x/product_images/attribute_rule_images/85_source_1536863430.png', false],
  ['https://cdn.example/swatches/red.png', false],
  ['attribute_value_images/801.preview.png', false],
])('whether another picture would lie at %s: %s', (address, stays) => {
  expect(keepsAddress(address)).toBe(stays);
});

test.each([
  ['https://cdn.example/s-x/products/5/images/9/a__12345.1700000000.386.513.jpg?c=1', [5, 9]],
  ['https://cdn.example/s-x/images/stencil/1280x1280/products/5/9/a__12345.1700000000.386.513.jpg', [5, 9]],
  ['https://cdn.example/s-x/product_images/attribute_rule_images/85_source_1536863430.png', undefined],
  ['https://cdn.example/s-x/images/stencil/original/products/5/9/a.jpg', undefined],
  ['5/9.jpg', undefined],
])('%s is a copy of image %o', (address, ids) => {
  const [productId, imageId] = ids ?? [];
  expect(productImageAt(address)).toEqual(ids === undefined ? undefined : { productId, imageId });
});
