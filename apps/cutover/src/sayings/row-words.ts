// What is said of an image of both sides, or of one.
import type { RowSaying } from '@cutover/sync-engine';
import { editsDiffer, storesDiffer, viewsDiffer } from './difference-words.ts';
import type { WordsOf } from './words-of.ts';

export const rowWords: WordsOf<RowSaying['code']> = {
  'same-on-both': () => 'the same on both stores',
  'same-in-both-views': () => 'the same in both views',
  'edit-kept': () => 'kept as somebody has edited it on the target',
  differs: ({ differences }) => `differs: ${storesDiffer(differences)}`,
  'differs-and-edited': ({ differences }) =>
    `differs: ${storesDiffer(differences)} (edited on the target since; the source is preferred)`,
  'edited-on-target': ({ edited, others }) =>
    `edited on the target since the last migration: ${editsDiffer(edited)}${
      others.length === 0 ? '' : `; differs too: ${storesDiffer(others)}`
    }`,
  'edited-and-outdated': () =>
    'edited on the target since the last migration; the source shows another picture by now, which is here beside it',
  'pictures-do-not-tell': () =>
    'an image of the same name is there, and only the pictures could show whether it is this one; they could not be looked at, or are neither alike nor clearly different, so nothing is done with it',
  'removal-held': () =>
    'only the pictures could show whether another image of its product is there; they could not be looked at, or are neither alike nor clearly different, so nothing of the product is removed',
  'changed-and-not-compared': () =>
    'changed on the source since it was sent, and its picture could not be compared with the one on the target; a verify of the content compares it',
  'missing-on-target': () => 'missing on the target',
  'only-on-target': () => 'only on the target',
  'only-on-target-and-stays': () => 'only on the target, left alone',
  'outdated-on-target': () => 'outdated: another image stands in its place, so it is to be removed',
  'of-unknown-origin': () => 'only on the target; nothing is known of where it came from',
  newcomer: () => 'only on the target, and came after the first plan: made twice, or added by somebody',
  'newcomer-unlike': () =>
    'only on the target: it came after the first plan, and shows no picture that belongs here',
  'second-of-name': () =>
    'a second image of the name of one that belongs here: made twice, or added by somebody',
  'second-of-picture': ({ imageId }) =>
    `shows the picture of image ${imageId} once more, and no other image of the source is like it: made twice, or added by somebody`,
  'second-of-write': () =>
    'the same name as an image of this run, made by nobody we know of; look at it before you remove it',
  'only-in-view': ({ view }) =>
    view === 'v2' ? 'V2 shows this image and V3 does not' : 'V3 shows this image and V2 does not',
  'views-differ': ({ differences }) => `V2 and V3 differ: ${viewsDiffer(differences)}`,
  'fields-without-value': ({ fields }) =>
    `could not be compared: ${fields.join(', ')}, for which there is no value on one side`,
  'no-thumbnail': () => 'no image of this product is the thumbnail; migrate chooses this one',
  'several-thumbnails': ({ thumbnails, kept }) =>
    `${thumbnails} images of this product are the thumbnail; migrate keeps ${kept} and clears this one`,
  'values-unreadable': ({ view, values, place }) =>
    `${view.toUpperCase()} shows ${values.map(({ field, shown }) => `${shown} for ${field}, ${readAs(field, place)}`).join('; ')}`,
  'shows-rendition': ({ is }) =>
    `a rendition, because no original could be reached; ${is === 'replaced' ? 'now one can be' : 'none can be reached now either'}`,
  'picture-not-looked-at': ({ why }, words) => `could not be looked at: ${words(why)}`,
  'text-trimmed': () => keptOtherwise('trimmed'),
  'text-composed': () => keptOtherwise('in Unicode’s composed form'),
  'text-cut': ({ length }) => keptOtherwise(`cut at ${length} characters`),
};

/** What a value that cannot be is taken for. */
function readAs(field: string, place: number): string {
  if (field === 'sort_order') return `read as ${place}`;
  return field === 'is_thumbnail' ? 'read as no thumbnail' : 'read as if it were not there';
}

const keptOtherwise = (how: string): string => `the store does not keep the alt text as it was sent: ${how}`;
