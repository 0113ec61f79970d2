// What is said of a picture that follows a choice, and that both views of one store were asked for.
import type { ChoiceSaying, ShownByChoice } from '@cutover/sync-engine';
import { whenWords } from './grade-words.ts';
import { nameOfSlot } from './slot-words.ts';
import type { WordsOf } from './words-of.ts';

export const choiceWords: WordsOf<ChoiceSaying['code']> = {
  'choice-picture-in-view': ({ shown, view }) =>
    view === 'v2' ? `${inV2(shown)}, and V3 shows none` : `${inV3(shown)}, and V2 shows none`,
  'choice-rule-not-listed': ({ shown }) => `${inV3(shown)}, and V2 lists no such rule`,
  'choice-product-not-listed': ({ shown }) => `${inV3(shown)}, and V2 does not list the product`,
  'choice-files-differ': filesWords,
  'choice-off-in-view': ({ shown, view }) =>
    view === 'v2'
      ? `${inV3(shown)}, and V2 has it in a rule that is off`
      : `${inV2(shown)}, and V3 has it in a rule that is off`,
  'choice-off-in-v2': ({ shown }) =>
    `${NOT_COMPARED} V2 has a picture of ${nameOf(shown)} in a rule that is off, and V3 does not say whether its rule is`,
  'choice-files-do-not-tell': (files) =>
    `${NOT_COMPARED} ${filesWords(files)}, and these names do not tell whether it is one picture`,
  'choice-not-compared': ({ shown, rules }) => `${NOT_COMPARED} ${inV3(shown)}, and ${whyNotCompared[rules]}`,
  'choice-rules-not-listed': ({ shown }) =>
    `${NOT_COMPARED} ${inV2(shown)}, and V3 does not list the rules of this product`,
  'choice-unclear': ({ shown }) =>
    `it is not clear which picture of V3 is that of ${nameOf(shown)} of V2, and none is taken`,
  'choice-ids-do-not-tell': ({ file, shown, inV3: held }) =>
    `${NOT_COMPARED} V2 shows ${file} as the picture of ${nameOf(shown)}, V3 as that of ${nameOf(held)}, and these ids do not tell whether it is one choice`,
  'choice-under-other-ids': ({ shown, view }) =>
    view === 'v2'
      ? `${NOT_COMPARED} ${inV2(shown)}, and V3 shows nothing by these ids`
      : `${NOT_COMPARED} ${inV3(shown)}, and V2 may show it by other ids`,
};

const NOT_COMPARED = 'could not be compared:';

const whyNotCompared = {
  gone: 'V2 does not list the rules of this product',
  unasked: 'V2 was not asked for it',
} as const;

const inV2 = (shown: ShownByChoice): string => `V2 shows a picture of ${nameOf(shown)}`;
const inV3 = (shown: ShownByChoice): string => `V3 shows a picture of ${nameOf(shown)}`;

interface Files {
  readonly shown: ShownByChoice;
  readonly v2: string;
  readonly v3: string;
}

function filesWords({ shown, v2, v3 }: Files): string {
  return `V2 shows ${v2} as the picture of ${nameOf(shown)}, V3 shows ${v3}`;
}

const nameOf = (shown: ShownByChoice): string =>
  'rule' in shown ? `rule ${shown.rule} (${whenWords(shown.where)})` : nameOfSlot(shown);
