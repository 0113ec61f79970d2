// What a products file means by a SKU with blanks around it: that very one where a product has it, else the one without
// them, which somebody has typed so.
import type { SnapshotProduct } from '@cutover/journal';
import type { Engine } from '../engine.ts';

type Journal = Engine['journal'];

/** The products of a snapshot that a products file names by this SKU. */
export function productsNamed(journal: Journal, snapshot: number, sku: string): SnapshotProduct[] {
  return journal.productsBySku(snapshot, skuMeant(journal, snapshot, sku));
}

/** The SKU as the products have it that are meant. */
export function skuMeant(journal: Journal, snapshot: number, sku: string): string {
  return hasOuterBlanks(sku) && journal.productsBySku(snapshot, sku).length === 0 ? sku.trim() : sku;
}

export const hasOuterBlanks = (sku: string): boolean => sku.trim() !== sku;
