import { expect, it } from 'vitest';
import type { Turns } from '../engine.ts';
import { createLeaving } from './leaving.ts';

/** Which of so many have entered, in their order, at a store that allows so much. */
async function entering(requestsPerSecond: number | undefined, number: number) {
  const quota = { requestsPerSecond };
  const time = { nowMs: 0 };
  const turns = (): Turns => ({ ...quota, given: 7, waitedMs: 5 });
  const leaving = createLeaving({ monotonicMs: () => time.nowMs }, turns);
  const entered: number[] = [];
  const leave: (() => void)[] = [];
  const all = Array.from({ length: number }, async (_, at) => {
    leave[at] = await leaving.enter();
    entered.push(at);
  });
  const settled = async (): Promise<readonly number[]> => {
    for (let turns = 0; turns < 9; turns += 1) await Promise.resolve();
    return [...entered];
  };
  return { quota, time, turns: leaving.turns, leave, settled, all: Promise.all(all) };
}

it('as many are looked at and wait to leave as the quota lets through in five seconds, two requests each', async () => {
  const { leave, settled, all } = await entering(1.4, 6);
  expect(await settled()).toEqual([0, 1, 2]);
  leave[1]?.();
  leave[1]?.();
  expect(await settled()).toEqual([0, 1, 2, 3]);
  for (const at of [0, 2, 3]) leave[at]?.();
  await all;
  expect(await settled()).toEqual([0, 1, 2, 3, 4, 5]);
});

it('a store that allows hardly anything gets one at a time, and one that tells no quota all at once', async () => {
  const slow = await entering(0.1, 2);
  expect(await slow.settled()).toEqual([0]);
  slow.quota.requestsPerSecond = 10;
  slow.leave[0]?.();
  expect(await slow.settled()).toEqual([0, 1]);
  expect(await (await entering(undefined, 40)).settled()).toHaveLength(40);
});

it('what is waited here counts as waited for a turn, also by those that wait still', async () => {
  const { time, turns, leave, settled, quota } = await entering(0.1, 3);
  expect(await settled()).toEqual([0]);
  const waited = [turns?.()];
  time.nowMs = 100;
  waited.push(turns?.());
  leave[0]?.();
  expect(await settled()).toEqual([0, 1]);
  time.nowMs = 110;
  leave[1]?.();
  await settled();
  time.nowMs = 500;
  waited.push(turns?.());
  const said = (waitedMs: number): Turns => ({ ...quota, given: 7, waitedMs });
  expect(waited).toEqual([said(5), said(205), said(215)]);
});

it('nothing is said of turns where nobody knows any', () => {
  expect(createLeaving({ monotonicMs: () => 0 }, undefined).turns).toBeUndefined();
});
