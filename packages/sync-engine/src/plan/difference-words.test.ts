import { describe, expect, it } from 'vitest';
import type { PairRow } from '../match/march.ts';
import { image } from '../testing/images.ts';
import { storesDiffer, valuesOf, viewsDiffer } from './difference-words.ts';

const row = (source: string, target: string): PairRow => ({
  sign: '~',
  fields: ['description'],
  source: image({ imageId: 1, description: source }),
  target: image({ imageId: 2, description: target }),
});
const start = 'Close-up of the walnut handle and brass ferrule of the carving';

describe('the source comes first', () => {
  it.each([
    ['short texts whole', 'red', 'blue', 'description "red" → "blue"'],
    [
      'long ones around the place where they part',
      `${start} knife`,
      `${start} fork`,
      'description "…the carving knife" → "…the carving fork" (68 → 67 characters)',
    ],
    [
      'of one length without lengths',
      `${start} knife`,
      `${start} forks`,
      'description "…the carving knife" → "…the carving forks"',
    ],
    [
      'one that is the start of the other',
      start,
      `${start} knife, and more than forty characters of it`,
      'description "… the carving" → "… the carving knife, and more than forty …" (62 → 106 characters)',
    ],
    [
      'that part at once',
      `A${start}`,
      `B${start}`,
      'description "AClose-up of the walnut handle and brass…" → "BClose-up of the walnut handle and brass…"',
    ],
    [
      'without tearing a letter apart',
      `${'😀'.repeat(50)}a`,
      `${'😀'.repeat(50)}b`,
      `description "…${'😀'.repeat(12)}a" → "…${'😀'.repeat(12)}b"`,
    ],
  ])('%s', (_, source, target, words) => {
    expect(storesDiffer(row(source, target))).toBe(words);
  });

  it('in one store V2, with each view named, also for the lengths', () => {
    expect(viewsDiffer(row('red', 'blue'))).toBe('description "red" in V2, "blue" in V3');
    expect(viewsDiffer(row(`${start} knife`, `${start} fork`))).toBe(
      'description "…the carving knife" in V2, "…the carving fork" in V3 (68 characters in V2, 67 in V3)',
    );
  });
});

it('values are kept whole, source first', () => {
  expect(valuesOf(row(`${start} knife`, `${start} fork`))).toEqual({
    description: [`${start} knife`, `${start} fork`],
  });
});
