import { expect, it } from 'vitest';
import { outOfOrder } from './in-order.ts';

/** `a0 b1`: picture a at 0, picture b at 1. */
const images = (text: string) =>
  text
    .split(' ')
    .filter((one) => one !== '')
    .map((one) => ({ picture: one.slice(0, 1), sortOrder: Number(one.slice(1)) }));

it.each([
  ['the same places', 'a0 b1 c2', 'a0 b1 c2', undefined],
  ['other places, the same order', 'a0 b1 c2', 'a5 b6 c9', undefined],
  ['another order', 'a0 b1 c2', 'b0 a1 c2', 'a'],
  ['ties in any order', 'a0 b0 c1', 'b0 a1 c2', undefined],
  ['twins in their places', 'a0 b1 a2', 'a0 b1 a2', undefined],
  ['twins that stand together and should not', 'a0 b1 a2', 'a0 a1 b2', 'b'],
  ['pictures of somebody else, anywhere', 'a0 b1', 'x0 a1 y2 b3 z4', undefined],
  ['one that is missing', 'a0 b1 c2', 'a0 c1', undefined],
  ['a spare twin behind', 'a0 b1', 'a0 b1 a2', undefined],
  ['a spare twin before', 'b0 a1', 'a0 b1 a2', undefined],
  ['two spare twins', 'a0 b1 c2', 'b0 a1 b2 a3 c4 a5', undefined],
  ['a spare twin excuses no other picture', 'a0 b1 c2', 'a0 c1 b2 a3', 'b'],
])('%s', (_, ours, theirs, culprit) => {
  expect(outOfOrder(images(ours), images(theirs))?.picture).toBe(culprit);
});
