import { expect, it } from 'vitest';
import { readSuppression } from './read-suppression.ts';

it.each<[string, object]>([
  ['order-tie', { rule: 'order-tie', reason: 'named with --suppress' }],
  ['{"rule":"order-tie","reason":"ours"}', { rule: 'order-tie', reason: 'ours' }],
  ['{"rule":"a-b","product":7,"reason":"x"}', { rule: 'a-b', product: 7, reason: 'x' }],
  ['{"rule":"a-b","product":"MUG","reason":"x"}', { rule: 'a-b', product: 'MUG', reason: 'x' }],
  ['{"rule":"a-b","image":9,"reason":"x"}', { rule: 'a-b', image: 9, reason: 'x' }],
])('%s is read', (text, expected) => {
  expect(readSuppression(text)).toEqual(expected);
});

it.each([
  ['', 'not the name of a rule'],
  ['Order Tie', 'not the name of a rule'],
  ['{"rule":', 'neither the name of a rule nor an object'],
  ['{"reason":"x"}', 'names no rule'],
  ['{"rule":"a-b"}', 'gives no reason'],
  ['{"rule":"a-b","reason":" "}', 'gives no reason'],
  ['{"rule":"a-b","reason":"x","sku":"MUG"}', 'has "sku"'],
  ['{"rule":"a-b","reason":"x","image":"9"}', 'an image that is no id'],
  ['{"rule":"a-b","reason":"x","product":[7]}', 'neither an id nor a SKU'],
  ['{"rule":"a-b","reason":"x","product":7,"image":9}', 'a product and an image'],
])('%s is refused: it %s', (text, words) => {
  expect(() => readSuppression(text)).toThrow(words);
});
