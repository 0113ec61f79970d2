// One store: the pictures of variants of a page of products as both views show them, and at the end those of products that V3
// alone lists. Nothing is planned: what the views differ in, nothing here can fix.
import type { Snapshot, SnapshotProduct } from '@cutover/journal';
import { carries, slotCounts } from '../carried.ts';
import type { Choices, With } from '../engine.ts';
import type { Sides } from '../read/both-sides.ts';
import { readVariantViews } from '../read/variant-views.ts';
import { onlyInTargetView } from './left-over-findings.ts';
import { type VariantRow, variantRows, variantRowsOfV3 } from './variant-rows.ts';

export interface ComparedVariant {
  readonly product: SnapshotProduct;
  readonly row: VariantRow;
}

export interface VariantsCompared {
  readonly rows: readonly ComparedVariant[];
  /** Of products that V2 does not list. */
  readonly leftOver: readonly ComparedVariant[];
  readonly counts: Readonly<Record<string, number>>;
}

export interface VariantsRequest {
  readonly engine: With<Choices>;
  readonly source: Snapshot;
  readonly target: Snapshot;
  /** As {@link Sides} has it: V2's SKUs are asked for of the same products. */
  readonly isListed?: Sides['isListed'];
}

export async function variantsCompared(
  { engine, source, target, isListed }: VariantsRequest,
  products: readonly SnapshotProduct[],
  isLast: boolean,
): Promise<VariantsCompared> {
  if (engine.mode !== 'parity' || !carries(engine, 'variant')) return { rows: [], leftOver: [], counts: {} };
  const ids = products.map(({ productId }) => productId);
  const views = await readVariantViews(engine, ids, isListed);
  const rows: ComparedVariant[] = [];
  let leftOut = 0;
  for (const product of products) {
    const of = variantRows(views.get(product.productId) ?? { variants: [], skus: [] });
    rows.push(...of.rows.map((row) => ({ product, row })));
    leftOut += of.leftOut;
  }
  const leftOver: ComparedVariant[] = [];
  if (isLast)
    for (const alone of onlyInTargetView(engine, source, target)) {
      const theirs = await readVariantViews(
        engine,
        alone.map(({ productId }) => productId),
        () => false,
      );
      for (const product of alone)
        leftOver.push(
          ...variantRowsOfV3(theirs.get(product.productId)?.variants ?? []).map((row) => ({ product, row })),
        );
    }
  const { met, notMoved } = slotCounts.variant;
  return { rows, leftOver, counts: { [met]: rows.length + leftOver.length, [notMoved]: leftOut } };
}
