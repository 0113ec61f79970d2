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
  'V2 was asked for the images of 60 of 1,200 products, drawn by chance, and for the main picture alone of';

it.each<[string, Compared, string | undefined]>([
  [
    'a share in which nothing differs, with its bound',
    sampled(some),
    `${begins} the other 1,140: with 95 % confidence at most 4.9 % of all products differ.`,
  ],
  [
    'pages that do not speak of every product',
    sampled({ ...some, pagesHeard: 1100 }),
    `${begins} 1,100 of the other 1,140: with 95 % confidence at most 4.9 % of all products differ.`,
  ],
  [
    'a share in which something differs, without one',
    sampled({ ...some, changed: 1 }),
    `${begins} the other 1,140; how many images of all differ is not known.`,
  ],
  [
    'a share that drew nothing',
    sampled({ products: 2, pairedProducts: 2, unaskedProducts: 2, pagesHeard: 2 }),
    'V2 was asked for the images of 0 of 2 products, drawn by chance, and for the main picture alone of the other 2: this proves nothing of the rest.',
  ],
  [
    'a share that is all of a small store',
    sampled({ products: 1, pairedProducts: 1 }),
    'V2 was asked for the images of 1 of 1 product, drawn by chance: with 95 % confidence at most 95.0 % of all products differ.',
  ],
  [
    'pictures of variants alone, of which no page speaks',
    sampled({ ...some, pagesHeard: 0 }),
    'V2 was asked for the images of 60 of 1,200 products, drawn by chance: with 95 % confidence at most 4.9 % of all products differ.',
  ],
  ['a verify, whose bound follows', sampled(some, { command: 'verify' }), `${begins} the other 1,140.`],
  ['all of it', sampled(some, { options: { sample: 1 } }), undefined],
  ['a run from before there was a choice', sampled(some, { options: {} }), undefined],
  ['two stores', sampled(some, { mode: 'transfer', command: 'verify' }), undefined],
])('of %s', (_, run, words) => {
  expect(sampledWords(run)).toBe(words);
});
