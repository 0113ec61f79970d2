// Why a revert leaves something as it is.
import type { LeftAloneSaying } from '@cutover/sync-engine';
import { slotNouns } from './slot-nouns.ts';
import type { WordsOf } from './words-of.ts';

export const leftAloneWords: WordsOf<LeftAloneSaying['code']> = {
  'product-before-unknown': () =>
    'the journal does not say how the product was; only what was sent is taken back',
  'put-back-in-doubt': () => 'it was removed, and whether it has been put back is in doubt: `cutover settle`',
  'gone-again': () => 'it was put back, and has been removed since',
  'namesake-there': ({ imageId }) =>
    `it was removed, and image ${imageId} has its name and its text: if that is another picture, put it back by hand`,
  'not-kept': () => 'it was removed, and its picture was not kept',
  'made-again': ({ imageId }) =>
    `a later run has replaced it with image ${imageId}: take that run back first`,
  'made-and-edited': ({ fields }) => `this run made it, and its ${fields.join(', ')} has been changed since`,
  'in-place-of': ({ imageId }) => `it stays in the place of image ${imageId}, which cannot be put back`,
  'changed-and-removed': () => 'this run changed it, and it has been removed since',
  'changed-by-others': ({ fields }) => `its ${fields.join(', ')} has been changed, not by this run`,
  'other-thumbnail-chosen': () => 'another thumbnail has been chosen, not by this run',
  'second-thumbnail': () => 'it was a second thumbnail, and V3 keeps but one',
  'slot-put-back-in-doubt': () => 'what is to be put back there is in doubt: `cutover settle`',
  'slot-gone': ({ kind }) => `the target does not have the ${slotNouns[kind].one} any more`,
  'slot-changed': () => 'its picture has been changed since',
  'slot-was-empty': ({ kind }) =>
    `it showed none before, and V3 cannot take the picture of a ${slotNouns[kind].one} away`,
  'slot-showed-colours': ({ colours }) => `it showed the colours ${colours} before, which are not put back`,
  'slot-not-kept': () => 'the picture that it showed before was not kept',
};
