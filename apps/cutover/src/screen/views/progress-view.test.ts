import type { EngineEvent } from '@cutover/sync-engine';
import { expect, test } from 'vitest';
import { initialState, reduce, type ScreenState } from '../screen-state.ts';
import { timeLeft } from './progress-view.ts';

/**
 * Writing since second 0, ten images a second of 1,000.
 * @param said at which second the engine says that 20 s are left.
 * @param apart from which second on each image goes by itself.
 */
function after(seconds: number, { said, apart }: { said?: number; apart?: number } = {}): ScreenState {
  const off: EngineEvent = { type: 'notice', run: 'r1', code: 'batch-off', why: 'refused', products: 3 };
  let state = initialState(0);
  for (let second = 0; second <= seconds; second += 1) {
    const leftMs = second === said ? 20_000 : undefined;
    const done = 10 * second;
    const event: EngineEvent = { type: 'progress', run: 'r1', phase: 'writing', done, total: 1_000, leftMs };
    state = reduce(state, event, second * 1_000);
    if (second === apart) state = reduce(state, off, second * 1_000);
  }
  return state;
}

test.each<[string, ScreenState, number, number | undefined]>([
  ['nothing in the first window, by what was done', after(28), 28_000, undefined],
  ['nor by what the engine says', after(28, { said: 28 }), 28_000, undefined],
  ['from then on by what was done', after(40), 40_000, 60_000],
  ['or as the engine says, which what was done does not tell', after(40, { said: 40 }), 40_000, 20_000],
  ['which is counted down while nothing comes', after(40, { said: 40 }), 55_000, 5_000],
  ['and never below nothing', after(40, { said: 40 }), 90_000, 0],
  ['by what was done again, once the engine says nothing', after(41, { said: 40 }), 41_000, 59_000],
  [
    'nothing for two windows once each image goes by itself, the rate of the others being none of theirs',
    after(90, { said: 30, apart: 31 }),
    90_000,
    undefined,
  ],
  ['and then by what was done', after(91, { said: 30, apart: 31 }), 91_000, 9_000],
])('it says %s', (_, state, nowMs, expected) => {
  expect(timeLeft(state, nowMs)).toBe(expected);
});
