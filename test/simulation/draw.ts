// Draws from a seed. Each topic draws from a sequence of its own, so that what is added to one leaves the others as they
// were, and a seed that once failed keeps its story as far as possible.
import { createRandom } from '../support/random.ts';

export interface Draw {
  /** A whole number from 0 to `most`. */
  int(most: number): number;
  chance(share: number): boolean;
  pick<T>(list: readonly [T, ...T[]]): T;
  /** Half of the time 0, else up to `most`. */
  rate(most: number): number;
}

export function createDraw(seed: number, topic: string): Draw {
  let mixed = seed >>> 0;
  for (const letter of topic) mixed = Math.imul(mixed ^ (letter.codePointAt(0) ?? 0), 16_777_619) >>> 0;
  const random = createRandom(mixed);
  const int = (most: number): number => Math.floor(random() * (most + 1));
  const chance = (share: number): boolean => random() < share;
  return {
    int,
    chance,
    pick: (list) => list[int(list.length - 1)] ?? list[0],
    rate: (most) => (chance(0.5) ? random() * most : 0),
  };
}
