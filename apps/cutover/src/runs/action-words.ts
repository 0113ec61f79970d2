// What is said of any change: what it fills, how many there are, and how old it is.
import type { Action, Slot } from '@cutover/journal';
import { counted } from '../terminal/quantities.ts';

/** What a plan sets, behind what it creates, updates and removes; nothing where it sets nothing. */
export const setsText = (sets: number): string => (sets === 0 ? '' : `, ${slotPictures(sets)} to set`);

/** `3 pictures of variants or values`: of what is set and never created. */
export const slotPictures = (count: number): string =>
  count === 1 ? '1 picture of a variant or value' : `${counted(count, 'picture')} of variants or values`;

/** Of slots that a revert cannot empty, of each of which the same would be said. */
export const keptSlotWords = (count: number): string =>
  `Left as ${count === 1 ? 'it is' : 'they are'}, because V3 cannot remove ${count === 1 ? 'it' : 'them'}: ${slotPictures(count)}`;

/** `variant 5`, `value 7 of modifier 3`. */
export function slotWords(slot: Slot): string {
  if ('variantId' in slot) return `variant ${slot.variantId}`;
  return 'modifierId' in slot
    ? `value ${slot.valueId} of modifier ${slot.modifierId}`
    : `value ${slot.valueId} of option ${slot.optionId}`;
}

/** Seconds since the action's last change, by the wall clock; none when that went backwards. */
export const ageSeconds = (action: Pick<Action, 'updatedAt'>, nowMs: number): number =>
  Math.max(0, Math.floor((nowMs - Date.parse(action.updatedAt)) / 1_000));
