import type { Run } from '@cutover/journal';
import { expect, it } from 'vitest';
import { sampledWords } from './proof-words.ts';

type Compared = Parameters<typeof sampledWords>[0];
const sampled = (counts: Run['counts'], more: Partial<Compared> = {}): Compared => ({
  mode: 'parity',
  command: 'diff',
  options: { sample: 0.05 },
  counts,
  ...more,
});
const some = { products: 1200, pairedProducts: 1200, unaskedProducts: 1140, pagesHeard: 1140, same: 240 };
const begins =
  'V2 was asked for the images of 60 of 1,200 products, drawn by a hash of their ids, and for the main picture alone of';

it.each<[string, Compared, string | undefined]>([
  [
    'a share in which nothing differs, and the rest by its pages',
    sampled(some),
    `${begins} the other 1,140.`,
  ],
  [
    'pages that do not speak of every product',
    sampled({ ...some, pagesHeard: 1100 }),
    `${begins} 1,100 of the other 1,140.`,
  ],
  [
    'a share that drew nothing',
    sampled({ products: 2, pairedProducts: 2, unaskedProducts: 2, pagesHeard: 2 }),
    'V2 was asked for the images of 0 of 2 products, drawn by a hash of their ids, and for the main picture alone of the other 2.',
  ],
  [
    'a share that is all of a small store',
    sampled({ products: 1, pairedProducts: 1 }),
    'V2 was asked for the images of 1 of 1 product, drawn by a hash of their ids.',
  ],
  [
    'pictures of variants alone, of which no page speaks',
    sampled({ ...some, pagesHeard: 0 }),
    'V2 was asked for the images of 60 of 1,200 products, drawn by a hash of their ids.',
  ],
  ['a verify', sampled(some, { command: 'verify' }), `${begins} the other 1,140.`],
  ['all of it', sampled(some, { options: { sample: 1 } }), undefined],
  ['a run from before there was a choice', sampled(some, { options: {} }), undefined],
  ['two stores', sampled(some, { mode: 'transfer', command: 'verify' }), undefined],
])('of %s', (_, run, words) => {
  expect(sampledWords(run)).toBe(words);
});
