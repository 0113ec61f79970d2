import type { FindingRow } from '@cutover/journal';
import { expect, test } from 'vitest';
import { noColours } from '../terminal/palette.ts';
import { auditText } from './audit-text.ts';

const found = (
  rule: string,
  severity: FindingRow['severity'],
  message: string,
  sku: string,
  imageId?: number,
): FindingRow => ({
  kind: 'product-image',
  rule,
  severity,
  message,
  source: { productId: 7, sku, ...(imageId === undefined ? {} : { imageId }) },
});

test('each rule once, the worst first, then which images, in 80 columns', () => {
  const lines = auditText(
    [
      found('alt-text-missing', 'warning', 'no alt text', 'MUG', 11),
      found('alt-text-missing', 'warning', 'no alt text', 'MUG', 12),
      found('alt-text-missing', 'warning', 'no alt text', '', 13),
      found('alt-text-missing', 'warning', 'no alt text', 'LAMP', 14),
      found(
        'thumbnail-missing',
        'critical',
        'no image of this product is the thumbnail, and so a shopper sees none in a list; migrate chooses this one',
        'BAG\u001B',
      ),
    ],
    2,
    noColours,
  );
  expect(lines).toEqual([
    'critical  thumbnail-missing, 1 time',
    '          no image of this product is the thumbnail, and so a shopper sees none',
    '          in a list; migrate chooses this one',
    '            BAG\\u{1b}',
    'warning   alt-text-missing, 4 times',
    '          no alt text',
    '            MUG (11, 12); product 7 (13); and 1 more',
  ]);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
});

test('what only the target has stands apart: ids of two stores are no list', () => {
  const { source: target, ...finding } = found(
    'alt-text-missing',
    'warning',
    'on the target: no alt text',
    'MUG',
    11,
  );
  if (target === undefined) throw new Error('the finding has an image');
  expect(
    auditText(
      [found('alt-text-missing', 'warning', 'no alt text', 'MUG', 11), { ...finding, target }],
      2,
      noColours,
    ),
  ).toEqual([
    'warning   alt-text-missing, 1 time',
    '          no alt text',
    '            MUG (11)',
    'warning   alt-text-missing, 1 time on the target',
    '          on the target: no alt text',
    '            MUG (11)',
  ]);
});

test('each of a few sentences stands with its own images', () => {
  const tie = (place: number, imageId: number): FindingRow =>
    found('order-tie', 'warning', `the place ${place} is taken by more than one image`, 'MUG', imageId);
  expect(auditText([tie(0, 11), tie(0, 12), tie(1, 13)], 5, noColours)).toEqual([
    'warning   order-tie, 3 times',
    '          the place 0 is taken by more than one image',
    '            MUG (11, 12)',
    '          the place 1 is taken by more than one image',
    '            MUG (13)',
  ]);
});

test('many sentences are not all told', () => {
  const lines = auditText(
    ['a', 'b', 'c', 'd', 'e'].map((message) => found('view-field-differs', 'critical', message, 'MUG')),
    5,
    noColours,
  );
  expect(lines).toEqual([
    'critical  view-field-differs, 5 times',
    '          a',
    '          b',
    '          c',
    '          …',
    '            MUG',
  ]);
});
