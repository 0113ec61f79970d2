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
      { code: 'sample-wrong', mismatched: 1, checked: 9 },
      '1 of the 9 checked is wrong; this sample does not say how many of all images are',
    ],
    [
      { code: 'sample-wrong', mismatched: 2, checked: 9 },
      '2 of the 9 checked are wrong; this sample does not say how many of all images are',
    ],
  ],
  'sample-right': [
    [right(95, 1), `${atMost('95.0')}: 1 product is too few to prove more`],
    [right(63.16, 3), `${atMost('63.2')}: 3 products are too few to prove more`],
    [right(50, 5), atMost('50.0')],
    [right(0.994, 300), atMost('1.0')],
  ],
};

it.each(each(samples))('%j', (saying, words) => {
  expect(sayingWords(saying)).toBe(words);
});
