import type { LeftAloneSaying } from '@cutover/sync-engine';
import { expect, it } from 'vitest';
import { each, type SamplesOf } from './samples.fixture.ts';
import { sayingWords } from './saying-words.ts';

const samples: SamplesOf<LeftAloneSaying['code']> = {
  'product-before-unknown': [
    [
      { code: 'product-before-unknown' },
      'the journal does not say how the product was; only what was sent is taken back',
    ],
  ],
  'put-back-in-doubt': [
    [
      { code: 'put-back-in-doubt' },
      'it was removed, and whether it has been put back is in doubt: `cutover settle`',
    ],
  ],
  'gone-again': [[{ code: 'gone-again' }, 'it was put back, and has been removed since']],
  'namesake-there': [
    [
      { code: 'namesake-there', imageId: 9 },
      'it was removed, and image 9 has its name and its text: if that is another picture, put it back by hand',
    ],
  ],
  'not-kept': [[{ code: 'not-kept' }, 'it was removed, and its picture was not kept']],
  'made-again': [
    [
      { code: 'made-again', imageId: 9 },
      'a later run has replaced it with image 9: take that run back first',
    ],
  ],
  'made-and-edited': [
    [
      { code: 'made-and-edited', fields: ['sort_order', 'image_file'] },
      'this run made it, and its sort_order, image_file has been changed since',
    ],
  ],
  'in-place-of': [
    [{ code: 'in-place-of', imageId: 9 }, 'it stays in the place of image 9, which cannot be put back'],
  ],
  'changed-and-removed': [
    [{ code: 'changed-and-removed' }, 'this run changed it, and it has been removed since'],
  ],
  'changed-by-others': [
    [
      { code: 'changed-by-others', fields: ['description', 'sort_order'] },
      'its description, sort_order has been changed, not by this run',
    ],
  ],
  'other-thumbnail-chosen': [
    [{ code: 'other-thumbnail-chosen' }, 'another thumbnail has been chosen, not by this run'],
  ],
  'second-thumbnail': [[{ code: 'second-thumbnail' }, 'it was a second thumbnail, and V3 keeps but one']],
  'slot-put-back-in-doubt': [
    [{ code: 'slot-put-back-in-doubt' }, 'what is to be put back there is in doubt: `cutover settle`'],
  ],
  'slot-gone': [
    [{ code: 'slot-gone', kind: 'modifier-image' }, 'the target does not have the modifier value any more'],
  ],
  'slot-changed': [[{ code: 'slot-changed' }, 'its picture has been changed since']],
  'slot-was-empty': [
    [
      { code: 'slot-was-empty', kind: 'variant-image' },
      'it showed none before, and V3 cannot take the picture of a variant away',
    ],
  ],
  'slot-showed-colours': [
    [
      { code: 'slot-showed-colours', colours: '#ff0000' },
      'it showed the colours #ff0000 before, which are not put back',
    ],
  ],
  'slot-not-kept': [[{ code: 'slot-not-kept' }, 'the picture that it showed before was not kept']],
};

it.each(each(samples))('%o', (saying, words) => {
  expect(sayingWords(saying)).toBe(words);
});
