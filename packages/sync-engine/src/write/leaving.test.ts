import { expect, it } from 'vitest';
import type { Turns } from '../engine.ts';
import { createLeaving } from './leaving.ts';

/** Which of so many have entered, in their order, at a store that allows so much. */
async function entering(requestsPerSecond: number | undefined, number: number) {
  const quota = { requestsPerSecond };
  const leaving = createLeaving((): Turns => ({ ...quota, given: 0, waitedMs: 0 }));
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
  return { quota, leave, settled, all: Promise.all(all) };
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
