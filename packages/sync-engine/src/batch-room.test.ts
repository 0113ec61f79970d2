import { expect, it } from 'vitest';
import { suitsBatches } from './batch-room.ts';

it.each([
  ['all its images can be made together', { before: 0, creates: 1 }, true],
  ['as many as one request may carry', { before: 0, creates: 100 }, true],
  ['more than that', { before: 0, creates: 101 }, false],
  ['it has an image', { before: 1, creates: 1 }, false],
  ['something else is planned of it', { before: 0, creates: 0 }, false],
])('whether a product goes with others: %s', (_, product, suits) => {
  expect(suitsBatches(product)).toBe(suits);
});
