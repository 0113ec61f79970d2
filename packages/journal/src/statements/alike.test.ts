import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { FindingRow, SameImages } from '../journal.ts';
import { findingsOfSame } from '../same-images.ts';
import { putTogether } from './alike.ts';

const product = fc.record(
  { productId: fc.integer({ min: 1, max: 2 }), sku: fc.constantFrom('', 'A') },
  { requiredKeys: ['productId'] },
);
const anyCommon = fc.record({
  kind: fc.constant('product-image' as const),
  source: product,
  target: product,
  sign: fc.constant('=' as const),
  message: fc.constantFrom('the same', 'kept'),
});
const ids = fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }));
const images = fc
  .tuple(fc.array(ids, { maxLength: 3 }), fc.constantFrom(0, 1, 498, 499, 500, 999))
  .map(([some, more]) => [...Array.from({ length: more }, (_, at) => [at, at + 1] as const), ...some]);
const piece: fc.Arbitrary<SameImages> = fc.record({ common: anyCommon, images });
const differs: FindingRow = { kind: 'product-image', sign: '~', message: 'differs' };

/** To the letter, as the row holds them. */
const columns = (row: ReturnType<typeof putTogether>[number]): string => {
  return JSON.stringify('products' in row ? row.products : [row.source, row.target]);
};

it('law: images that are said to be the same in one piece make the rows that they would make one by one', () => {
  fc.assert(
    fc.property(piece, fc.boolean(), (one, isBetween) => {
      const around = isBetween ? [differs] : [];
      const [together, alone] = [[one], findingsOfSame(one)].map((said) =>
        putTogether([...around, ...said, ...around]),
      );
      expect(together).toEqual(alone);
      expect(together?.map(columns)).toEqual(alone?.map(columns));
    }),
  );
});

const towel = { productId: 1, sku: 'A' };
const same: SameImages = {
  common: {
    kind: 'product-image',
    source: towel,
    target: { ...towel, productId: 2 },
    sign: '=',
    message: 'the same',
  },
  images: [
    [11, 21],
    [12, 12],
  ],
};
const { source: _, target: __, ...common } = same.common;

it('one row stands for images of several products, while they follow one another and the same is said of them', () => {
  const other = { ...same.common, source: { productId: 3 }, target: { productId: 3 } };
  const kept = { ...same, common: { ...same.common, message: 'kept' } };
  expect(putTogether([same, { ...same, common: other }, kept, differs, same])).toEqual([
    {
      common,
      products: [
        [
          [1, 'A'],
          [2, 'A'],
          [[11, 21], 12],
        ],
        [3, [[11, 21], 12]],
      ],
      number: 4,
    },
    {
      common: { ...common, message: 'kept' },
      products: [
        [
          [1, 'A'],
          [2, 'A'],
          [[11, 21], 12],
        ],
      ],
      number: 2,
    },
    differs,
    {
      common,
      products: [
        [
          [1, 'A'],
          [2, 'A'],
          [[11, 21], 12],
        ],
      ],
      number: 2,
    },
  ]);
});

it('what is on one side alone is put together in the same way, and only what says no more than where it is', () => {
  const missing = (imageId: number): FindingRow => ({
    kind: 'product-image',
    sign: '+',
    source: { ...towel, imageId },
    message: 'missing',
  });
  const extra: FindingRow = {
    kind: 'product-image',
    sign: '-',
    target: { ...towel, imageId: 9 },
    message: 'extra',
  };
  const ruled: FindingRow = { ...missing(4), rule: 'x' };
  const odd: FindingRow = { ...extra, source: towel };
  expect(putTogether([missing(1), missing(2), extra, extra, ruled, ruled, odd, odd, missing(3)])).toEqual([
    {
      common: { kind: 'product-image', sign: '+', message: 'missing' },
      products: [
        [
          [1, 'A'],
          [1, 2],
        ],
      ],
      number: 2,
    },
    {
      common: { kind: 'product-image', sign: '-', message: 'extra' },
      products: [
        [
          [1, 'A'],
          [9, 9],
        ],
      ],
      number: 2,
    },
    ruled,
    ruled,
    odd,
    odd,
    missing(3),
  ]);
});

it('a piece of which more is said than that its images are the same is taken apart', () => {
  const [first, second] = findingsOfSame(same).map((one) => ({ ...one, severity: 'info' as const }));
  expect(putTogether([{ ...same, common: { ...same.common, severity: 'info' } }])).toEqual([first, second]);
});
