import type { Run } from '@cutover/journal';
import { expect, it } from 'vitest';
import { auditProofWords, mainPictureWords, sampledWords, signedBesideWords } from './proof-words.ts';

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
    'a share that is all but one product',
    sampled({ products: 2, pairedProducts: 2, unaskedProducts: 1, pagesHeard: 1 }),
    'V2 was asked for the images of 1 of 2 products, drawn by a hash of their ids, and for the main picture alone of the other one.',
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

it.each<[Run['counts'], string[]]>([
  [{ products: 12, images: 24 }, []],
  [
    { besideImages: 2, besideProducts: 2, aloneImages: 3, aloneProducts: 1 },
    [
      '2 images of 2 other products found wrong by V2’s pages or V3',
      '3 images of 1 product that V3 alone lists',
    ],
  ],
  [{ besideImages: 2, besideProducts: 1 }, ['2 images of 1 other product found wrong by V2’s pages or V3']],
])('beside what was compared, of %j: %j', (counts, words) => {
  expect(signedBesideWords({ counts })).toEqual(words);
});

it.each([
  [{ heard: 3, bare: 0, all: 3 }, 'the main pictures of 3 products were compared with V2'],
  [{ heard: 1, bare: 0, all: 1 }, 'the main picture of 1 product was compared with V2'],
  [
    { heard: 3, bare: 1, all: 3 },
    'the main pictures of 2 of 3 products were compared with V2; 1 product has no image in either view',
  ],
  [
    { heard: 1100, bare: 2, all: 1200 },
    'the main pictures of 1,098 of 1,200 products were compared with V2; 2 products have no image in either view',
  ],
  [{ heard: 4, bare: 4, all: 4 }, '4 products have no image in either view'],
])('of main pictures, %j: those that there are', (counts, words) => {
  expect(mainPictureWords(counts, 'V2')).toBe(words);
});

it.each([
  ['none', undefined, 'Read through V3; nothing of V2 was compared with it'],
  ['none', 'export.csv', 'Read from export.csv; nothing of V2 was compared with it'],
  ['pages', undefined, 'Read through V3; the main pictures of 3 products were compared with V2'],
  ['full', undefined, 'V2 was read in full, for 3 products'],
] as const)('of an audit that has heard %s of V2, from %s', (v2, file, words) => {
  expect(auditProofWords({ v2, products: v2 === 'none' ? 0 : 3 }, { bare: 0, all: 3, file })).toBe(words);
});
