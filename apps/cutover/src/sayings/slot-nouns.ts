// What people call a slot of a kind, and several. Every text that speaks of one takes its noun from here.
import type { SlotKind } from '@cutover/journal';
import { type CarriedKind, carriedKinds, kindOfWord } from '@cutover/journal/light';

export const slotNouns: Readonly<Record<SlotKind, { readonly one: string; readonly many: string }>> = {
  'variant-image': { one: 'variant', many: 'variants' },
  'modifier-image': { one: 'modifier value', many: 'modifier values' },
  swatch: { one: 'swatch', many: 'swatches' },
};

type SlotWord = Exclude<CarriedKind, 'product'>;
/** Their words in `--kinds`. */
export const slotWordsOfKinds = carriedKinds.filter((word): word is SlotWord => word !== 'product');

/** By its word in `--kinds`. */
export const nounsOfWord = (word: SlotWord): (typeof slotNouns)[SlotKind] => slotNouns[kindOfWord[word]];
