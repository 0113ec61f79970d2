// Of the pictures that a run was about, how many are of each kind; told where more than a product's images were asked for.
import { carries, type OfKinds, slotKindsCarried } from '../carried.ts';
import type { ByKind } from '../engine.ts';
import type { SeenByKind } from './images-seen.ts';

export function byKindOf(engine: OfKinds, { images, slots }: SeenByKind): { readonly byKind?: ByKind } {
  const carried = slotKindsCarried.filter((kind) => carries(engine, kind));
  if (carried.length === 0) return {};
  const ofSlots = carried.map((kind) => [kind, slots[kind]] as const);
  const inSlots = ofSlots.reduce((sum, [, count]) => sum + count, 0);
  return {
    byKind: {
      ...(carries(engine, 'product') ? { product: images - inSlots } : {}),
      ...Object.fromEntries(ofSlots),
    },
  };
}
