import type { Run, Snapshot } from '@cutover/journal';
import { expect, it } from 'vitest';
import { run } from '../testing/runs.ts';
import { verifyCounts } from './verify-counts.ts';

const target: Snapshot = {
  snapshot: 2,
  run: 'r0001-2222',
  side: 'target',
  store: 't',
  via: 'v3',
  cursor: undefined,
  complete: true,
  products: 3,
  images: 10,
  expectedImages: undefined,
};
const onlyOnTarget = (one: Run): number => verifyCounts({ snapshotOf: () => target }, one).onlyOnTarget;

it.each([
  ['what was met, and what the march cannot meet', run({ onlyOnTarget: 2, onTarget: 7 }), 5],
  ['of an earlier version what it has counted', run({ leftAlone: 2 }), 2],
  [
    'of one that an earlier version began what both have counted',
    run({ leftAlone: 2, onlyOnTarget: 1, onTarget: 3 }),
    3,
  ],
  ['of one that was stopped what was met', run({ onlyOnTarget: 2, onTarget: 3 }, { marched: false }), 2],
  [
    'of chosen products what was met',
    run({ onlyOnTarget: 2, onTarget: 3 }, { options: { products: 'p.csv' } }),
    2,
  ],
  [
    'of pictures of variants alone what was met',
    run({ onlyOnTarget: 0, onTarget: 0 }, { options: { products: '', kinds: 'variant' } }),
    0,
  ],
  ['of one store nothing more', run({ onTarget: 3 }, { mode: 'parity' }), 0],
])('only on the target is %s', (_, one, images) => {
  expect(onlyOnTarget(one)).toBe(images);
});
