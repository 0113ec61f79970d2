import { expect, test } from 'vitest';
import type { ResultLine } from './lines.ts';
import type { Sight } from './own-eyes.ts';
import { doubtsAbout, type Evidence } from './proof.ts';

function sight(pictures: number): Sight {
  return {
    products: 1,
    pictures,
    byKind: { product: pictures - 3, variant: 1, modifier: 1, swatch: 1 },
    bySku: new Map([['A', new Map([['mug', pictures]])]]),
  };
}
const result = {
  type: 'result',
  exitCode: 0,
  products: 1,
  images: 10,
  requests: { v2: 0, v3: 9, content: 0 },
} as const;
const resumed: ResultLine = {
  ...result,
  created: 7,
  set: 3,
  updated: 0,
  removed: 0,
  failed: 0,
  remaining: 0,
  inDoubt: 0,
};
const verified: ResultLine = { ...result, checked: 10, unchecked: 0, mismatched: 0 };
const proved: Evidence = {
  source: sight(10),
  before: {
    products: 1,
    pictures: 0,
    byKind: { product: 0, variant: 0, modifier: 0, swatch: 0 },
    bySku: new Map(),
  },
  halfway: sight(6),
  after: sight(10),
  killed: { begun: 7, done: 4, open: new Set(['a', 'b', 'c']) },
  settled: { arrived: 2, sentAgain: 1, untold: 0 },
  resumed,
  verified,
};

test('nothing contradicts a migration that went as it must', () => {
  expect(doubtsAbout(proved)).toEqual([]);
});

test.each<[Partial<Evidence>, readonly string[]]>([
  [{ after: sight(11) }, ['1 products differ, A among them', '11 pictures are on the target, 10 are wanted']],
  [{ after: sight(9) }, ['1 products differ, A among them', '9 pictures are on the target, 10 are wanted']],
  [
    { halfway: sight(8) },
    [
      '4 pictures had arrived without a record, with 3 writes open',
      '2 open writes were found done, but 4 had arrived',
    ],
  ],
  [
    { settled: { arrived: 2, sentAgain: 0, untold: 1 } },
    ['3 open writes were found done, but 2 had arrived'],
  ],
  [{ settled: { arrived: 1, sentAgain: 1, untold: 1 } }, []],
  [
    { settled: { arrived: 1, sentAgain: 2, untold: 0 } },
    ['1 open writes were found done, but 2 had arrived'],
  ],
  [{ resumed: { ...resumed, inDoubt: 1 } }, ['the migration left something undone']],
  [{ verified: { ...verified, mismatched: 1 } }, ['the check found differences, or could not check all']],
  [{ verified: { ...verified, checked: 9 } }, ['only 9 pictures were checked']],
  [
    { source: { ...sight(10), byKind: { product: 10, variant: 0, modifier: 0, swatch: 0 } } },
    ['the source has no pictures of one kind'],
  ],
  [
    {
      killed: { begun: 4, done: 6, open: new Set() },
      settled: { arrived: 0, sentAgain: 0, untold: 0 },
    },
    ['the kill interrupted no write'],
  ],
])('%j is doubted as far as it must be', (change, expected) => {
  expect(doubtsAbout({ ...proved, ...change })).toEqual(expected);
});
