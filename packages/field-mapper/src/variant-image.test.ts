import { expect, test } from 'vitest';
import {
  modifierImageOf,
  ruleCounterpart,
  swatchFromV2,
  swatchFromV3,
  toV3ModifierImage,
} from './modifier-image.ts';
import {
  sameVariantImage,
  toV3VariantImage,
  variantImageFromV2,
  variantImageFromV3,
} from './variant-image.ts';

const path = 'attribute_rule_images/85_source.png';
const address =
  'https://cdn8.bigcommerce.com/s-x/product_images/attribute_rule_images/85_source_1536863430.png';

test('a SKU and its variant agree when both or neither have an image', () => {
  const sku = { id: 5, product_id: 1, sku: 'A-1 ', image_file: path };
  const variant = { id: 9, product_id: 1, sku: 'A-1', image_url: address };
  expect(variantImageFromV2(sku)).toEqual({
    productId: 1,
    variantId: 0,
    skuId: 5,
    sku: 'A-1 ',
    image: path,
  });
  expect(variantImageFromV3(variant)).toEqual({
    productId: 1,
    variantId: 9,
    skuId: 0,
    sku: 'A-1',
    image: address,
  });
  const agree = (v2: typeof sku, v3: typeof variant) =>
    sameVariantImage(variantImageFromV2(v2), variantImageFromV3(v3));
  expect([
    agree(sku, variant),
    agree({ ...sku, image_file: '' }, { ...variant, image_url: '' }),
    agree({ ...sku, image_file: '' }, variant),
    agree({ ...sku, sku: 'B' }, variant),
    agree(sku, { ...variant, sku: ' A-1' }),
    agree({ ...sku, product_id: 2 }, variant),
  ]).toEqual([true, true, false, false, true, false]);
});

test('what a SKU or a variant does not show reads as empty', () => {
  const blank = { productId: 1, sku: '', image: '' };
  const shown = { id: 5, product_id: 1 };
  expect([variantImageFromV2(shown), variantImageFromV3(shown)]).toEqual([
    { ...blank, variantId: 0, skuId: 5 },
    { ...blank, variantId: 5, skuId: 0 },
  ]);
});

test("V3 shows V2's id of the SKU beside its own; a base variant has none", () => {
  const shown = { id: 9, product_id: 1, sku: 'A-1' };
  expect([348, null].map((sku_id) => variantImageFromV3({ ...shown, sku_id }).skuId)).toEqual([348, 0]);
});

test("a variant's image can be replaced and not cleared", () => {
  expect(toV3VariantImage(address)).toEqual({ fields: { image_url: address }, cannotSend: [] });
  expect(toV3VariantImage('')).toEqual({
    fields: {},
    cannotSend: [{ field: 'image_url', reason: "a variant's image cannot be cleared through the API" }],
  });
});

test.each([
  [{ image_file: '', conditions: [{ sku_id: 5 }] }, undefined],
  [{ conditions: [{ sku_id: 5 }] }, undefined],
  [{ image_file: path, conditions: [{ sku_id: 5 }] }, 'variant'],
  [{ image_file: path, conditions: [{ option_value_id: 7, sku_id: null }] }, 'modifier-value'],
  [{ image_file: path, conditions: [{ option_value_id: 7 }, { option_value_id: 8 }] }, 'complex-rule'],
  [{ image_file: path, conditions: [{ option_value_id: 7, sku_id: 5 }] }, 'complex-rule'],
  [{ image_file: path, conditions: null }, 'complex-rule'],
] as const)('rule %o becomes %s', (rule, counterpart) => {
  expect(ruleCounterpart({ id: 1, product_id: 2, ...rule })).toBe(counterpart);
});

test.each([
  ['#fff|#00FF00', { kind: 'colours', colours: ['#fff', '#00FF00'] }],
  ['textures/oak.JPG', { kind: 'texture', image: 'textures/oak.JPG' }],
  ['https://example.com/oak.png?v=1', { kind: 'texture', image: 'https://example.com/oak.png?v=1' }],
  [' #fff | #000 ', { kind: 'colours', colours: ['#fff', '#000'] }],
  ['https://example.com/textures/oak', { kind: 'texture', image: 'https://example.com/textures/oak' }],
  [' oak.png ', { kind: 'texture', image: 'oak.png' }],
  ['#fff|oak', { kind: 'none' }],
  ['no. #fff', { kind: 'none' }],
  ['#ffff', { kind: 'none' }],
  ['oak.png.txt', { kind: 'none' }],
  ['Small', { kind: 'none' }],
  [null, { kind: 'none' }],
])('V2 swatch %s', (value, swatch) => {
  expect(swatchFromV2({ id: 1, option_id: 2, value })).toEqual(swatch);
});

test('V3 swatches and modifier values, with and without a picture', () => {
  expect([
    swatchFromV3({ id: 1, value_data: { image_url: address, colors: ['#fff'] } }),
    swatchFromV3({ id: 1, value_data: { image_url: '', colors: ['#fff'] } }),
    swatchFromV3({ id: 1, value_data: null }),
  ]).toEqual([{ kind: 'texture', image: address }, { kind: 'colours', colours: ['#fff'] }, { kind: 'none' }]);
  expect([
    modifierImageOf({ id: 1, option_id: 2, adjusters: { image_url: address } }),
    modifierImageOf({ id: 1, option_id: 2 }),
  ]).toEqual([address, '']);
  expect(toV3ModifierImage(address)).toEqual({
    fields: { adjusters: { image_url: address } },
    cannotSend: [],
  });
  expect(toV3ModifierImage(path).cannotSend.map(({ field }) => field)).toEqual(['adjusters.image_url']);
});
