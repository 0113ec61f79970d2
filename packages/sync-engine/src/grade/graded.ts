// One fault of an image or product as `audit` tells it, and of which store it is.
import type { FindingRow, ImageRef, Severity, SnapshotProduct } from '@cutover/journal';
import { refOf } from '../compare/row-findings.ts';
import { findingOf, type RuleId } from '../rules.ts';

/** Whose image it is: what is found on the target is said to be the target's. */
export type Owner = 'source' | 'target';

export interface Fault {
  readonly rule: RuleId;
  readonly message: string;
  readonly imageId?: number | undefined;
  readonly fields?: readonly string[];
  /** Where this case is worse or milder than its rule; default: the rule's. */
  readonly severity?: Severity;
}

/** A finding as it is told of the source, told of its owner. */
export function ownedBy(owner: Owner, finding: FindingRow): FindingRow {
  const { source, ...facts } = finding;
  return owner === 'source' || source === undefined
    ? finding
    : { ...facts, target: source, message: `on the target: ${finding.message}` };
}

export function graded(owner: Owner, product: SnapshotProduct, fault: Fault): FindingRow {
  const where: ImageRef = refOf(product, fault.imageId);
  const finding = findingOf(
    fault.rule,
    {
      ...(owner === 'source' ? { source: where } : { target: where }),
      message: owner === 'source' ? fault.message : `on the target: ${fault.message}`,
      ...(fault.fields === undefined ? {} : { fields: fault.fields }),
    },
    'audit',
  );
  return fault.severity === undefined ? finding : { ...finding, severity: fault.severity };
}
