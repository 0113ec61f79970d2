import type { FindingRow } from '@cutover/journal';
import { ruleIds } from '@cutover/sync-engine';
import { describe, expect, it, test } from 'vitest';
import { noColours } from '../terminal/palette.ts';
import { cellWidth } from '../terminal/width.ts';
import { type AuditTextOptions, auditText } from './audit-text.ts';

const found = (
  rule: string,
  severity: FindingRow['severity'],
  message: string,
  productId: number,
  imageId?: number,
): FindingRow => ({
  kind: 'product-image',
  rule,
  severity,
  message,
  source: { productId, sku: productId === 9 ? '' : `MUG-${productId}`, imageId },
});
const options = (columns: number): AuditTextOptions => ({
  columns,
  palette: noColours,
  productOf: ({ productId }, isOfTarget) => ({
    name: productId === 8 ? 'A name\u001B that is long '.repeat(9) : 'Blue mug',
    page: `https://store-${isOfTarget ? 'target9' : 'abc123'}.mybigcommerce.com/manage/products/edit/${productId}`,
  }),
});
const some: readonly FindingRow[] = [
  found('alt-text-missing', 'warning', 'no alt text', 7, 11),
  found('alt-text-missing', 'warning', 'no alt text', 7, 12),
  found('alt-text-missing', 'warning', 'no alt text', 9, 13),
  found('picture-low-resolution', 'warning', '20 × 20 pixels', 7, 11),
  found('picture-low-resolution', 'warning', '30 × 30 pixels', 7, 12),
  found('thumbnail-missing', 'critical', 'no image is the thumbnail', 8, 14),
];

test('each rule once, the worst first, with what it means and where it is fixed', () => {
  expect(auditText(some, options(80))).toEqual([
    'critical  thumbnail-missing, 1 time',
    '          no image is the thumbnail',
    '            MUG-8, image 14  A name\\u{1b} that is long A name\\u{1b} that is long',
    '            A name\\u{1b} that is long A name\\u{1b} that is long A name\\u{1b}',
    '            that is long A name\\u{1b} that is long A name\\u{1b} that is long A',
    '            name\\u{1b} that is long A name\\u{1b} that is long ',
    '            https://store-abc123.mybigcommerce.com/manage/products/edit/8',
    'warning   alt-text-missing, 3 times',
    '          no alt text',
    '            MUG-7, image 11  Blue mug',
    '            https://store-abc123.mybigcommerce.com/manage/products/edit/7',
    '            product 9, image 13  Blue mug',
    '            https://store-abc123.mybigcommerce.com/manage/products/edit/9',
    'warning   picture-low-resolution, 2 times',
    '          The longer side of the picture is shorter than --min-pixels, 500',
    '          unless another is given, so it is blurred where it is enlarged.',
    '            MUG-7, image 11  Blue mug',
    '            https://store-abc123.mybigcommerce.com/manage/products/edit/7',
    '              20 × 20 pixels',
  ]);
});

test('what is of no product that was read is shown in its own words', () => {
  const none = (line: number): FindingRow => ({
    kind: 'product-image',
    rule: 'product-unmatched',
    severity: 'critical',
    message: `line ${line} names SKU X-${line}`,
  });
  expect(auditText([none(2)], options(120))).toEqual([
    'critical  product-unmatched, 1 time',
    '          line 2 names SKU X-2',
  ]);
  expect(auditText([none(2), none(3), none(3), none(4), none(5)], options(120)).slice(-3)).toEqual([
    '            line 2 names SKU X-2',
    '            line 3 names SKU X-3',
    '            line 4 names SKU X-4',
  ]);
});

test('on a wide terminal an example stands on one line', () => {
  expect(auditText(some.slice(0, 1), options(140))).toEqual([
    'warning   alt-text-missing, 1 time',
    '          no alt text',
    `            MUG-7, image 11             ${'Blue mug'.padEnd(37)}  https://store-abc123.mybigcommerce.com/manage/products/edit/7`,
  ]);
});

test('on a wide terminal nothing is padded for a name or a page that is not there', () => {
  const page = 'https://store-abc123.mybigcommerce.com/manage/products/edit/7';
  const shown = (name: string, at: string, columns: number) =>
    auditText(some.slice(0, 1), { ...options(columns), productOf: () => ({ name, page: at }) }).slice(2);
  for (const columns of [140, Number.POSITIVE_INFINITY])
    expect(shown('', page, columns)).toEqual([`            MUG-7, image 11             ${page}`]);
  expect(shown('Blue mug', '', 140)).toEqual(['            MUG-7, image 11             Blue mug']);
  expect(shown('Blue mug', '', 40)).toEqual(['            MUG-7, image 11  Blue mug']);
  for (const columns of [40, 140]) expect(shown('', '', columns)).toEqual(['            MUG-7, image 11']);
});

test('what only the target has stands apart, and leads to the target', () => {
  const [first] = some;
  const { source: target, ...rest } = first ?? found('x', 'info', '', 1);
  expect(auditText([...some.slice(0, 1), { ...rest, target }], options(80))).toEqual([
    'warning   alt-text-missing, 1 time',
    '          no alt text',
    '            MUG-7, image 11  Blue mug',
    '            https://store-abc123.mybigcommerce.com/manage/products/edit/7',
    'warning   alt-text-missing, 1 time on the target',
    '          no alt text',
    '            MUG-7, image 11  Blue mug',
    '            https://store-target9.mybigcommerce.com/manage/products/edit/7',
  ]);
});

test('a bad fault has its example before slight ones have their sentences', () => {
  const slight = ruleIds
    .filter((rule) => rule !== 'thumbnail-missing')
    .slice(0, 30)
    .map((rule) => found(rule, 'info', 'words', 7));
  const lines = auditText(
    [...slight, found('thumbnail-missing', 'critical', 'no thumbnail', 10, 14)],
    options(80),
  );
  expect(lines.slice(0, 6)).toEqual([
    'critical  thumbnail-missing, 1 time',
    '          no thumbnail',
    '            MUG-10, image 14  Blue mug',
    '            https://store-abc123.mybigcommerce.com/manage/products/edit/10',
    `info      ${ruleIds.find((rule) => rule !== 'thumbnail-missing')}, 1 time`,
    '          words',
  ]);
  expect(lines.slice(-4)).toEqual(slight.slice(-4).map(({ rule }) => `info      ${rule}, 1 time`));
});

test('what is set aside is not told', () => {
  const [one] = some;
  if (one === undefined) throw new Error('there is one');
  expect(
    auditText(
      [
        { ...one, suppressed: { reason: 'ours' } },
        { ...one, known: true },
      ],
      options(80),
    ),
  ).toEqual([]);
});

describe.each([60, 80, 120, 200])('in %i columns', (columns) => {
  const all = ruleIds.flatMap((rule, at) =>
    Array.from({ length: 40 }, (_, index) =>
      found(rule, at % 3 === 0 ? 'critical' : 'info', `words ${index}`, index + 10),
    ),
  );

  it.each([1, 5, 12, 30, ruleIds.length])(
    '%i rules take 36 rows at most, and none is left out unsaid',
    (count) => {
      const rulesTold = ruleIds.slice(0, count);
      const lines = auditText(
        all.filter(({ rule }) => rulesTold.some((id) => id === rule)),
        options(columns),
      );
      const rows = lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(cellWidth(line) / columns)), 0);
      expect(rows).toBeLessThanOrEqual(36);
      const told = lines.filter((line) => line.endsWith(', 40 times')).length;
      expect(told === count || lines.at(-1) === `          and ${count - told} more rules`).toBe(true);
      const tooLong = lines.filter((line) => cellWidth(line) > columns && !/^\s*https:/.test(line));
      expect(tooLong).toEqual([]);
    },
  );
});
