import type { Run } from '@cutover/journal';
import { expect, it } from 'vitest';
import {
  auditProofWords,
  type MainPictures,
  mainPicturesOf,
  mainPictureWords,
  sampledWords,
  signedBesideWords,
} from './proof-words.ts';

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

it.each<[Partial<MainPictures>, string]>([
  [{ products: 3, heard: 3 }, 'the main pictures of 3 products were compared with V2'],
  [{ products: 1, heard: 1 }, 'the main picture of 1 product was compared with V2'],
  [
    { products: 12, heard: 11, bare: 1, unmarked: 1 },
    'the main pictures of 9 of 12 products were compared with V2; for 1 product V3 lists no image and V2 shows no main picture; for 1 product V3 does not mark one image as the thumbnail; for 1 product V2 has shown no main picture',
  ],
  [
    { products: 1200, heard: 1100, bare: 2 },
    'the main pictures of 1,098 of 1,200 products were compared with V2; for 2 products V3 lists no image and V2 shows no main picture; for 100 products V2 has shown no main picture',
  ],
  [
    { products: 4, heard: 4, bare: 4 },
    'no main picture was compared with V2; for 4 products V3 lists no image and V2 shows no main picture',
  ],
])('of main pictures, %j: each product is in one number', (counts, words) => {
  expect(mainPictureWords({ products: 0, heard: 0, bare: 0, unmarked: 0, ...counts })).toBe(words);
});

it('an audit of an earlier version has not counted all', () => {
  expect(mainPicturesOf({ counts: { products: 4, heardOfV2: 3, bareInV2: 1 } })).toEqual({
    products: 4,
    heard: 3,
    bare: 1,
    unmarked: 0,
  });
});

it.each([
  ['none', undefined, 'Read through V3; nothing of V2 was compared with it'],
  ['none', 'export.csv', 'Read from export.csv; nothing of V2 was compared with it'],
  ['pages', undefined, 'Read through V3; the main pictures of 3 products were compared with V2'],
  ['full', undefined, 'V2 was read in full, for 3 products'],
] as const)('of an audit that has heard %s of V2, from %s', (v2, file, words) => {
  const pictures = { products: 3, heard: 3, bare: 0, unmarked: 0 };
  expect(auditProofWords({ v2, products: v2 === 'none' ? 0 : 3 }, { pictures, file })).toBe(words);
});
