import type { ProductImage } from '@cutover/field-mapper';
import type { NewAction } from '@cutover/journal';
import { describe, expect, it } from 'vitest';
import { image } from '../../testing/images.ts';
import { planFor, short } from '../../testing/plans.ts';

describe('plan of repairs on one store', () => {
  const cases: { name: string; v3: ProductImage[]; expected: string[] }[] = [
    {
      name: 'one thumbnail: nothing',
      v3: [image({ imageId: 1, isThumbnail: true }), image({ imageId: 2 })],
      expected: [],
    },
    { name: 'no images: nothing', v3: [], expected: [] },
    {
      name: 'none: the first in order becomes it',
      v3: [image({ imageId: 1, sortOrder: 5 }), image({ imageId: 2, sortOrder: 3 })],
      expected: ['update 2:2 {"is_thumbnail":true}'],
    },
    {
      name: 'two: the first in order stays',
      v3: [
        image({ imageId: 1, isThumbnail: true, sortOrder: 5 }),
        image({ imageId: 2, isThumbnail: true, sortOrder: 3 }),
      ],
      expected: ['update 1:1 {"is_thumbnail":false}'],
    },
  ];
  it.each(cases)('$name', ({ v3, expected }) => {
    expect(short(planFor(v3, v3, { mode: 'parity' }))).toEqual(expected);
  });

  it('goes by what V3 shows: an image that only V2 shows is none, one that only V3 shows is one', () => {
    const v2 = [image({ imageId: 1, isThumbnail: true }), image({ imageId: 2 })];
    const v3 = [image({ imageId: 2 }), image({ imageId: 3 })];
    expect(short(planFor(v2, v3, { mode: 'parity' }))).toEqual(['update 2:2 {"is_thumbnail":true}']);
  });

  it('clears one after another', () => {
    const v3 = [3, 2, 1].map((imageId) => image({ imageId, isThumbnail: true }));
    const repair = (imageId: number, position: number): NewAction => ({
      verb: 'update',
      subject: { kind: 'product-image', productId: 9, imageId },
      from: { productId: 1, imageId },
      sku: 'S',
      wanted: { is_thumbnail: false },
      position,
    });
    expect(planFor(v3, v3, { mode: 'parity' })).toEqual([repair(2, 100_000), repair(3, 100_001)]);
  });
});
