import { expect, test } from 'vitest';
import type { EngineEvent } from './events.ts';
import { progressOf } from './progress.ts';

test('a total that was only expected is left out once more has been done, and exact until then', () => {
  const told: EngineEvent[] = [];
  const onImages = progressOf({ emit: (event) => told.push(event) }, 'r1', 'verifying', 5);
  for (const more of [2, 3, 1, 4]) onImages(more);
  const begun = { type: 'progress', run: 'r1', phase: 'verifying' };
  expect(told).toEqual([
    { ...begun, done: 2, total: 5 },
    { ...begun, done: 5, total: 5 },
    { ...begun, done: 6 },
    { ...begun, done: 10 },
  ]);
});
