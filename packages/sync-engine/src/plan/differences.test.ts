import { expect, it } from 'vitest';
import { image } from '../match/image.fixture.ts';
import type { PairRow } from '../match/march.ts';
import { differencesOf, valuesOf } from './differences.ts';

const row: PairRow = {
  sign: '~',
  fields: ['description', 'sort_order', 'date_created'],
  source: image({ imageId: 1, description: 'red', sortOrder: 1 }),
  target: image({ imageId: 2, description: 'blue', sortOrder: 2 }),
  placeShown: 7,
};

it('values are those that both show, source first', () => {
  expect(valuesOf(row)).toEqual({ description: ['red', 'blue'], sort_order: [7, 2] });
});

it('differences are the fields in their order, with the values of those that have any', () => {
  expect(differencesOf(row)).toEqual([
    { field: 'description', values: ['red', 'blue'] },
    { field: 'sort_order', values: [7, 2] },
    { field: 'date_created' },
  ]);
});
