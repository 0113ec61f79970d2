import { expect, it } from 'vitest';
import { image } from '../match/image.fixture.ts';
import type { PairRow } from '../match/march.ts';
import { changesOf, valuesOf, viewsOf } from './row-words.ts';

const row = (source: string, target: string): PairRow => ({
  sign: '~',
  fields: ['description'],
  source: image({ imageId: 1, description: source }),
  target: image({ imageId: 2, description: target }),
});
const start = 'Close-up of the walnut handle and brass ferrule of the carving';

it.each([
  ['short texts whole', 'red', 'blue', 'description "blue" → "red"'],
  [
    'long ones around the place where they part',
    `${start} knife`,
    `${start} fork`,
    'description "…the carving fork" → "…the carving knife" (68 and 67 characters, source and target)',
  ],
  [
    'of one length without lengths',
    `${start} knife`,
    `${start} forks`,
    'description "…the carving forks" → "…the carving knife"',
  ],
  [
    'one that is the start of the other',
    start,
    `${start} knife, and more than forty characters of it`,
    'description "… the carving knife, and more than forty …" → "… the carving" (62 and 106 characters, source and target)',
  ],
  [
    'that part at once',
    `A${start}`,
    `B${start}`,
    'description "BClose-up of the walnut handle and brass…" → "AClose-up of the walnut handle and brass…"',
  ],
  [
    'without tearing a letter apart',
    `${'😀'.repeat(50)}a`,
    `${'😀'.repeat(50)}b`,
    `description "…${'😀'.repeat(12)}b" → "…${'😀'.repeat(12)}a"`,
  ],
])('values are shown where they differ: %s', (_, source, target, words) => {
  expect(changesOf(row(source, target))).toBe(words);
});

it('two views are named in the order of their values', () => {
  expect(viewsOf(row('red', 'blue'))).toBe('description "red" in V2, "blue" in V3');
});

it('values are kept whole, source first', () => {
  expect(valuesOf(row(`${start} knife`, `${start} fork`))).toEqual({
    description: [`${start} knife`, `${start} fork`],
  });
});
