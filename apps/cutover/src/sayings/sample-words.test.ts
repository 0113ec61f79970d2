import type { SampleSaying } from '@cutover/sync-engine';
import { expect, it } from 'vitest';
import { each, type SamplesOf } from '../testing/saying-samples.ts';
import { sayingWords } from './saying-words.ts';

const right = (percent: number, products: number) => ({ code: 'sample-right', percent, products }) as const;
const atMost = (percent: string): string =>
  `with 95 % confidence at most ${percent} % of all products have a wrong image`;

const samples: SamplesOf<SampleSaying['code']> = {
  'sample-empty': [[{ code: 'sample-empty' }, 'nothing was checked']],
  'sample-wrong': [
    [
      { code: 'sample-wrong', mismatched: 1, checked: 9, others: 0 },
      '1 of the 9 checked is wrong; this sample does not say how many of all images are',
    ],
    [
      { code: 'sample-wrong', mismatched: 2, checked: 9, others: 0 },
      '2 of the 9 checked are wrong; this sample does not say how many of all images are',
    ],
    [
      { code: 'sample-wrong', mismatched: 0, checked: 2, others: 2 },
      'none of the 2 drawn is wrong, but 2 images of products that were not drawn are wrong; this sample does not say how many of all images are',
    ],
    [
      { code: 'sample-wrong', mismatched: 1, checked: 2, others: 1 },
      '1 of the 2 drawn is wrong, and 1 image of products that were not drawn is wrong; this sample does not say how many of all images are',
    ],
    [
      { code: 'sample-wrong', mismatched: 0, checked: 0, others: 1 },
      'no image was drawn, but 1 image of products that were not drawn is wrong; this sample does not say how many of all images are',
    ],
  ],
  'sample-whole': [
    [
      { code: 'sample-whole', mismatched: 2, checked: 26 },
      'every product was drawn, and 2 of the 26 checked are wrong',
    ],
    [
      { code: 'sample-whole', mismatched: 0, checked: 26 },
      'every product was drawn, and none of the 26 checked is wrong',
    ],
    [
      { code: 'sample-whole', mismatched: 0, checked: 1 },
      'every product was drawn, and the one image checked is not wrong',
    ],
    [
      { code: 'sample-whole', mismatched: 1, checked: 1 },
      'every product was drawn, and the one image checked is wrong',
    ],
  ],
  'sample-right': [
    [
      { code: 'sample-right', percent: 50, products: 5, isShort: true },
      `${atMost('50.0')} among those that are listed`,
    ],
    [right(95, 1), `${atMost('95.0')}: 1 product is too few to prove more`],
    [right(63.16, 3), `${atMost('63.2')}: 3 products are too few to prove more`],
    [right(50, 5), atMost('50.0')],
    [right(0.994, 300), atMost('1.0')],
  ],
};

it.each(each(samples))('%j', (saying, words) => {
  expect(sayingWords(saying)).toBe(words);
});
