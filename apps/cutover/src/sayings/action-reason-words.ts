// Why an action failed, was not done, or is in doubt.
import type { ActionReason } from '@cutover/sync-engine';
import { spellOption } from '../command-line/spelled.ts';
import { slotNouns } from './slot-nouns.ts';
import type { SayingOf, WordsOf } from './words-of.ts';

type Kind = SayingOf<'may-be-ours'>['kind'];

/** What is said of pictures that have appeared and may be a write of ours: of one alone in its request, or of several. */
function appeared(kind: Kind, several: boolean): string {
  if (kind === 'product-image')
    return several
      ? 'images have appeared that may be this one or another of its request'
      : 'an image of another name has appeared that may be this one';
  const { one, many } = slotNouns[kind];
  return several
    ? `${many} show other addresses than before, and their pictures could not be compared`
    : `the ${one} shows another address than before, and its picture could not be compared`;
}

function notHeld(what: SayingOf<'not-in-journal'>['what']): string {
  switch (what) {
    case 'image-to-make':
      return 'the image to be made';
    case 'image-to-change':
      return 'the plan names no image to change';
    case 'picture-to-set':
      return 'the picture to be set';
    default:
      return `the ${slotNouns[what].one} whose picture is to be set`;
  }
}

export const actionReasonWords: WordsOf<ActionReason['code']> = {
  'not-in-journal': ({ what }) => notHeld(what),
  'not-kept-first': ({ why, would }, words) =>
    `${words(why)}; ${spellOption('allowUnarchived')} ${would}s it all the same`,
  'one-before-missing': () => 'an image that was to come first is not there',
  'not-sent-after': ({ reason }) => `not sent after ${limitWords(reason)}`,
  'target-product-gone': () => 'the target does not have this product any more',
  'product-moved': () => 'the product has changed since it was planned',
  'without-effect': () => 'answered as done, and the store still shows the old value',
  'gave-up': ({ times }) => `${times} times without an answer or an effect`,
  'no-effect-found': () => 'looked twice and found no effect of it',
  'source-gone': ({ candidates }) =>
    `not sent again, because the source does not have it any more; whether it arrived cannot be known: ${candidates.join(', ')} may be it`,
  'may-be-ours': ({ kind, several, candidates }) => `${appeared(kind, several)}: ${candidates.join(', ')}`,
  'begun-earlier': () => 'begun by an earlier process, which did not see the end of it',
  'no-answer-in-time': () => 'no answer came in time',
  'connection-broke': () => 'the connection broke before an answer came',
  'answer-without-it': () => 'the answer does not mention it',
  'answer-without-address': () => 'the answer shows no address',
  'answer-of-old-image': () => 'the answer shows an image that was there before',
};

/** What the store has refused, as the journal says it. */
export const limitWords = (reason: string | undefined): string => reason ?? 'a limit of the platform';
