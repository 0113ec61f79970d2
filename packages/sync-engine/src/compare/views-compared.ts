// One store: the pictures of variants, and those that follow a choice, of a page of products as both views show them, and at the
// end those of products that V3 alone lists. Nothing is planned: what the views differ in, nothing here can fix.
import type { Snapshot, SnapshotProduct } from '@cutover/journal';
import { type CarriedSlots, carries, slotCounts } from '../carried.ts';
import type { Choices, With } from '../engine.ts';
import type { Found } from '../found.ts';
import type { Sides } from '../read/both-sides.ts';
import { createRuleViewsReader } from '../read/rule-views.ts';
import { readVariantViews, type VariantViews } from '../read/variant-views.ts';
import { onlyInTargetView } from './left-over-findings.ts';
import { ruleFinding } from './rule-findings.ts';
import { type RuleRow, ruleRows, ruleRowsOfV3 } from './rule-rows.ts';
import { variantFinding } from './variant-findings.ts';
import { type VariantRow, variantRows, variantRowsOfV3 } from './variant-rows.ts';

/** One picture that was held against the same one in the other view. */
export interface ComparedView {
  readonly product: SnapshotProduct;
  readonly sign: '=' | '~' | '+' | '-' | '!';
  /** What V3 shows; undefined: it has no such place. */
  readonly address: string | undefined;
  readonly finding: Found;
}

export interface ViewsCompared {
  readonly rows: readonly ComparedView[];
  /** Of products that V2 does not list. */
  readonly leftOver: readonly ComparedView[];
  readonly counts: Readonly<Record<string, number>>;
}

export interface ViewsRequest {
  readonly engine: With<Choices>;
  readonly source: Snapshot;
  readonly target: Snapshot;
  /** As {@link Sides} has it: V2's SKUs and rules are asked for of the same products. */
  readonly isListed?: Sides['isListed'];
}

/** @returns what compares a page of products after another, the last of them with `isLast`. */
export function viewsComparing({
  engine,
  source,
  target,
  isListed,
}: ViewsRequest): (products: readonly SnapshotProduct[], isLast: boolean) => Promise<ViewsCompared> {
  const has = (kind: CarriedSlots): boolean => engine.mode === 'parity' && carries(engine, kind);
  const ruleViews = createRuleViewsReader(engine);
  const idsOf = (products: readonly SnapshotProduct[]) => products.map(({ productId }) => productId);

  async function ofVariants(products: readonly SnapshotProduct[], isLast: boolean): Promise<Compared> {
    const views = await readVariantViews(engine, idsOf(products), isListed);
    const rows: ComparedView[] = [];
    let leftOut = 0;
    for (const product of products) {
      const of = variantRows(views.get(product.productId) ?? { variants: [], skus: [] });
      rows.push(...of.rows.map((row) => asVariant(product, row)));
      leftOut += of.leftOut;
    }
    const leftOver: ComparedView[] = [];
    for (const alone of isLast ? onlyInTargetView(engine, source, target) : []) {
      const theirs = await readVariantViews(engine, idsOf(alone), () => false);
      for (const product of alone)
        leftOver.push(
          ...variantRowsOfV3(theirs.get(product.productId)?.variants ?? []).map((row) =>
            asVariant(product, row),
          ),
        );
    }
    return { rows, leftOver, leftOut, views };
  }

  async function ofRules(
    products: readonly SnapshotProduct[],
    isLast: boolean,
    variants: Compared['views'],
  ): Promise<Compared> {
    const views = await ruleViews.read(idsOf(products), isListed);
    const skusOf = ({ productId }: SnapshotProduct) => {
      const skus = variants?.get(productId)?.skus;
      return typeof skus === 'string' ? undefined : skus;
    };
    const rows = products.flatMap((product) => {
      const of = views.get(product.productId);
      return of === undefined ? [] : ruleRows(of, skusOf(product)).map((row) => asRule(product, row));
    });
    const leftOver: ComparedView[] = [];
    for (const alone of isLast ? onlyInTargetView(engine, source, target) : []) {
      const theirs = await ruleViews.read(idsOf(alone), () => false);
      for (const product of alone) {
        const of = theirs.get(product.productId);
        if (of !== undefined) leftOver.push(...ruleRowsOfV3(of).map((row) => asRule(product, row)));
      }
    }
    return { rows, leftOver, leftOut: 0 };
  }

  return async (products, isLast) => {
    const variants = has('variant') ? await ofVariants(products, isLast) : undefined;
    const rules = has('modifier') ? await ofRules(products, isLast, variants?.views) : undefined;
    const all = [variants, rules].flatMap((one) => one ?? []);
    return {
      rows: all.flatMap(({ rows }) => rows),
      leftOver: all.flatMap(({ leftOver }) => leftOver),
      counts: { ...countsOf('variant', variants), ...countsOf('modifier', rules) },
    };
  };
}

/** Of one kind of picture. */
interface Compared extends Omit<ViewsCompared, 'counts'> {
  /** Pictures that V2 cannot show. */
  readonly leftOut: number;
  readonly views?: ReadonlyMap<number, VariantViews>;
}

function countsOf(kind: CarriedSlots, compared: Compared | undefined): Record<string, number> {
  if (compared === undefined) return {};
  const { met, notMoved } = slotCounts[kind];
  return { [met]: compared.rows.length + compared.leftOver.length, [notMoved]: compared.leftOut };
}

const asVariant = (product: SnapshotProduct, row: VariantRow): ComparedView => ({
  product,
  sign: row.sign,
  address: row.variant?.address,
  finding: variantFinding(product, row),
});

const asRule = (product: SnapshotProduct, row: RuleRow): ComparedView => ({
  product,
  sign: row.sign,
  address: row.inV3?.address,
  finding: ruleFinding(product, row),
});
