import { expect, it } from 'vitest';
import { pictureShapes, shapeCounts } from './picture-shapes.ts';

it('pictures are counted by format, and by the longer side', () => {
  const counts = shapeCounts([
    { format: 'jpeg', width: 499, height: 20 },
    { format: 'jpeg', width: 20, height: 500 },
    { format: 'jpeg', width: 999, height: 999 },
    { format: 'png', width: 9_000, height: 1 },
    { format: 'gif' },
  ]);
  expect(pictureShapes(counts)).toEqual({
    formats: [
      { format: 'jpeg', count: 3 },
      { format: 'png', count: 1 },
      { format: 'gif', count: 1 },
    ],
    sizes: [
      { from: 0, to: 500, count: 1 },
      { from: 500, to: 1_000, count: 2 },
      { from: 4_000, to: undefined, count: 1 },
    ],
  });
});

it('where no picture was looked at there is nothing to draw', () => {
  expect(pictureShapes({ images: 3, products: 1 })).toBe(undefined);
});
