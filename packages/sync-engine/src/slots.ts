// A slot by the kind of picture that it holds: the ids by which a line names it, and what it shows. Pure.
import { type ImageRef, placeOf, type Slot, type SlotChoice, type SlotKind } from '@cutover/journal';
import type { SlotNamed } from './sayings.ts';

export function kindOfSlot(slot: Slot): SlotKind {
  if ('variantId' in slot) return 'variant-image';
  return 'modifierId' in slot ? 'modifier-image' : 'swatch';
}

export type SlotIds = Pick<ImageRef, 'variantId' | 'modifierId' | 'optionId' | 'valueId'>;

/** Its place alone, in words that are the same for the same place; nothing where it is no slot. */
export function idsOfSlot(slot: Slot): Slot;
export function idsOfSlot(slot: Slot | undefined): SlotIds;
export function idsOfSlot(slot: Slot | undefined): SlotIds {
  return slot === undefined ? {} : placeOf(slot);
}

/** What tells it from the others of its product: a variant's SKU, or where it has none what is chosen; a value's label. */
export function slotNames({
  slot,
  sku = '',
  choices = [],
}: {
  readonly slot: Slot;
  readonly sku?: string | undefined;
  readonly choices?: readonly SlotChoice[] | undefined;
}): Pick<ImageRef, 'variantSku' | 'label'> {
  if (sku !== '') return { variantSku: sku };
  const labels = choices.map(({ label }) => label);
  const label = 'variantId' in slot ? labels.join(', ') : labels[0];
  return label === undefined || label === '' ? {} : { label };
}

/** It with what people tell it by, and without what it shows. */
export const namedSlot = ({ slot, sku, choices }: SlotNamed): SlotNamed => ({
  slot: idsOfSlot(slot),
  sku,
  choices,
});

/** The slot that a line names; undefined where it names none. */
export function slotOfRef({ variantId, modifierId, optionId, valueId }: SlotIds): Slot | undefined {
  if (variantId !== undefined) return { variantId };
  if (valueId === undefined) return undefined;
  if (modifierId !== undefined) return { modifierId, valueId };
  return optionId === undefined ? undefined : { optionId, valueId };
}

/** The same for the same place. */
export const keyOfSlot = (slot: Slot): string => Object.entries(idsOfSlot(slot)).flat().join(' ');
export const isSameSlot = (a: Slot, b: Slot): boolean => keyOfSlot(a) === keyOfSlot(b);

/** What a slot shows is a text: of a picture its address, of a swatch's colours these. */
export const showsColours = (address: string): boolean => address.startsWith('#');
export const showsPicture = (address: string): boolean => address !== '' && !showsColours(address);
