// What a saying of the engine reads as: the one place that puts its code and facts into words.
import type { Saying } from '@cutover/sync-engine';
import { actionReasonWords } from './action-reason-words.ts';
import { choiceWords } from './choice-words.ts';
import { gradeWords } from './grade-words.ts';
import { leftAloneWords } from './left-alone-words.ts';
import { pictureReasonWords } from './picture-reason-words.ts';
import { pictureWords } from './picture-words.ts';
import { productWords } from './product-words.ts';
import { rowWords } from './row-words.ts';
import { sampleWords } from './sample-words.ts';
import { slotNouns } from './slot-nouns.ts';
import { nameOfSlot, nounOf, slotWords } from './slot-words.ts';
import { variantWords } from './variant-words.ts';
import type { Code, SayingOf, WordsOf } from './words-of.ts';

const table: WordsOf<Code> = {
  'images-not-compared': ({ why, images, sourceProductId }, words) =>
    `${words(why)}; ${images === 1 ? '1 image' : `${images} images`} of source product ${sourceProductId} not compared`,
  'picture-too': ({ says, picture }, words) => `${words(says)}; the picture too: ${words(picture)}`,
  'rendition-too': ({ says, is }, words) => `${words(says)}; ${words({ code: 'shows-rendition', is })}`,
  'of-slot': ({ slot, says }, words) => `${nounOf(slot)} ${nameOfSlot(slot)}: ${words(says)}`,
  'on-target': ({ says }, words) => `on the target: ${words(says)}`,
  'left-alone': ({ why }, words) => `left as it is: ${words(why)}`,
  'in-doubt': ({ action, candidates }) =>
    `${nothingDone(action)}; it may have made one of these images: ${candidates.join(', ')}`,
  'slot-in-doubt': ({ action, kind }) =>
    `${nothingDone(action)}; it may have set what a ${slotNouns[kind].one} shows`,
  ...rowWords,
  ...productWords,
  ...slotWords,
  ...variantWords,
  ...choiceWords,
  ...gradeWords,
  ...pictureWords,
  ...leftAloneWords,
  ...actionReasonWords,
  ...pictureReasonWords,
  ...sampleWords,
};

const nothingDone = (action: string): string => `action ${action} is in doubt, so nothing is done about it`;

export const sayingWords = (saying: Saying): string => wordsBy(saying.code, saying);

function wordsBy<Of extends Code>(code: Of, saying: SayingOf<Of>): string {
  return table[code](saying, sayingWords);
}
