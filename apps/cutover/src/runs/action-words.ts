// What is said of any change: what it fills, how many there are, and how old it is.
import type { Action, Slot } from '@cutover/journal';
import { slotPictures } from '../sayings/slot-counts.ts';

/** What a plan sets, behind what it creates, updates and removes; nothing where it sets nothing. */
export const setsText = (sets: number): string => (sets === 0 ? '' : `, ${slotPictures(sets)} to set`);

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
