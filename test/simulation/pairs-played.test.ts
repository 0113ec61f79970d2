import { expect, it } from 'vitest';
import { pairsPlayed } from './pairs-played.ts';

const firsts = [0, 1, 2, 3] as const;

it.each([
  { asked: undefined, seed: 100_000_254, half: 'even', whole: [0, 2] },
  { asked: undefined, seed: 100_000_255, half: 'odd', whole: [1, 3] },
  // What is asked for wins over the commit.
  { asked: 'even', seed: 100_000_255, half: 'even', whole: [0, 2] },
  { asked: 'odd', seed: 100_000_254, half: 'odd', whole: [1, 3] },
])('asked for $asked, a commit with the seed $seed plays the $half half', ({ asked, seed, half, whole }) => {
  const played = pairsPlayed(asked, () => seed);
  expect({ half: played.half, whole: firsts.filter(played.isWhole) }).toEqual({ half, whole });
});

it('any other half is refused', () => {
  for (const wrong of ['', 'both', 'Even', '0'])
    expect(() => pairsPlayed(wrong)).toThrow(`PAIRS is even or odd, not ${wrong}`);
});
