// What a sample proves, in words that a report can print.
import type { SampleSaying } from '@cutover/sync-engine';
import type { WordsOf } from './words-of.ts';

/** Under this bound a sample says something; with so few products that it does not, that is said. */
const MOST_PERCENT_WORTH_SAYING = 50;

export const sampleWords: WordsOf<SampleSaying['code']> = {
  'sample-empty': () => 'nothing was checked',
  'sample-wrong': ({ mismatched, checked }) =>
    `${mismatched} of the ${checked} checked ${mismatched === 1 ? 'is' : 'are'} wrong; this sample does not say how many of all images are`,
  'sample-right': ({ percent, products }) => {
    const bound = `with 95 % confidence at most ${percent.toFixed(1)} % of all products have a wrong image`;
    return percent <= MOST_PERCENT_WORTH_SAYING
      ? bound
      : `${bound}: ${products === 1 ? '1 product is' : `${products} products are`} too few to prove more`;
  },
};
