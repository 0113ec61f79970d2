// What a scan is asked for: which side, through which view, and which products of it.

import type { Side, Snapshot } from '@cutover/journal';
import type { V3Product } from '@cutover/v3-client';
import type { Choices, MatchBy, ProductPair, StorePort, With } from '../engine.ts';
import type { Found } from '../found.ts';
import type { Drawn } from './drawn.ts';

export interface ScanRequest {
  readonly engine: With<Choices>;
  readonly run: string;
  readonly side: Side;
  readonly port: StorePort;
  readonly via: 'v2' | 'v3';
  /** Called after each page with the number of images that the snapshot holds. */
  readonly onPage: (snapshot: Snapshot) => void;
  /** Whether a V2 that gives no count is reported by the scan; false where its caller does so. Default true. */
  readonly saysUncounted?: boolean;
  /** Of which products V2 is asked for its lists, where not of all: of the others its pages tell the main picture alone. */
  readonly draws?: Drawn | undefined;
  /** What is to be said of a product as V3 shows it, once it is read; default: nothing. */
  readonly grade?: ((product: V3Product) => readonly Found[]) | undefined;
  /** Saves the slots of the kinds asked for though nothing is compared with them: they are graded. Default false. */
  readonly gradesSlots?: boolean;
  /** Where products are read one by one: called after each, before its page is saved. */
  readonly onProduct?: () => void;
}

/** Which products of one side the command is about; undefined is all. */
export interface Selected {
  readonly ids: readonly number[];
  readonly skus: readonly string[];
}

/** Which products of one side a products file names; undefined when that side has to be read whole. */
export function selectedOf(
  { mode, selection: { products, match } }: Pick<With<Choices>, 'mode' | 'selection'>,
  side: Side,
): Selected | undefined {
  if (products === undefined) return undefined;
  // One store's two views are of the same products.
  const named = mode === 'parity' ? 'source' : side;
  const ids = new Set<number>();
  const skus = new Set<string>();
  for (const row of products) {
    const id = named === 'source' ? row.sourceProductId : (row.targetProductId ?? idByKey(row, match));
    const sku = named === 'source' ? row.sourceSku : (row.targetSku ?? skuByKey(row, match));
    if (id !== undefined) ids.add(id);
    else if (sku !== undefined) skus.add(sku);
    // The counterpart is known by its pairing key alone, and only the whole catalog tells who has it.
    else return undefined;
  }
  return { ids: [...ids].toSorted((a, b) => a - b), skus: [...skus] };
}

function idByKey(row: ProductPair, match: MatchBy): number | undefined {
  return match === 'id' && row.targetSku === undefined ? row.sourceProductId : undefined;
}

function skuByKey(row: ProductPair, match: MatchBy): string | undefined {
  return match === 'sku' ? row.sourceSku : undefined;
}
