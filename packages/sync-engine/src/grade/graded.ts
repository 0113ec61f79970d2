// One fault of an image or product as `audit` tells it, and of which store it is.

import type { ImageRef, Severity, SnapshotProduct } from '@cutover/journal';
import { refOf } from '../compare/row-findings.ts';
import type { Found } from '../found.ts';
import { findingOf, type RuleId } from '../rules.ts';
import type { Saying } from '../sayings.ts';

/** Whose image it is: what is found on the target is said to be the target's. */
export type Owner = 'source' | 'target';

export interface Fault {
  readonly rule: RuleId;
  readonly says: Saying;
  readonly imageId?: number | undefined;
  readonly fields?: readonly string[];
  /** Where this case is worse or milder than its rule; default: the rule's. */
  readonly severity?: Severity;
}

/** A finding as it is told of the source, told of its owner. */
export function ownedBy(owner: Owner, finding: Found): Found {
  const { source, ...facts } = finding;
  return owner === 'source' || source === undefined
    ? finding
    : { ...facts, target: source, says: { code: 'on-target', says: finding.says } };
}

export function graded(owner: Owner, product: SnapshotProduct, fault: Fault): Found {
  const where: ImageRef = refOf(product, fault.imageId);
  const finding = findingOf(
    fault.rule,
    {
      ...(owner === 'source' ? { source: where } : { target: where }),
      says: owner === 'source' ? fault.says : { code: 'on-target', says: fault.says },
      ...(fault.fields === undefined ? {} : { fields: fault.fields }),
    },
    'audit',
  );
  return fault.severity === undefined ? finding : { ...finding, severity: fault.severity };
}
