/**
 * Numbers that look random and come back the same for the same seed, on every machine.
 * Nothing in this package may ask the operating system for randomness, new tokens apart: a failing run must replay.
 */

/** A source of numbers in [0, 1), advanced by each call. */
export type Random = () => number;

/** Mixes any number of strings and numbers into one unsigned 32-bit number (FNV-1a with a final avalanche). */
export function mix(...parts: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const character of parts.join('\u0000')) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** A generator (mulberry32) whose whole sequence follows from the parts of its seed. */
export function createRandom(...seed: readonly (string | number)[]): Random {
  let state = mix(...seed);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A whole number from `least` to `most`, both possible. */
export function between(random: Random, least: number, most: number): number {
  return least + Math.floor(random() * (most - least + 1));
}

/** One of the items, all equally likely; the list must not be empty. */
export function oneOf<Item>(random: Random, items: readonly Item[]): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new RangeError('cannot choose from an empty list');
  return item;
}
