// What a sample proves, in words that a report can print.
import type { SampleSaying } from '@cutover/sync-engine';
import { counted, number } from '../terminal/quantities.ts';
import type { WordsOf } from './words-of.ts';

/** Under this bound a sample says something; with so few products that it does not, that is said. */
const MOST_PERCENT_WORTH_SAYING = 50;

export const sampleWords: WordsOf<SampleSaying['code']> = {
  'sample-empty': () => 'nothing was checked',
  'sample-whole': ({ mismatched, checked }) =>
    `every product was drawn, and ${wrongOf(mismatched, checked, 'checked')}`,
  'sample-wrong': ({ mismatched, checked, others }) => {
    const drawn = wrongOf(mismatched, checked, others === 0 ? 'checked' : 'drawn');
    const besides = `${mismatched === 0 ? ', but' : ', and'} ${counted(others, 'image')} of products that were not drawn ${others === 1 ? 'is wrong' : 'are wrong'}`;
    return `${drawn}${others === 0 ? '' : besides}; this sample does not say how many of all images are`;
  },
  'sample-right': ({ percent, products, isShort }) => {
    const bound = `with 95 % confidence at most ${percent.toFixed(1)} % of all products have a wrong image${isShort === true ? ' among those that are listed' : ''}`;
    return percent <= MOST_PERCENT_WORTH_SAYING
      ? bound
      : `${bound}: ${products === 1 ? '1 product is' : `${products} products are`} too few to prove more`;
  },
};

function wrongOf(mismatched: number, checked: number, are: 'checked' | 'drawn'): string {
  if (checked === 0) return `no image was ${are}`;
  if (checked === 1) return `the one image ${are} is ${mismatched === 0 ? 'not wrong' : 'wrong'}`;
  return mismatched === 0
    ? `none of the ${number(checked)} ${are} is wrong`
    : `${number(mismatched)} of the ${number(checked)} ${are} ${mismatched === 1 ? 'is' : 'are'} wrong`;
}
