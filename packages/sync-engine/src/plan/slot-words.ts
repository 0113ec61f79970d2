// What is said of a slot: its name, and why it has no counterpart. Pure.
import type { SlotKind } from '@cutover/journal';
import { kindOfSlot, slotNouns } from '../slots.ts';
import type { SlotPicture, SlotRow } from './looked.ts';

/** What is said of a slot without one counterpart. */
export function unpaired(
  of: SlotKind,
  { source, why }: { readonly source: SlotPicture; readonly why: 'ambiguous' | 'unmatched' },
): SlotRow {
  const { one, many } = slotNouns[of];
  return why === 'ambiguous'
    ? {
        sign: '!',
        rule: 'slot-ambiguous',
        source,
        message: `several ${many} could be the counterpart of ${nameOfSlot(source)}, and none is taken`,
      }
    : {
        sign: '!',
        rule: 'slot-unmatched',
        source,
        message: `the target has no ${one} like ${nameOfSlot(source)}`,
      };
}

/** As people know it. */
export function nameOfSlot({ sku = '', choices = [], slot }: SlotPicture): string {
  if (sku !== '') return sku;
  if (choices.length > 0) return choices.map(({ name, label }) => `${name}: ${label}`).join(', ');
  const id = 'variantId' in slot ? slot.variantId : slot.valueId;
  return `${slotNouns[kindOfSlot(slot)].one} ${id}`;
}
