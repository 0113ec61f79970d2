import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { FindingRow, SameImages } from '../journal.ts';
import { findingsOfSame } from '../same-images.ts';
import { putTogether } from './alike.ts';

const product = fc.record(
  { productId: fc.integer({ min: 1, max: 2 }), sku: fc.constantFrom('', 'A') },
  { requiredKeys: ['productId'] },
);
const common = fc.record({
  kind: fc.constant('product-image' as const),
  source: product,
  target: product,
  sign: fc.constant('=' as const),
  message: fc.constantFrom('the same', 'kept'),
});
const ids = fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }));
const images = fc
  .tuple(fc.array(ids, { maxLength: 3 }), fc.constantFrom(0, 1, 198, 199, 200, 399))
  .map(([some, more]) => [...Array.from({ length: more }, (_, at) => [at, at + 1] as const), ...some]);
const same: fc.Arbitrary<SameImages> = fc.record({ common, images });
const differs: FindingRow = { kind: 'product-image', sign: '~', message: 'differs' };

/** To the letter, as the row holds them. */
const columns = (row: ReturnType<typeof putTogether>[number]): string => {
  const { common: finding, images: number } = 'images' in row ? row : { common: row, images: [] };
  return JSON.stringify([finding.source, finding.target, number]);
};

it('law: images that are said to be the same in one piece make the rows that they would make one by one', () => {
  fc.assert(
    fc.property(same, fc.boolean(), (one, isBetween) => {
      const around = isBetween ? [differs] : [];
      const [together, alone] = [[one], findingsOfSame(one)].map((said) =>
        putTogether([...around, ...said, ...around]),
      );
      expect(together).toEqual(alone);
      expect(together?.map(columns)).toEqual(alone?.map(columns));
    }),
  );
});

it('and two such pieces stay two, whatever they have in common', () => {
  const one: SameImages = {
    common: {
      kind: 'product-image',
      source: { productId: 1, sku: 'A' },
      target: { productId: 2, sku: 'A' },
      sign: '=',
      message: 'the same',
    },
    images: [
      [11, 21],
      [12, 12],
    ],
  };
  const row = { common: one.common, images: [[11, 21], [12]] };
  expect(putTogether([one, one])).toEqual([row, row]);
});
