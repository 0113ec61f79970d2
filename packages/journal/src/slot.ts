// A slot by its ids alone. Pure; a slot of another shape is named here by the compiler.
import type { Slot } from './action.ts';

/** In one order of its words, whatever else stands in it. */
export function placeOf(slot: Slot): Slot {
  if ('variantId' in slot) return { variantId: slot.variantId };
  return 'modifierId' in slot
    ? { modifierId: slot.modifierId, valueId: slot.valueId }
    : { optionId: slot.optionId, valueId: slot.valueId };
}

/** By which a person says which slot is meant: its variant's id, or its value's. */
export const idOfSlot = (slot: Slot): number => ('variantId' in slot ? slot.variantId : slot.valueId);
