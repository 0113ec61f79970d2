// What a scan is asked for: which side, through which view, and which products of it.
import type { Side, Snapshot } from '@cutover/journal';
import type { Engine, MatchBy, ProductPair, StorePort } from './engine.ts';

export interface ScanRequest {
  readonly engine: Engine;
  readonly run: string;
  readonly side: Side;
  readonly port: StorePort;
  readonly via: 'v2' | 'v3';
  /** Called after each page with the number of images that the snapshot holds. */
  readonly onPage: (snapshot: Snapshot) => void;
}

/** Which products of one side the command is about; undefined is all. */
export interface Selection {
  readonly ids: readonly number[];
  readonly skus: readonly string[];
}

export function selectionOf(
  products: readonly ProductPair[] | undefined,
  side: Side,
  match: MatchBy,
): Selection | undefined {
  if (products === undefined) return undefined;
  const ids = new Set<number>();
  const skus = new Set<string>();
  for (const row of products) {
    const id = side === 'source' ? row.sourceProductId : row.targetProductId;
    const sku = side === 'source' ? row.sourceSku : (row.targetSku ?? row.sourceSku);
    if (id !== undefined) ids.add(id);
    else if (sku !== undefined) skus.add(sku);
    // The counterpart is named by nothing but the pairing key: that side has to be read whole.
    else if (side === 'target' && match === 'id' && row.sourceProductId !== undefined)
      ids.add(row.sourceProductId);
    else return undefined;
  }
  return { ids: [...ids].toSorted((a, b) => a - b), skus: [...skus] };
}
