import type { Wait } from '@cutover/sync-engine';
import { expect, test } from 'vitest';
import { afterWait, longestWait, noWaits } from './waits.ts';

const wait = (by: Wait['by'], ms: number | undefined): Wait => ({
  type: 'wait',
  waitsFor: 'quota',
  by,
  store: 'abc',
  ms,
});
const fold = (...events: readonly Wait[]) =>
  events.reduce((waits, event) => afterWait(waits, event, 0), noWaits);

test('each wait ends on its own, and the longest of several counts', () => {
  expect(longestWait(fold(wait('queue', 9_000), wait('reads', 2_000), wait('reads', undefined)), 0)).toEqual({
    waitsFor: 'quota',
    ms: 9_000,
  });
  expect(longestWait(fold(wait('reads', 9_000), wait('reads', 2_000)), 4_000)).toEqual({
    waitsFor: 'quota',
    ms: 5_000,
  });
});

test('what is over, or under a second, is no wait to speak of', () => {
  expect(longestWait(fold(wait('queue', 900)), 0)).toBeUndefined();
  expect(longestWait(fold(wait('queue', 9_000), wait('queue', undefined)), 0)).toBeUndefined();
  expect(longestWait(fold(wait('queue', 9_000)), 8_500)).toBeUndefined();
});
