// Which target product is the counterpart of which source product. Invariant: a product is never skipped in silence:
// each source product gets a counterpart or the reason why it has none.

import type { SnapshotProduct } from '@cutover/journal';
import type { ProductPair, Selecting, With } from '../engine.ts';
import type { ProductSaying } from '../sayings.ts';
import { productsNamed, skuMeant } from './named-sku.ts';

export type Counterpart =
  | { readonly source: SnapshotProduct; readonly target: SnapshotProduct }
  | {
      readonly source: SnapshotProduct;
      readonly rule: 'product-unmatched' | 'product-ambiguous' | 'product-case-only';
      readonly says: ProductSaying;
    };

export interface PairingInput {
  readonly engine: With<Selecting>;
  readonly sourceSnapshot: number;
  readonly targetSnapshot: number;
}

/** Pairs a page of source products. */
export function counterparts(input: PairingInput, sources: readonly SnapshotProduct[]): Counterpart[] {
  const { journal, mode, selection } = input.engine;
  if (mode === 'parity') {
    const targets = journal.productsOf(
      input.targetSnapshot,
      sources.map(({ productId }) => productId),
    );
    return sources.map((source) => ({ source, target: targets.get(source.productId) ?? source }));
  }
  const named = namedPairs(input, selection.products ?? []);
  const keys = [...new Set(sources.map((source) => source.matchKey).filter((key) => key !== ''))];
  const onTarget = journal.productsByKey(input.targetSnapshot, keys);
  const onSource = journal.productsByKey(input.sourceSnapshot, keys);
  const known: Known = {
    onSource,
    onTarget,
    targets: journal.productsOf(input.targetSnapshot, [...onTarget.values()].flat()),
  };
  return sources.map((source) => {
    const row = rowOf(named, source);
    const found = namesTarget(row) ? fromFile(input, source, row) : fromKey(input, source, known);
    return 'rule' in found ? found : unlessShared(input, named, found, known);
  });
}

/** What was asked for a page of source products at once: who bears their keys, and the products of the target that do. */
interface Known {
  readonly onSource: ReadonlyMap<string, readonly number[]>;
  readonly onTarget: ReadonlyMap<string, readonly number[]>;
  readonly targets: ReadonlyMap<number, SnapshotProduct>;
}

/** Two source products on one target product would take turns in undoing each other. */
function unlessShared(
  { engine, sourceSnapshot }: PairingInput,
  named: NamedPairs,
  pair: Extract<Counterpart, { target: SnapshotProduct }>,
  { onSource }: Known,
): Counterpart {
  const { journal } = engine;
  const { source, target } = pair;
  const rows = [
    ...(named.byTargetId.get(target.productId) ?? []),
    ...(named.byTargetSku.get(target.sku) ?? []),
  ];
  const byRow = rows.flatMap((row) =>
    row.sourceProductId === undefined
      ? productsNamed(journal, sourceSnapshot, row.sourceSku ?? '').map((product) => product.productId)
      : [row.sourceProductId],
  );
  const bearers = (key: string): readonly number[] =>
    onSource.get(key) ?? journal.productsByKey(sourceSnapshot, [key]).get(key) ?? [];
  const byKey = (target.matchKey === '' ? [] : bearers(target.matchKey)).filter((id) => {
    if (id === source.productId) return false;
    const other = journal.product(sourceSnapshot, id);
    return other !== undefined && !namesTarget(rowOf(named, other));
  });
  const others = new Set([...byRow.filter((id) => id !== source.productId), ...byKey]);
  return others.size === 0
    ? pair
    : ambiguous(source, {
        code: 'target-shared',
        sourceProductIds: [...others],
        targetProductId: target.productId,
      });
}

function rowOf({ byId, bySku }: NamedPairs, source: SnapshotProduct): ProductPair | undefined {
  return byId.get(source.productId) ?? bySku.get(source.sku);
}

function namesTarget(row: ProductPair | undefined): row is ProductPair {
  return row?.targetProductId !== undefined || row?.targetSku !== undefined;
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
      ? notThere(source, row, { productId: row.targetProductId })
      : { source, target };
  }
  const found = productsNamed(journal, targetSnapshot, row.targetSku ?? '');
  const [target, ...others] = found;
  if (target === undefined) return notThere(source, row, { sku: row.targetSku ?? '' });
  return others.length > 0
    ? ambiguous(source, { code: 'sku-of-several', sku: row.targetSku ?? '', products: found.length })
    : { source, target };
}

function fromKey(
  { engine, sourceSnapshot, targetSnapshot }: PairingInput,
  source: SnapshotProduct,
  { onSource, onTarget, targets }: Known,
): Counterpart {
  const by = engine.selection.match;
  if (source.matchKey === '') return unmatched(source, { code: 'without-key', by });
  const twins = onSource.get(source.matchKey) ?? [];
  if (twins.length > 1)
    return ambiguous(source, { code: 'key-of-several', side: 'source', by, productIds: twins });
  const [id, ...others] = onTarget.get(source.matchKey) ?? [];
  if (id === undefined) return unlessByCaseOnly(source, { engine, sourceSnapshot, targetSnapshot });
  if (others.length > 0)
    return ambiguous(source, { code: 'key-of-several', side: 'target', by, productIds: [id, ...others] });
  const target = targets.get(id);
  return target === undefined ? unmatched(source, { code: 'without-counterpart', by }) : { source, target };
}

/** A product that would be the counterpart but for upper and lower case, and that no other source product has, is named. */
function unlessByCaseOnly(
  source: SnapshotProduct,
  { engine, sourceSnapshot, targetSnapshot }: PairingInput,
): Counterpart {
  const { journal, selection } = engine;
  const by = selection.match;
  const near = journal.productsByKeyInAnyCase(targetSnapshot, source.matchKey);
  const [only, ...others] = near.filter(
    ({ matchKey }) => !journal.productsByKey(sourceSnapshot, [matchKey]).has(matchKey),
  );
  return only === undefined || others.length > 0
    ? unmatched(source, { code: 'without-counterpart', by })
    : {
        source,
        rule: 'product-case-only',
        says: { code: 'counterpart-in-other-case', by, productId: only.productId, key: only.matchKey },
      };
}

function notThere(
  source: SnapshotProduct,
  { line }: ProductPair,
  asked: Extract<ProductSaying, { readonly code: 'asked-for-missing' }>['asked'],
): Counterpart {
  return unmatched(source, { code: 'asked-for-missing', side: 'target', line, asked });
}

function unmatched(source: SnapshotProduct, says: ProductSaying): Counterpart {
  return { source, rule: 'product-unmatched', says };
}

function ambiguous(source: SnapshotProduct, says: ProductSaying): Counterpart {
  return { source, rule: 'product-ambiguous', says };
}

interface NamedPairs {
  readonly byTargetId: ReadonlyMap<number | undefined, readonly ProductPair[]>;
  readonly byTargetSku: ReadonlyMap<string | undefined, readonly ProductPair[]>;
  readonly byId: ReadonlyMap<number, ProductPair>;
  readonly bySku: ReadonlyMap<string, ProductPair>;
}

/** Made once for the rows of a run: pages of products ask for it again and again. */
const made = new WeakMap<
  readonly ProductPair[],
  { readonly of: readonly number[]; readonly pairs: NamedPairs }
>();

function namedPairs(
  { engine: { journal }, sourceSnapshot, targetSnapshot }: PairingInput,
  products: readonly ProductPair[],
): NamedPairs {
  const of = [sourceSnapshot, targetSnapshot];
  const before = made.get(products);
  if (before?.of.every((snapshot, at) => snapshot === of[at]) === true) return before.pairs;
  const byId = new Map<number, ProductPair>();
  const bySku = new Map<string, ProductPair>();
  for (const row of products) {
    const { sourceProductId, sourceSku } = row;
    if (sourceProductId !== undefined) byId.set(sourceProductId, row);
    else if (sourceSku !== undefined) bySku.set(skuMeant(journal, sourceSnapshot, sourceSku), row);
  }
  const rows = products.filter(namesTarget);
  const pairs = {
    byTargetId: Map.groupBy(rows, (row) => row.targetProductId),
    byTargetSku: Map.groupBy(
      rows,
      ({ targetSku }) => targetSku && skuMeant(journal, targetSnapshot, targetSku),
    ),
    byId,
    bySku,
  };
  made.set(products, { of, pairs });
  return pairs;
}
