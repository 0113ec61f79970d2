import { expect, it } from 'vitest';
import { image } from '../match/image.fixture.ts';
import type { PairRow } from '../match/march.ts';
import { editedIn } from './edited.ts';
import { noEdits } from './edits.ts';

const row: PairRow = {
  sign: '~',
  fields: ['description', 'sort_order'],
  source: image({ imageId: 1, description: 'red', sortOrder: 1 }),
  target: image({ imageId: 2, description: 'blue', sortOrder: 2 }),
};

it('an edit is told with both values, the source first, and so is what differs besides', () => {
  expect(editedIn(row, { of: () => ['description'] })).toEqual({
    code: 'edited-on-target',
    edited: [{ field: 'description', values: ['red', 'blue'] }],
    others: [{ field: 'sort_order', values: [1, 2] }],
  });
});

it('where nobody has edited anything, nothing is told', () => {
  expect(editedIn(row, noEdits)).toBeUndefined();
});
