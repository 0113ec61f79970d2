// Which rules could not speak in an audit, by how closely it looked and by what was read. Invariant: a rule whose facts were
// not asked for is named here, and so never taken for clean. Pure.
import type { Snapshot } from '@cutover/journal';
import { type CarriedKind, kindsCarried } from '../carried.ts';
import { type Probe, probes, type Rule, type RuleId, ruleIds, rules } from '../rules.ts';

export interface LookedAt {
  readonly probe: Probe;
  /** Undefined before anything was read. */
  readonly source: Pick<Snapshot, 'via' | 'expectedImages'> | undefined;
  /** Those whose pictures were read; default: images of products alone. */
  readonly kinds?: readonly CarriedKind[] | undefined;
  readonly hasTarget: boolean;
  /** Whether V2 has spoken of any product. */
  readonly heardOfV2: boolean;
  /** Whether V2 was read whole beside V3, SKUs and rules included. */
  readonly bothViews: boolean;
  /** Whether the source is a file, which holds no rules. Default false. */
  readonly isFile?: boolean;
}

/** Of slots, which are read where their kind is asked for. */
const OF_SWATCHES: readonly RuleId[] = ['swatch-missing'];
const OF_SLOT_PAIRS: readonly RuleId[] = ['slot-ambiguous', 'slot-unmatched'];
/** What else is found where an audit is asked for slots alone. */
const OF_SLOTS: ReadonlySet<RuleId> = new Set<RuleId>([
  ...OF_SWATCHES,
  ...OF_SLOT_PAIRS,
  'format-risky',
  'format-unsupported',
  'original-unreachable',
  'picture-broken',
  'picture-low-resolution',
  'picture-placeholder',
  'picture-rotated',
  'picture-too-large',
  'picture-type-mismatch',
  'picture-unchecked',
  'picture-undecodable',
  'rule-picture',
]);
/** Of products, whatever kinds are asked for. */
const OF_PRODUCTS: ReadonlySet<RuleId> = new Set<RuleId>([
  'description-points-at-store',
  'product-ambiguous',
  'product-case-only',
  'product-unmatched',
  'variant-picture-is-rendition',
  'view-count-differs',
]);
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
  ...OF_SLOT_PAIRS,
]);

export function notLookedFor({
  probe,
  source,
  kinds = kindsCarried,
  hasTarget,
  heardOfV2,
  bothViews,
  isFile = false,
}: LookedAt): RuleId[] {
  // V3's rules are read of products of which values of modifiers were.
  const readsRules = bothViews || (source?.via === 'v3' && !isFile && kinds.includes('modifier'));
  const silent = new Set<RuleId>([
    ...(kinds.includes('swatch') ? [] : OF_SWATCHES),
    ...(kinds.some((kind) => kind !== 'product') ? [] : OF_SLOT_PAIRS),
    ...(kinds.includes('product') ? [] : ruleIds.filter((id) => !OF_SLOTS.has(id) && !OF_PRODUCTS.has(id))),
    ...(source?.via === 'v2' ? OF_V3_ALONE : []),
    ...(heardOfV2 ? [] : OF_BOTH_VIEWS),
    ...(readsRules ? [] : (['rule-picture'] as const)),
    ...(source?.expectedImages === undefined ? (['view-count-differs'] as const) : []),
  ]);
  return ruleIds.filter((id) => {
    const { probe: least }: Rule = rules[id];
    if (least === undefined || (OF_A_TARGET.has(id) && !hasTarget)) return false;
    return silent.has(id) || probes.indexOf(least) > probes.indexOf(probe);
  });
}
