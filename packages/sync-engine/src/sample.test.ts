import { describe, expect, it } from 'vitest';
import { sampleOf } from './sample.ts';

const products = Array.from({ length: 2_000 }, (_, index) => 3 * index + 1);
const turnsOf = (share: number, turns: number) =>
  Array.from({ length: turns }, (_, turn) => products.filter(sampleOf(share, turn).has));

it.each([
  [0.05, 20],
  [0.01, 100],
  [0.25, 4],
])('of %d of all products %i turns are all of them, and each once', (share, turns) => {
  const drawn = turnsOf(share, turns).flat();
  expect(drawn.toSorted((a, b) => a - b)).toEqual(products);
});

it.each([
  [0.3, 4],
  [0.07, 15],
])('a share that does not go into the whole, %d, has drawn all after %i turns', (share, turns) => {
  expect(new Set(turnsOf(share, turns).flat())).toEqual(new Set(products));
});

it('each turn draws about its share', () => {
  for (const drawn of turnsOf(0.05, 20)) expect(drawn.length / products.length).toBeCloseTo(0.05, 1);
});

it('all of them is no sample', () => {
  expect(products.filter(sampleOf(1, 3).has)).toEqual(products);
});

describe('a small store, between whose products a stretch may lie', () => {
  const few = products.slice(0, 12);
  const turns = Array.from({ length: 20 }, (_, turn) => sampleOf(0.05, turn));

  it('has one drawn where the stretch holds none, and no other where it holds some', () => {
    const empty = turns.filter(({ has }) => !few.some(has));
    expect(empty.length).toBeGreaterThan(0);
    for (const { has, instead } of turns) {
      const drawn = few.filter(has);
      const taken = instead(few);
      expect(drawn.length + (taken === undefined ? 0 : 1)).toBe(Math.max(1, drawn.length));
      if (taken !== undefined) expect(few).toContain(taken);
    }
  });

  it('has the same one drawn in whatever order its products come', () => {
    for (const { instead } of turns) expect(instead(few.toReversed())).toBe(instead(few));
  });

  it('with no products has none drawn', () => {
    expect(turns.map(({ instead }) => instead([]))).toEqual(turns.map(() => undefined));
  });
});
