// Which rules could not speak in an audit, by how closely it looked and by what was read. Invariant: a rule whose facts were
// not asked for is named here, and so never taken for clean. Pure.
import type { Snapshot } from '@cutover/journal';
import { type Probe, probes, type Rule, type RuleId, ruleIds, rules } from '../rules.ts';

export interface LookedAt {
  readonly probe: Probe;
  /** Undefined before anything was read. */
  readonly source: Pick<Snapshot, 'via' | 'expectedImages'> | undefined;
  readonly hasTarget: boolean;
  /** Whether V2 has spoken of any product. */
  readonly heardOfV2: boolean;
  /** Whether V2 was read whole beside V3, SKUs and rules included. */
  readonly bothViews: boolean;
}

/** Options and their values are not read yet. */
const NOT_READ: readonly RuleId[] = ['swatch-missing'];
/** Slots are not compared yet. */
const NOT_PAIRED: readonly RuleId[] = ['slot-ambiguous', 'slot-unmatched'];
/** V2's lists show neither descriptions nor variants, and not who sees a product. */
const OF_V3_ALONE: readonly RuleId[] = [
  'description-points-at-store',
  'product-without-images',
  'variant-picture-is-rendition',
];
const OF_BOTH_VIEWS: readonly RuleId[] = ['view-field-differs', 'view-image-missing'];
const OF_A_TARGET: ReadonlySet<RuleId> = new Set<RuleId>([
  'product-ambiguous',
  'product-case-only',
  'product-unmatched',
  ...NOT_PAIRED,
]);

export function notLookedFor({ probe, source, hasTarget, heardOfV2, bothViews }: LookedAt): RuleId[] {
  const silent = new Set<RuleId>([
    ...NOT_READ,
    ...(hasTarget ? NOT_PAIRED : []),
    ...(source?.via === 'v2' ? OF_V3_ALONE : []),
    ...(heardOfV2 ? [] : OF_BOTH_VIEWS),
    ...(bothViews ? [] : (['rule-picture'] as const)),
    ...(source?.expectedImages === undefined ? (['view-count-differs'] as const) : []),
  ]);
  return ruleIds.filter((id) => {
    const { probe: least }: Rule = rules[id];
    if (least === undefined || (OF_A_TARGET.has(id) && !hasTarget)) return false;
    return silent.has(id) || probes.indexOf(least) > probes.indexOf(probe);
  });
}
