import type { SlotSaying } from '@cutover/sync-engine';
import { expect, it } from 'vitest';
import { each, type SamplesOf } from '../testing/saying-samples.ts';
import { sayingWords } from './saying-words.ts';

const choices = [
  { name: 'Size', label: 'L' },
  { name: 'Colour', label: 'red' },
] as const;

const samples: SamplesOf<SlotSaying['code']> = {
  'slot-ambiguous': [
    [
      { code: 'slot-ambiguous', slot: { slot: { variantId: 5 }, sku: 'MUG-L', choices } },
      'it is not clear which variant is the counterpart of MUG-L, and none is taken',
    ],
    [
      { code: 'slot-ambiguous', slot: { slot: { optionId: 3, valueId: 5 }, choices } },
      'it is not clear which swatch is the counterpart of Size: L, Colour: red, and none is taken',
    ],
  ],
  'slot-unmatched': [
    [
      { code: 'slot-unmatched', slot: { slot: { modifierId: 3, valueId: 5 }, sku: '', choices: [] } },
      'the target has no modifier value like modifier value 5',
    ],
    [
      { code: 'slot-unmatched', slot: { slot: { variantId: 5 } } },
      'the target has no variant like variant 5',
    ],
  ],
  'slot-empty-on-target': [
    [{ code: 'slot-empty-on-target', kind: 'swatch' }, 'the swatch shows no picture on the target'],
  ],
  'slot-not-looked-at': [
    [
      { code: 'slot-not-looked-at' },
      'a picture on both stores; only looking at them shows whether it is the same one',
    ],
  ],
  'slot-not-compared': [
    [
      { code: 'slot-not-compared', why: { code: 'reported', text: 'answered 503' } },
      'its picture could not be compared with the one on the target: answered 503',
    ],
  ],
  'slot-not-as-set': [
    [
      { code: 'slot-not-as-set', shows: { is: 'another-picture' } },
      'it shows another picture, where this one was set',
    ],
    [
      {
        code: 'slot-not-as-set',
        shows: { is: 'no-picture', why: { code: 'reported', text: 'answered 404' } },
      },
      'its address gives no picture: answered 404, where this one was set',
    ],
  ],
  'slot-outdated': [[{ code: 'slot-outdated' }, 'the source shows another picture since this one was set']],
  'slot-set-by-others': [
    [
      { code: 'slot-set-by-others', shows: { is: 'colours' }, prefer: 'ask' },
      'it shows colours, which no run has set',
    ],
    [
      { code: 'slot-set-by-others', shows: { is: 'another-picture' }, prefer: 'source' },
      'it shows another picture, which no run has set; the source is preferred',
    ],
    [
      { code: 'slot-set-by-others', shows: { is: 'another-picture-on-a-side' }, prefer: 'ask' },
      'the stores show different pictures since this one was set, and the addresses do not show on which side it has changed',
    ],
    [
      { code: 'slot-set-by-others', shows: { is: 'picture-put-back' }, prefer: 'ask' },
      'it shows another picture, which a revert has put back',
    ],
    [
      { code: 'slot-set-by-others', shows: { is: 'another-picture' }, prefer: 'target' },
      'it shows another picture, which no run has set, and it is kept',
    ],
  ],
  'swatch-empty': [
    [
      { code: 'swatch-empty', slot: { slot: { optionId: 3, valueId: 5 }, choices: [choices[1]] } },
      'Colour: red has neither a colour nor a picture, so shoppers see an empty square',
    ],
  ],
};

it.each(each(samples))('%o', (saying, words) => {
  expect(sayingWords(saying)).toBe(words);
});
