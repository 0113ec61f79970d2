// What is found of a variant's picture that was held against the same one in V2, as a comparison and a verify tell it. Pure.
import type { ImageRef, SnapshotProduct } from '@cutover/journal';
import type { Found } from '../found.ts';
import { findingOf } from '../rules.ts';
import { slotNames } from '../slots.ts';
import { slotRefOf } from './slot-findings.ts';
import type { VariantRow } from './variant-rows.ts';

/** As V2 shows it: by its SKU, and by the variant where it is known which that is. */
export function refOfSku(
  { productId, sku: ofProduct }: SnapshotProduct,
  { sku, variant }: VariantRow,
): ImageRef {
  const ids = variant !== undefined && 'variantId' in variant.slot ? variant.slot : {};
  const text = sku?.sku.trim() ?? '';
  const names = text === '' && variant !== undefined ? slotNames(variant) : { variantSku: text };
  return { productId, sku: ofProduct, ...ids, ...names };
}

export function variantFinding(product: SnapshotProduct, row: VariantRow): Found {
  const { sign, rule, sku, variant, says } = row;
  const facts = {
    kind: 'variant-image',
    sign,
    ...(sku === undefined ? {} : { source: refOfSku(product, row) }),
    ...(variant === undefined ? {} : { target: slotRefOf(product, variant) }),
    ...(sign === '~' && sku !== undefined && variant !== undefined
      ? { fields: ['image_url'], values: { image_url: [sku.image_file, variant.address] as const } }
      : {}),
    says,
  } as const;
  return rule === undefined ? facts : findingOf(rule, facts);
}
