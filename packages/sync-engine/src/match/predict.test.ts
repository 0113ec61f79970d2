import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { image } from '../testing/images.ts';
import { atOwnPlaces, hasTies, inOrder, keepsOrder, predict, thumbnailOf } from './predict.ts';

/** Images at these places, the oldest first. */
const at = (...places: number[]) =>
  places.map((sortOrder, index) => image({ imageId: index + 1, sortOrder }));

describe('storefront order', () => {
  it('goes by place, and among equals by age', () => {
    const order = inOrder(at(3, 1, 3, -2, 1).toReversed());
    expect(order.map(({ imageId }) => imageId)).toEqual([4, 2, 5, 1, 3]);
  });

  it.each([
    ['none', at(), false],
    ['places of their own', at(2, 0, 1), false],
    ['two at one place', at(2, 0, 2), true],
  ])('has ties: %s', (_, images, ties) => {
    expect(hasTies(images)).toBe(ties);
  });

  it('can be had without ties', () => {
    const images = at(5, -1, 5);
    expect(atOwnPlaces(images)).toEqual([
      { ...images[1], sortOrder: 0 },
      { ...images[0], sortOrder: 1 },
      { ...images[2], sortOrder: 2 },
    ]);
  });

  it.each([
    ['other places, the same order', [7, 8, 9], true],
    ['all at one place: by age', [0, 0, 0], true],
    ['the last one first', [7, 8, 1], false],
  ])('is kept: %s', (_, places, kept) => {
    const targets = at(...places);
    const pairs = at(0, 0, 1).flatMap((source, index) =>
      targets.slice(index, index + 1).map((target) => ({ source, target })),
    );
    expect(keepsOrder(pairs.toReversed())).toBe(kept);
  });
});

describe('the thumbnail', () => {
  it.each([
    ['of no images', [], undefined],
    ['where none is flagged: the first in order', [[4], [2], [3]], 2],
    ['where one is flagged', [[4], [2], [3, true]], 3],
    ['where two are flagged: the first of them in order', [[4, true], [2], [3, true]], 3],
  ] as const)('%s', (_, facts, imageId) => {
    const images = facts.map(([sortOrder, isThumbnail = false], index) =>
      image({ imageId: index + 1, sortOrder, isThumbnail }),
    );
    expect(thumbnailOf(images)?.imageId).toBe(imageId);
  });

  it('law: the target should show exactly one, and all else as it is', () => {
    const anyFlags = fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.boolean()), { minLength: 1 });
    fc.assert(
      fc.property(anyFlags, (flags) => {
        const images = flags.map(([sortOrder, isThumbnail], index) =>
          image({ imageId: index + 1, sortOrder, isThumbnail }),
        );
        const chosen = thumbnailOf(images);
        expect(predict(images)).toEqual(images.map((one) => ({ ...one, isThumbnail: one === chosen })));
      }),
    );
  });
});
