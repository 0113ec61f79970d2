import { describe, expect, it } from 'vitest';
import { looksCutShort, suspects } from './completeness.ts';

describe('a listing that may have been cut short', () => {
  it.each([
    [0, false],
    [1, false],
    [5, false],
    [9, false],
    [10, true],
    [11, false],
    [25, true],
    [50, true],
    [249, false],
    [250, true],
  ])('%i images: %s', (images, expected) => {
    expect(looksCutShort(images)).toBe(expected);
  });

  it('suspects the products that hold the most', () => {
    const counts = [
      { productId: 3, images: 7 },
      { productId: 9, images: 7 },
      { productId: 1, images: 6 },
    ];
    expect(suspects(counts)).toEqual([3, 9]);
    expect(suspects([{ productId: 3, images: 1 }])).toEqual([]);
    expect(suspects([])).toEqual([]);
  });
});
