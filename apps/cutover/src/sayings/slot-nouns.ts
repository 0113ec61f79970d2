// What people call a slot of a kind, and several.
import type { SlotKind } from '@cutover/journal';

export const slotNouns: Readonly<Record<SlotKind, { readonly one: string; readonly many: string }>> = {
  'variant-image': { one: 'variant', many: 'variants' },
  'modifier-image': { one: 'modifier value', many: 'modifier values' },
  swatch: { one: 'swatch', many: 'swatches' },
};
