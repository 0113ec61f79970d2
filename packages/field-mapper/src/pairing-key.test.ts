import { expect, test } from 'vitest';
import { type PairingRule, pairingKey } from './pairing-key.ts';

const product = {
  productId: 77,
  sku: ' AB-1 ',
  name: ' Fog  Linen\u00a0Towel ',
  url: 'https://x.example/Fog-Linen/?a=1',
};

test.each<[PairingRule, Partial<typeof product>, string]>([
  ['sku', {}, 'AB-1'],
  ['sku', { sku: '  ' }, ''],
  ['id', {}, '77'],
  ['name', {}, 'fog linen towel'],
  ['name', { name: 'Cafe\u0301' }, 'café'],
  ['url', {}, 'fog-linen'],
  ['url', { url: '/fog-linen' }, 'fog-linen'],
  ['url', { url: ' http://x.example//Towels/fog-linen// ' }, 'towels/fog-linen'],
  ['url', { url: '/see/https://x.example/fog' }, 'see/https://x.example/fog'],
  ['url', { url: '' }, ''],
])('by %s, %o: %s', (by, changed, key) => {
  expect(pairingKey({ ...product, ...changed }, by)).toBe(key);
});

test('a SKU is exact: stores keep upper and lower case apart', () => {
  expect(pairingKey(product, 'sku')).not.toBe(pairingKey({ ...product, sku: 'ab-1' }, 'sku'));
});
