import { expect, it } from 'vitest';
import type { PairRow } from '../match/march.ts';
import { image } from '../testing/images.ts';
import { editedWords } from './row-words.ts';

it('an edit is told with both values, the source first, and so is what differs besides', () => {
  const row: PairRow = {
    sign: '~',
    fields: ['description', 'sort_order'],
    source: image({ imageId: 1, description: 'red', sortOrder: 1 }),
    target: image({ imageId: 2, description: 'blue', sortOrder: 2 }),
  };
  expect(editedWords(row, { of: () => ['description'] })).toBe(
    'edited on the target since the last migration: description "red" on the source, "blue" on the target; differs too: sort_order 1 → 2',
  );
});
