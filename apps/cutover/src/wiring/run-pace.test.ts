import { expect, it } from 'vitest';
import type { PaceFacts, PaceKey } from '../screen/index.ts';
import { afterKey, createRunPace } from './run-pace.ts';

it.each<[PaceKey, number, number | undefined]>([
  ['less-quota', 0.9, 0.8],
  ['less-quota', 0.85, 0.8],
  ['less-quota', 0.3, 0.2],
  ['less-quota', 0.15, 0.1],
  ['less-quota', 0.1, undefined],
  // Somebody wanted that little.
  ['less-quota', 0.05, undefined],
  ['more-quota', 0.05, 0.1],
  ['more-quota', 0.2, 0.3],
  ['more-quota', 0.7, 0.8],
  ['more-quota', 0.85, 0.9],
  ['more-quota', 0.95, 1],
  ['more-quota', 1, undefined],
])('%s from %d comes to %s', (key, quotaShare, expected) => {
  expect(afterKey({ quotaShare, concurrency: undefined }, key)?.quotaShare).toBe(expected);
});

it.each<[PaceKey, number | undefined, number | undefined]>([
  ['fewer-at-once', undefined, 20],
  ['fewer-at-once', 5, 2],
  ['fewer-at-once', 1, undefined],
  ['more-at-once', undefined, undefined],
  ['more-at-once', 3, 6],
  ['more-at-once', 200, 256],
  ['more-at-once', 256, undefined],
])('%s from %s comes to %s', (key, concurrency, expected) => {
  expect(afterKey({ quotaShare: 0.9, concurrency }, key)?.concurrency).toBe(expected);
});

it('keys go on from what a command has asked for, and one that changes nothing is not handed on', () => {
  const taken: unknown[] = [];
  const said: PaceFacts[] = [];
  const pace = createRunPace({ quotaShare: 0.9, concurrency: undefined }, (to, by) => {
    taken.push([to, by]);
    said.push(pace.now());
  });
  pace.change({ quotaShare: 0.5, concurrency: undefined }, 'command');
  pace.press('less-quota');
  pace.press('more-at-once');
  pace.press('fewer-at-once');
  expect({ taken, said }).toEqual({
    taken: [
      [{ quotaShare: 0.5, concurrency: undefined }, 'command'],
      [{ quotaShare: 0.4 }, 'key'],
      [{ concurrency: 20 }, 'key'],
    ],
    said: [
      { quotaShare: 0.5, concurrency: undefined },
      { quotaShare: 0.4, concurrency: undefined },
      { quotaShare: 0.4, concurrency: 20 },
    ],
  });
});
