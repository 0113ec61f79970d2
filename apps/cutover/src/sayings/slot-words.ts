// What is said of a slot.
import { idOfSlot } from '@cutover/journal/light';
import type { ShownInSlot, SlotNamed, SlotSaying, Words } from '@cutover/sync-engine';
import { slotNouns } from './slot-nouns.ts';
import type { WordsOf } from './words-of.ts';

export const slotWords: WordsOf<SlotSaying['code']> = {
  'slot-ambiguous': ({ slot }) =>
    `it is not clear which ${nounsOf(slot).one} is the counterpart of ${nameOfSlot(slot)}, and none is taken`,
  'slot-unmatched': ({ slot }) => `the target has no ${nounsOf(slot).one} like ${nameOfSlot(slot)}`,
  'slot-empty-on-target': ({ kind }) => `the ${slotNouns[kind].one} shows no picture on the target`,
  'slot-not-looked-at': () =>
    'a picture on both stores; only looking at them shows whether it is the same one',
  'slot-not-compared': ({ why }, words) =>
    `its picture could not be compared with the one on the target: ${words(why)}`,
  'slot-not-as-set': ({ shows }, words) => `${shownWords(shows, words)}, where this one was set`,
  'slot-outdated': () => 'the source shows another picture since this one was set',
  'slot-set-by-others': ({ shows, prefer }, words) =>
    `${shownWords(shows, words)}${isKnownWhence(shows) ? '' : ', which no run has set'}${whoseWordCounts[prefer]}`,
  'swatch-empty': ({ slot }) =>
    `${nameOfSlot(slot)} has neither a colour nor a picture, so shoppers see an empty square`,
};

const whoseWordCounts = { source: '; the source is preferred', target: ', and it is kept', ask: '' } as const;

/** Its words say it. */
const isKnownWhence = ({ is }: ShownInSlot): boolean =>
  is === 'another-picture-on-a-side' || is === 'picture-put-back';

function shownWords(shown: ShownInSlot, words: Words): string {
  switch (shown.is) {
    case 'colours':
      return 'it shows colours';
    case 'another-picture':
      return 'it shows another picture';
    case 'picture-put-back':
      return 'it shows another picture, which a revert has put back';
    case 'another-picture-on-a-side':
      return 'the stores show different pictures since this one was set, and the addresses do not show on which side it has changed';
    case 'no-picture':
      return `its address gives no picture: ${words(shown.why)}`;
  }
}

function nounsOf({ slot }: SlotNamed) {
  if ('variantId' in slot) return slotNouns['variant-image'];
  return 'modifierId' in slot ? slotNouns['modifier-image'] : slotNouns.swatch;
}

export const nounOf = (slot: SlotNamed): string => nounsOf(slot).one;

/** As people know it. */
export function nameOfSlot(named: SlotNamed): string {
  const { sku = '', choices = [], slot } = named;
  if (sku !== '') return sku;
  if (choices.length > 0) return choices.map(({ name, label }) => `${name}: ${label}`).join(', ');
  return `${nounOf(named)} ${idOfSlot(slot)}`;
}
