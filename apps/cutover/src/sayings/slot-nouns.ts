// What people call a slot, by its kind.
export const slotNouns = {
  'variant-image': 'variant',
  'modifier-image': 'modifier value',
  swatch: 'swatch',
} as const;
