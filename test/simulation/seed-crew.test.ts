import { expect, it } from 'vitest';
import { shares } from './seed-crew.ts';

it.each([
  [1, 2, [1]],
  [5, 2, [3, 2]],
  [215, 2, [108, 107]],
  [1_000, 2, [200, 200, 200, 200, 200]],
])(
  '%i seeds for %i workers are shared out as %j, each of them once and in order',
  (seeds, workers, sizes) => {
    const all = Array.from({ length: seeds }, (_, index) => 7 + index);
    const shared = shares('habits', all, workers);
    expect(shared.map(({ seeds: some }) => some.length)).toEqual(sizes);
    expect(shared.flatMap(({ seeds: some }) => some)).toEqual(all);
  },
);
