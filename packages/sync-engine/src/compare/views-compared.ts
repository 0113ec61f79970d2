// One store: the pictures of variants, and those that follow a choice, of a page of products as both views show them; at the end
// those of V2's rules about which it was not asked at first (`rule-views.ts`), and those of products that V3 alone lists. Nothing
// is planned: what the views differ in, nothing here can fix.
import type { Run, Snapshot, SnapshotProduct } from '@cutover/journal';
import { PRODUCTS_A_PAGE } from '../at-a-time.ts';
import { type CarriedSlots, carries, slotCounts } from '../carried.ts';
import type { Choices, With } from '../engine.ts';
import type { Found } from '../found.ts';
import type { Sides } from '../read/both-sides.ts';
import { createRuleViewsReader, type RuleViewsReader } from '../read/rule-views.ts';
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

export interface ViewsComparing {
  page(products: readonly SnapshotProduct[]): Promise<ViewsCompared>;
  /** Whether V2 has to be asked, once all pages were compared, about products that were put off. */
  isShort(): Promise<boolean>;
  /** These products, a page after another, of which each is to be kept before the next is asked for. */
  putOff(): AsyncGenerator<ViewsCompared>;
  /** Products that V3 alone lists. */
  leftOver(): Promise<ViewsCompared>;
}

export interface ViewsRequest {
  readonly engine: With<Choices>;
  /** As it was when it was begun or taken up. */
  readonly run: Pick<Run, 'counts' | 'marchCursor'>;
  readonly source: Snapshot;
  readonly target: Snapshot;
  /** As {@link Sides} has it: V2's SKUs and rules are asked for of the same products. */
  readonly isListed?: Sides['isListed'];
}

/** Of one kind of picture. */
type OfKind = ViewsCompared & { readonly views?: ReadonlyMap<number, VariantViews> };

/** Under which names a run counts the rules that V2 has listed, and how far, by product, V2 was asked about those put off. */
const RULES_LISTED = 'rulesListed';
const PUT_OFF_TO = 'rulesPutOffTo';

const nothing: ViewsCompared = { rows: [], leftOver: [], counts: {} };

export function viewsComparing(request: ViewsRequest): ViewsComparing {
  const { engine, source, target, isListed } = request;
  const has = (kind: CarriedSlots): boolean => engine.mode === 'parity' && carries(engine, kind);
  const rules = has('modifier') ? comparingRules(request) : undefined;

  async function variantsOf(products: readonly SnapshotProduct[]): Promise<OfKind> {
    const views = await readVariantViews(engine, idsOf(products), isListed);
    const rows: ComparedView[] = [];
    let leftOut = 0;
    for (const product of products) {
      const of = variantRows(views.get(product.productId) ?? { variants: [], skus: [] });
      rows.push(...of.rows.map((row) => asVariant(product, row)));
      leftOut += of.leftOut;
    }
    const { met, notMoved } = slotCounts.variant;
    return { rows, leftOver: [], counts: { [met]: rows.length, [notMoved]: leftOut }, views };
  }

  async function variantsOfV3(products: readonly SnapshotProduct[]): Promise<OfKind> {
    const theirs = await readVariantViews(engine, idsOf(products), () => false);
    const leftOver = products.flatMap((product) =>
      variantRowsOfV3(theirs.get(product.productId)?.variants ?? []).map((row) => asVariant(product, row)),
    );
    return { rows: [], leftOver, counts: { [slotCounts.variant.met]: leftOver.length } };
  }

  return {
    async page(products) {
      const variants = has('variant') ? await variantsOf(products) : undefined;
      return together([variants, await rules?.page(products, variants?.views)]);
    },
    isShort: async () => (await rules?.isShort()) ?? false,
    async *putOff() {
      if (rules !== undefined) yield* rules.putOff();
    },
    async leftOver() {
      if (!has('variant') && rules === undefined) return nothing;
      const all: (ViewsCompared | undefined)[] = [];
      for (const alone of onlyInTargetView(engine, source, target))
        all.push(has('variant') ? await variantsOfV3(alone) : undefined, await rules?.leftOver(alone));
      return together(all);
    },
  };
}

/** Adds up what was compared. */
export function together(all: readonly (ViewsCompared | undefined)[]): ViewsCompared {
  return all.reduce<ViewsCompared>((sum, one = nothing) => {
    const counts = { ...sum.counts };
    for (const [name, count] of Object.entries(one.counts)) counts[name] = (counts[name] ?? 0) + count;
    return { rows: [...sum.rows, ...one.rows], leftOver: [...sum.leftOver, ...one.leftOver], counts };
  }, nothing);
}

interface ComparingRules extends Pick<ViewsComparing, 'isShort' | 'putOff'> {
  page(
    products: readonly SnapshotProduct[],
    variants: ReadonlyMap<number, VariantViews> | undefined,
  ): Promise<ViewsCompared>;
  leftOver(products: readonly SnapshotProduct[]): Promise<ViewsCompared>;
}

function comparingRules({ engine, run, source, isListed }: ViewsRequest): ComparingRules {
  const reader = createRuleViewsReader(engine, run.counts[RULES_LISTED]);
  /** Products up to here were read in an earlier sitting; by a version that put none off, V2 was asked about each. */
  const readTo = run.marchCursor ?? 0;
  const mayBePutOff = run.counts[RULES_LISTED] !== undefined;
  let askedTo = run.counts[PUT_OFF_TO] ?? (mayBePutOff ? 0 : readTo);
  let isAsked = false;

  async function* putOff(): AsyncGenerator<ViewsCompared> {
    while (!isAsked) {
      const products = engine.journal.products(source.snapshot, askedTo, PRODUCTS_A_PAGE);
      const listed = reader.listed();
      const views = await reader.readPutOff(idsOf(products), isListed);
      const rows = products.flatMap((product) => rowsOf(product, views.get(product.productId)));
      const to = products.at(-1)?.productId ?? askedTo;
      const counts = { [PUT_OFF_TO]: to - askedTo, ...countsOf(rows), ...listedSince(reader, listed) };
      askedTo = to;
      isAsked = products.length < PRODUCTS_A_PAGE || !(await reader.isShort());
      yield { rows, leftOver: [], counts };
    }
  }

  return {
    async page(products, variants) {
      const listed = reader.listed();
      const { views, swatches } = await reader.read(idsOf(products), isListed);
      const rows = products.flatMap((product) => {
        const skus = variants?.get(product.productId)?.skus;
        return rowsOf(product, views.get(product.productId), typeof skus === 'string' ? undefined : skus);
      });
      const counts = { ...countsOf(rows), ...countsOfSwatches(swatches), ...listedSince(reader, listed) };
      return { rows, leftOver: [], counts };
    },
    isShort: async () => !isAsked && (mayBePutOff || reader.hasPutOff()) && (await reader.isShort()),
    putOff,
    async leftOver(products) {
      const { views, swatches } = await reader.read(idsOf(products), () => false);
      const leftOver = products.flatMap((product) => {
        const of = views.get(product.productId);
        return of === undefined ? [] : ruleRowsOfV3(of).map((row) => asRule(product, row));
      });
      return { rows: [], leftOver, counts: { ...countsOf(leftOver), ...countsOfSwatches(swatches) } };
    },
  };
}

const idsOf = (products: readonly SnapshotProduct[]): number[] => products.map(({ productId }) => productId);

const countsOf = (rows: readonly ComparedView[]): Record<string, number> => ({
  [slotCounts.modifier.met]: rows.length,
});
const countsOfSwatches = (shown: number): Record<string, number> => ({ [slotCounts.swatch.notMoved]: shown });
const listedSince = (reader: RuleViewsReader, before: number): Record<string, number> => ({
  [RULES_LISTED]: reader.listed() - before,
});

const rowsOf = (
  product: SnapshotProduct,
  views: Parameters<typeof ruleRows>[0] | undefined,
  skus?: Parameters<typeof ruleRows>[1],
): ComparedView[] => (views === undefined ? [] : ruleRows(views, skus).map((row) => asRule(product, row)));

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
