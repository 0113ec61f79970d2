// What a products file means by a SKU with blanks around it: that very one where a product has it, else the one without
// them, which somebody has typed so.
import type { SnapshotProduct } from '@cutover/journal';
import type { Engine, ProductPair } from '../engine.ts';

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

/** As a message names it: blanks around it are seen. */
export const skuInWords = (sku: string): string => (hasOuterBlanks(sku) ? `SKU "${sku}"` : `SKU ${sku}`);

/** Where a product was asked for that is not there. */
export function namedBy({ line }: Pick<ProductPair, 'line'>, name: string): string {
  return line === undefined ? `asked for is ${name}` : `line ${line} of the products file names ${name}`;
}
