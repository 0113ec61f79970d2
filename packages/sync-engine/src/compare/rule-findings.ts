// What is found of a picture that follows a choice, and was held against the same one in V2, as a comparison and a verify tell
// it. Pure.
import type { ImageRef, SnapshotProduct } from '@cutover/journal';
import type { Found } from '../found.ts';
import { findingOf } from '../rules.ts';
import type { RuleRow } from './rule-rows.ts';
import { slotRefOf } from './slot-findings.ts';

export function ruleFinding(product: SnapshotProduct, { sign, rule, inV2, inV3, says }: RuleRow): Found {
  // A rule has no place in a line but in its message.
  const ofProduct = { productId: product.productId, sku: product.sku };
  const ref: ImageRef = inV3?.slot === undefined ? ofProduct : slotRefOf(product, inV3.slot);
  const facts = {
    kind: 'modifier-image',
    sign,
    ...(inV2 === undefined ? {} : { source: ref }),
    ...(inV3 === undefined ? {} : { target: ref }),
    ...(sign === '~' && inV2 !== undefined && inV3 !== undefined
      ? { fields: ['image_url'], values: { image_url: [inV2.image_file, inV3.address] as const } }
      : {}),
    says,
  } as const;
  return rule === undefined ? facts : findingOf(rule, facts);
}
