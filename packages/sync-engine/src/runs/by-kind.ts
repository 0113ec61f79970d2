// Of the pictures that a run was about, how many are of each kind; told where more than a product's images were asked for.
import type { Run } from '@cutover/journal';
import { carries } from '../carried.ts';
import type { ByKind, Engine } from '../engine.ts';

export function byKindOf(
  engine: Pick<Engine, 'settings'>,
  { images = 0, slots: variant = 0 }: Run['counts'],
): { readonly byKind?: ByKind } {
  if (!carries(engine, 'variant')) return {};
  return { byKind: { ...(carries(engine, 'product') ? { product: images - variant } : {}), variant } };
}
