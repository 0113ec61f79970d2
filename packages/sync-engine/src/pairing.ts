// Which target product is the counterpart of which source product. Invariant: a product is never skipped in silence:
// each source product gets a counterpart or the reason why it has none.
import type { SnapshotProduct } from '@cutover/journal';
import type { Engine, ProductPair } from './engine.ts';

export type Counterpart =
  | { readonly source: SnapshotProduct; readonly target: SnapshotProduct }
  | {
      readonly source: SnapshotProduct;
      readonly rule: 'product-unmatched' | 'product-ambiguous';
      readonly message: string;
    };

export interface PairingInput {
  readonly engine: Engine;
  readonly sourceSnapshot: number;
  readonly targetSnapshot: number;
}

/** Pairs a page of source products. */
export function counterparts(input: PairingInput, sources: readonly SnapshotProduct[]): Counterpart[] {
  const { journal, mode, settings } = input.engine;
  if (mode === 'parity') {
    return sources.map((source) => ({
      source,
      target: journal.product(input.targetSnapshot, source.productId) ?? source,
    }));
  }
  const named = namedPairs(settings.products);
  const keys = [...new Set(sources.map((source) => source.matchKey).filter((key) => key !== ''))];
  const onTarget = journal.productsByKey(input.targetSnapshot, keys);
  const onSource = journal.productsByKey(input.sourceSnapshot, keys);
  return sources.map((source) => {
    const row = named.byId.get(source.productId) ?? named.bySku.get(source.sku);
    if (row?.targetProductId !== undefined || row?.targetSku !== undefined)
      return fromFile(input, source, row);
    return fromKey(input, source, onSource, onTarget);
  });
}

function fromFile(
  { engine, targetSnapshot }: PairingInput,
  source: SnapshotProduct,
  row: ProductPair,
): Counterpart {
  const { journal } = engine;
  if (row.targetProductId !== undefined) {
    const target = journal.product(targetSnapshot, row.targetProductId);
    return target === undefined
      ? unmatched(
          source,
          `line ${row.line} of the products file names product ${row.targetProductId}, which the target does not have`,
        )
      : { source, target };
  }
  const found = journal.productsBySku(targetSnapshot, row.targetSku ?? '');
  const [target, ...others] = found;
  if (target === undefined)
    return unmatched(
      source,
      `line ${row.line} of the products file names SKU ${row.targetSku}, which the target does not have`,
    );
  return others.length > 0
    ? ambiguous(source, `SKU ${row.targetSku} stands for ${found.length} products on the target`)
    : { source, target };
}

function fromKey(
  { engine, targetSnapshot }: PairingInput,
  source: SnapshotProduct,
  onSource: ReadonlyMap<string, number[]>,
  onTarget: ReadonlyMap<string, number[]>,
): Counterpart {
  const by = engine.settings.match;
  if (source.matchKey === '') return unmatched(source, `the source product has no ${by} to pair by`);
  const twins = onSource.get(source.matchKey) ?? [];
  if (twins.length > 1)
    return ambiguous(
      source,
      `${twins.length} source products have the same ${by}: ${twins.slice(0, 5).join(', ')}`,
    );
  const [id, ...others] = onTarget.get(source.matchKey) ?? [];
  if (id === undefined) return unmatched(source, `no product on the target has the same ${by}`);
  if (others.length > 0)
    return ambiguous(
      source,
      `${others.length + 1} products on the target have the same ${by}: ${[id, ...others].slice(0, 5).join(', ')}`,
    );
  const target = engine.journal.product(targetSnapshot, id);
  return target === undefined
    ? unmatched(source, `no product on the target has the same ${by}`)
    : { source, target };
}

function unmatched(source: SnapshotProduct, message: string): Counterpart {
  return { source, rule: 'product-unmatched', message };
}

function ambiguous(source: SnapshotProduct, message: string): Counterpart {
  return { source, rule: 'product-ambiguous', message };
}

function namedPairs(products: readonly ProductPair[] | undefined): {
  byId: ReadonlyMap<number, ProductPair>;
  bySku: ReadonlyMap<string, ProductPair>;
} {
  const byId = new Map<number, ProductPair>();
  const bySku = new Map<string, ProductPair>();
  for (const row of products ?? []) {
    if (row.sourceProductId !== undefined) byId.set(row.sourceProductId, row);
    else if (row.sourceSku !== undefined) bySku.set(row.sourceSku, row);
  }
  return { byId, bySku };
}
