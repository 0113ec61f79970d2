// How many slots are spoken of, whichever kinds they are of.
import { counted } from '../terminal/quantities.ts';

/** `3 pictures of variants or values`: of what is set and never created. */
export const slotPictures = (count: number): string =>
  count === 1 ? '1 picture of a variant or value' : `${counted(count, 'picture')} of variants or values`;

/** Of slots that a revert cannot empty, of each of which the same would be said. */
export const keptSlotWords = (count: number): string =>
  `Left as ${count === 1 ? 'it is' : 'they are'}, because V3 cannot remove ${count === 1 ? 'it' : 'them'}: ${slotPictures(count)}`;
