// Target images that no source image stands for: which of them are a person's own, and which should not be there.
// Invariant: what was on the target before the first plan is left alone under `copy`, whatever its name; what looks like
// a second copy of one of ours, or has come since the last plan, is told.
import { looseStem, stemOf } from '@cutover/field-mapper';
import type { FindingRow } from '@cutover/journal';
import type { Engine } from '../engine.ts';
import type { MarchRow } from '../match/march.ts';
import { nameOf } from '../match/pair-images.ts';
import { findingOf } from '../rules.ts';
import { type Compared, diffFinding } from './row-findings.ts';

export interface TargetHistory {
  /** True when plans of these stores are known at all. */
  readonly isKnown: boolean;
  /** Images of a product as the oldest and the newest plan saw them; undefined when no plan saw the product. */
  seen(
    productId: number,
  ): { readonly first: ReadonlySet<number>; readonly last: ReadonlySet<number> } | undefined;
}

/** Enough to reach back to the first plan of any store that is worked on for weeks. */
const PLANS_MAX = 200;

export function createTargetHistory({ journal }: Engine): TargetHistory {
  const snapshots = journal
    .runs({ limit: PLANS_MAX })
    .filter((run) => !run.dryRun && (run.command === 'diff' || run.command === 'migrate'))
    .flatMap((run) => journal.snapshotOf(run.id, 'target') ?? [])
    .filter((snapshot) => snapshot.complete);
  const idsIn = (snapshot: number, productId: number): Set<number> | undefined =>
    journal.product(snapshot, productId) === undefined
      ? undefined
      : new Set((journal.images(snapshot, [productId]).get(productId) ?? []).map((image) => image.imageId));
  const firstOf = (ids: readonly number[], productId: number): Set<number> | undefined => {
    for (const id of ids) {
      const found = idsIn(id, productId);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const newest = snapshots.map((snapshot) => snapshot.snapshot);
  return {
    isKnown: newest.length > 0,
    seen(productId) {
      const last = firstOf(newest, productId);
      const first = firstOf(newest.toReversed(), productId);
      return last === undefined || first === undefined ? undefined : { first, last };
    },
  };
}

/** What is wrong with an image that only the target has; severity `info` where nothing is known, undefined where nothing is. */
export function surplusOf(
  engine: Engine,
  history: TargetHistory,
  product: Compared,
  row: Extract<MarchRow, { sign: '-' }>,
  /** It was looked at, and shows another picture than all that belong here: then a name says nothing. */
  isNoneOfThese = false,
): FindingRow | undefined {
  const finding = diffFinding(engine, row, product);
  if (engine.mode === 'parity' || engine.settings.policy === 'mirror') return finding;
  const seen = history.seen(product.target.productId);
  if (seen?.first.has(row.target.imageId) === true) return undefined;
  const stem = looseStem(stemOf(nameOf(row.target)));
  if (
    !isNoneOfThese &&
    product.rows.some((other) => other.sign !== '-' && looseStem(stemOf(nameOf(other.source))) === stem)
  ) {
    const message = 'a second image of the name of one that belongs here: made twice, or added by somebody';
    return findingOf('surplus-image', { ...finding, message });
  }
  if (!history.isKnown) {
    return {
      ...finding,
      severity: 'info',
      message: 'only on the target; nothing is known of where it came from',
    };
  }
  if (seen?.last.has(row.target.imageId) === true) return undefined;
  return {
    ...finding,
    severity: 'critical',
    message: 'only on the target, and was not there when the plan was made',
  };
}
