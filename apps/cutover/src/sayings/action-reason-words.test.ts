import type { ActionReason } from '@cutover/sync-engine';
import { expect, test } from 'vitest';
import { each, type SamplesOf } from '../testing/saying-samples.ts';
import { sayingWords } from './saying-words.ts';

const unavailable = { code: 'shown-unavailable', why: { code: 'reported', text: 'refused' } } as const;

const samples: SamplesOf<ActionReason['code']> = {
  'not-in-journal': [
    [{ code: 'not-in-journal', what: 'image-to-make' }, 'the image to be made'],
    [{ code: 'not-in-journal', what: 'image-to-change' }, 'the plan names no image to change'],
    [{ code: 'not-in-journal', what: 'picture-to-set' }, 'the picture to be set'],
    [{ code: 'not-in-journal', what: 'variant-image' }, 'the variant whose picture is to be set'],
    [{ code: 'not-in-journal', what: 'modifier-image' }, 'the modifier value whose picture is to be set'],
    [{ code: 'not-in-journal', what: 'swatch' }, 'the swatch whose picture is to be set'],
  ],
  'not-kept-first': [
    [
      { code: 'not-kept-first', why: unavailable, would: 'remove' },
      'what it shows is not available: refused; --allow-unarchived removes it all the same',
    ],
    [
      { code: 'not-kept-first', why: unavailable, would: 'overwrite' },
      'what it shows is not available: refused; --allow-unarchived overwrites it all the same',
    ],
  ],
  'one-before-missing': [[{ code: 'one-before-missing' }, 'an image that was to come first is not there']],
  'not-sent-after': [
    [{ code: 'not-sent-after', reason: '403: too many' }, 'not sent after 403: too many'],
    [{ code: 'not-sent-after', reason: undefined }, 'not sent after a limit of the platform'],
  ],
  'target-product-gone': [
    [{ code: 'target-product-gone' }, 'the target does not have this product any more'],
  ],
  'product-moved': [[{ code: 'product-moved' }, 'the product has changed since it was planned']],
  'without-effect': [
    [{ code: 'without-effect' }, 'answered as done, and the store still shows the old value'],
  ],
  'gave-up': [[{ code: 'gave-up', times: 6 }, '6 times without an answer or an effect']],
  'no-effect-found': [[{ code: 'no-effect-found' }, 'looked twice and found no effect of it']],
  'source-gone': [
    [
      { code: 'source-gone', candidates: [50001, 50002] },
      'not sent again, because the source does not have it any more; whether it arrived cannot be known: 50001, 50002 may be it',
    ],
  ],
  'may-be-ours': [
    [
      { code: 'may-be-ours', kind: 'product-image', several: false, candidates: [50003] },
      'an image of another name has appeared that may be this one: 50003',
    ],
    [
      { code: 'may-be-ours', kind: 'product-image', several: true, candidates: [50003, 50004] },
      'images have appeared that may be this one or another of its request: 50003, 50004',
    ],
    [
      { code: 'may-be-ours', kind: 'variant-image', several: false, candidates: ['https://a/b.jpg'] },
      'the variant shows another address than before, and its picture could not be compared: https://a/b.jpg',
    ],
    [
      { code: 'may-be-ours', kind: 'variant-image', several: true, candidates: ['https://a/b.jpg'] },
      'variants show other addresses than before, and their pictures could not be compared: https://a/b.jpg',
    ],
    [
      { code: 'may-be-ours', kind: 'modifier-image', several: false, candidates: ['https://a/b.jpg'] },
      'the modifier value shows another address than before, and its picture could not be compared: https://a/b.jpg',
    ],
    [
      { code: 'may-be-ours', kind: 'modifier-image', several: true, candidates: ['https://a/b.jpg'] },
      'modifier values show other addresses than before, and their pictures could not be compared: https://a/b.jpg',
    ],
    [
      { code: 'may-be-ours', kind: 'swatch', several: false, candidates: ['https://a/b.jpg'] },
      'the swatch shows another address than before, and its picture could not be compared: https://a/b.jpg',
    ],
    [
      { code: 'may-be-ours', kind: 'swatch', several: true, candidates: ['https://a/b.jpg'] },
      'swatches show other addresses than before, and their pictures could not be compared: https://a/b.jpg',
    ],
  ],
  'begun-earlier': [
    [{ code: 'begun-earlier' }, 'begun by an earlier process, which did not see the end of it'],
  ],
  'no-answer-in-time': [[{ code: 'no-answer-in-time' }, 'no answer came in time']],
  'connection-broke': [[{ code: 'connection-broke' }, 'the connection broke before an answer came']],
  'answer-without-it': [[{ code: 'answer-without-it' }, 'the answer does not mention it']],
  'answer-without-address': [[{ code: 'answer-without-address' }, 'the answer shows no address']],
  'answer-of-old-image': [
    [{ code: 'answer-of-old-image' }, 'the answer shows an image that was there before'],
  ],
};

test.each(each(samples))('%j', (saying, words) => {
  expect(sayingWords(saying)).toBe(words);
});
