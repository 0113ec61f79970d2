// Target images that no source image stands for: which of them are a person's own, and which should not be there.
// Invariant: what was on the target before the first plan that was carried out is left alone under `copy`, whatever its
// name; what has come since, and that no look has shown to be somebody's own picture, is reported, however many plans were made
// meanwhile. A comparison alone changes nothing of what is said.

import { looseStem, stemOf } from '@cutover/field-mapper';
import type { Deciding, Engine, With } from '../engine.ts';
import type { Found } from '../found.ts';
import type { MarchRow } from '../match/march.ts';
import { nameOf } from '../match/pair-images.ts';
import { findingOf } from '../rules.ts';
import { type Compared, diffFinding } from './row-findings.ts';

export interface TargetHistory {
  /** True when a plan of these stores was carried out. */
  readonly isKnown: boolean;
  /** Images of a product as the oldest such plan that knew it saw them; undefined when none did. */
  seenFirst(productId: number): ReadonlySet<number> | undefined;
}

/** Enough to reach back to the first plan of any store that is worked on for weeks. */
const PLANS_MAX = 200;

export function createTargetHistory({ journal }: Engine): TargetHistory {
  const carriedOut = journal
    .runs({ command: 'migrate' })
    .flatMap(({ dryRun, planRun, pruned }) =>
      dryRun || planRun === undefined || pruned !== undefined ? [] : [planRun],
    )
    .slice(0, PLANS_MAX);
  const snapshots = [...new Set(carriedOut)]
    .flatMap((planRun) => journal.snapshotOf(planRun, 'target') ?? [])
    .filter((snapshot) => snapshot.complete);
  const idsIn = (snapshot: number, productId: number): Set<number> | undefined =>
    journal.product(snapshot, productId) === undefined
      ? undefined
      : new Set((journal.images(snapshot, [productId]).get(productId) ?? []).map((image) => image.imageId));
  const oldestFirst = snapshots.map((snapshot) => snapshot.snapshot).toReversed();
  return {
    isKnown: oldestFirst.length > 0,
    seenFirst(productId) {
      for (const snapshot of oldestFirst) {
        const found = idsIn(snapshot, productId);
        if (found !== undefined) return found;
      }
      return undefined;
    },
  };
}

/** What is wrong with an image that only the target has; severity `info` where nothing is known, undefined where nothing is. */
export function surplusOf(
  engine: With<Deciding>,
  history: TargetHistory,
  product: Compared,
  row: Extract<MarchRow, { sign: '-' }>,
  /** It was looked at, and shows another picture than all that belong here: then a name says nothing. */
  isNoneOfThese = false,
): Found | undefined {
  const finding = diffFinding(engine, row, product);
  if (engine.mode === 'parity' || engine.decisions.policy === 'mirror') return finding;
  if (history.seenFirst(product.target.productId)?.has(row.target.imageId) === true) return undefined;
  const stem = looseStem(stemOf(nameOf(row.target)));
  if (
    !isNoneOfThese &&
    product.rows.some((other) => other.sign !== '-' && looseStem(stemOf(nameOf(other.source))) === stem)
  ) {
    const says = { code: 'second-of-name' } as const;
    return findingOf('surplus-image', { ...finding, says });
  }
  if (!history.isKnown) {
    return {
      ...finding,
      severity: 'info',
      says: { code: 'of-unknown-origin' },
    };
  }
  if (isNoneOfThese) {
    return {
      ...finding,
      severity: 'info',
      says: { code: 'newcomer-unlike' },
    };
  }
  return {
    ...finding,
    severity: 'critical',
    says: { code: 'newcomer' },
  };
}
