import type { RowSaying } from '@cutover/sync-engine';
import { describe, expect, it } from 'vitest';
import { each, type SamplesOf } from '../testing/saying-samples.ts';
import { sayingWords } from './saying-words.ts';

const places = [{ field: 'sort_order', values: [1, 2] }] as const;
const both = [
  { field: 'description', values: ['red', 'blue'] },
  { field: 'sort_order', values: [1, 2] },
  { field: 'date_created' },
] as const;
const start = 'Close-up of the walnut handle and brass ferrule of the carving';
const lone = [{ field: 'description', values: [`${start} knife`, `${start} fork`] }] as const;

const samples: SamplesOf<RowSaying['code']> = {
  'same-on-both': [[{ code: 'same-on-both' }, 'the same on both stores']],
  'same-in-both-views': [[{ code: 'same-in-both-views' }, 'the same in both views']],
  'edit-kept': [[{ code: 'edit-kept' }, 'kept as somebody has edited it on the target']],
  differs: [
    [
      { code: 'differs', differences: both },
      'differs: description target "blue" → source "red", sort_order target 2 → source 1, date_created',
    ],
  ],
  'differs-and-edited': [
    [
      { code: 'differs-and-edited', differences: places },
      'differs: sort_order target 2 → source 1 (edited on the target since; the source is preferred)',
    ],
  ],
  'edited-on-target': [
    [
      { code: 'edited-on-target', edited: both, others: [] },
      'edited on the target since the last migration: description "red" on the source, "blue" on the target; sort_order 1 on the source, 2 on the target; date_created',
    ],
    [
      { code: 'edited-on-target', edited: lone, others: places },
      'edited on the target since the last migration: description "…the carving knife" on the source, "…the carving fork" on the target (68 and 67 characters); differs too: sort_order target 2 → source 1',
    ],
  ],
  'edited-and-outdated': [
    [
      { code: 'edited-and-outdated' },
      'edited on the target since the last migration; the source shows another picture by now, which is here beside it',
    ],
  ],
  'pictures-do-not-tell': [
    [
      { code: 'pictures-do-not-tell' },
      'an image of the same name is there, and only the pictures could show whether it is this one; they could not be looked at, or are neither alike nor clearly different, so nothing is done with it',
    ],
  ],
  'removal-held': [
    [
      { code: 'removal-held' },
      'only the pictures could show whether another image of its product is there; they could not be looked at, or are neither alike nor clearly different, so nothing of the product is removed',
    ],
  ],
  'changed-and-not-compared': [
    [
      { code: 'changed-and-not-compared' },
      'changed on the source since it was sent, and its picture could not be compared with the one on the target; a verify of the content compares it',
    ],
  ],
  'missing-on-target': [[{ code: 'missing-on-target' }, 'missing on the target']],
  'only-on-target': [[{ code: 'only-on-target' }, 'only on the target']],
  'only-on-target-and-stays': [[{ code: 'only-on-target-and-stays' }, 'only on the target, left alone']],
  'outdated-on-target': [
    [{ code: 'outdated-on-target' }, 'outdated: another image stands in its place, so it is to be removed'],
  ],
  'of-unknown-origin': [
    [{ code: 'of-unknown-origin' }, 'only on the target; nothing is known of where it came from'],
  ],
  newcomer: [
    [
      { code: 'newcomer' },
      'only on the target, and came after the first plan: made twice, or added by somebody',
    ],
  ],
  'newcomer-unlike': [
    [
      { code: 'newcomer-unlike' },
      'only on the target: it came after the first plan, and shows no picture that belongs here',
    ],
  ],
  'second-of-name': [
    [
      { code: 'second-of-name' },
      'a second image of the name of one that belongs here: made twice, or added by somebody',
    ],
  ],
  'second-of-picture': [
    [
      { code: 'second-of-picture', imageId: 9 },
      'shows the picture of image 9 once more, and no other image of the source is like it: made twice, or added by somebody',
    ],
  ],
  'second-of-write': [
    [
      { code: 'second-of-write' },
      'the same name as an image of this run, made by nobody we know of; look at it before you remove it',
    ],
  ],
  'only-in-view': [
    [{ code: 'only-in-view', view: 'v2' }, 'V2 shows this image and V3 does not'],
    [{ code: 'only-in-view', view: 'v3' }, 'V3 shows this image and V2 does not'],
  ],
  'views-differ': [
    [
      { code: 'views-differ', differences: both },
      'V2 and V3 differ: description "red" in V2, "blue" in V3; sort_order 1 in V2, 2 in V3; date_created',
    ],
    [
      { code: 'views-differ', differences: lone },
      'V2 and V3 differ: description "…the carving knife" in V2, "…the carving fork" in V3 (68 characters in V2, 67 in V3)',
    ],
  ],
  'fields-without-value': [
    [
      { code: 'fields-without-value', fields: ['sort_order', 'is_thumbnail'] },
      'could not be compared: sort_order, is_thumbnail, for which there is no value on one side',
    ],
  ],
  'no-thumbnail': [
    [{ code: 'no-thumbnail' }, 'no image of this product is the thumbnail; migrate chooses this one'],
  ],
  'several-thumbnails': [
    [
      { code: 'several-thumbnails', thumbnails: 3, kept: 9 },
      '3 images of this product are the thumbnail; migrate keeps 9 and clears this one',
    ],
  ],
  'values-unreadable': [
    [
      {
        code: 'values-unreadable',
        view: 'v3',
        values: [
          { field: 'sort_order', shown: 'null' },
          { field: 'is_thumbnail', shown: '"yes"' },
          { field: 'description', shown: '7' },
        ],
        place: 0,
      },
      'V3 shows null for sort_order, read as 0; "yes" for is_thumbnail, read as no thumbnail; 7 for description, read as if it were not there',
    ],
  ],
  'shows-rendition': [
    [
      { code: 'shows-rendition', is: 'stays' },
      'a rendition, because no original could be reached; none can be reached now either',
    ],
    [
      { code: 'shows-rendition', is: 'replaced' },
      'a rendition, because no original could be reached; now one can be',
    ],
  ],
  'picture-not-looked-at': [
    [
      { code: 'picture-not-looked-at', why: { code: 'reported', text: 'HTTP 503' } },
      'could not be looked at: HTTP 503',
    ],
  ],
  'text-trimmed': [
    [{ code: 'text-trimmed' }, 'the store does not keep the alt text as it was sent: trimmed'],
  ],
  'text-composed': [
    [
      { code: 'text-composed' },
      'the store does not keep the alt text as it was sent: in Unicode’s composed form',
    ],
  ],
  'text-cut': [
    [
      { code: 'text-cut', length: 255 },
      'the store does not keep the alt text as it was sent: cut at 255 characters',
    ],
  ],
};

it.each(each(samples))('%o', (saying, words) => {
  expect(sayingWords(saying)).toBe(words);
});

describe('texts that differ are shown, each beside the side that shows it', () => {
  it.each([
    ['short ones whole', 'red', 'blue', 'target "blue" → source "red"'],
    [
      'long ones around the place where they part',
      `${start} knife`,
      `${start} fork`,
      'target "…the carving fork" → source "…the carving knife" (67 → 68 characters)',
    ],
    [
      'of one length without lengths',
      `${start} knife`,
      `${start} forks`,
      'target "…the carving forks" → source "…the carving knife"',
    ],
    [
      'one that is the start of the other',
      start,
      `${start} knife, and more than forty characters of it`,
      'target "… the carving knife, and more than forty …" → source "… the carving" (106 → 62 characters)',
    ],
    [
      'that part at once',
      `A${start}`,
      `B${start}`,
      'target "BClose-up of the walnut handle and brass…" → source "AClose-up of the walnut handle and brass…"',
    ],
    [
      'without tearing a letter apart',
      `${'😀'.repeat(50)}a`,
      `${'😀'.repeat(50)}b`,
      `target "…${'😀'.repeat(12)}b" → source "…${'😀'.repeat(12)}a"`,
    ],
  ])('%s', (_, source, target, words) => {
    const differences = [{ field: 'description', values: [source, target] as const }];
    expect(sayingWords({ code: 'differs', differences })).toBe(`differs: description ${words}`);
  });
});
