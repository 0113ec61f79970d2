// Values that a store insists on though they cannot be: the rest of the image is read, and each such value is a finding.

import type { SnapshotProduct } from '@cutover/journal';
import type { V2ProductImage } from '@cutover/v2-client';
import type { V3ProductImage } from '@cutover/v3-client';
import type { Found } from '../found.ts';
import { findingOf } from '../rules.ts';
import type { ScanRequest } from './scan-request.ts';

type ReadImage = Pick<V2ProductImage | V3ProductImage, 'id' | 'product_id' | 'odd' | 'sort_order'>;

/** Of nearly every image of a catalog. */
const none: readonly Found[] = [];

/** @param products those that the images belong to, for their SKUs. */
export function oddValueFindings(
  { engine, side, via }: Pick<ScanRequest, 'engine' | 'side' | 'via'>,
  products: readonly SnapshotProduct[],
  images: readonly ReadImage[],
): Found[] {
  return images.flatMap(({ id, product_id: productId, odd, sort_order: place }) => {
    if (odd === undefined || odd.length === 0) return none;
    const sku = products.find((product) => product.productId === productId)?.sku;
    const where = { productId, imageId: id, ...(sku === undefined ? {} : { sku }) };
    return [
      findingOf('field-unreadable', {
        ...(side === 'source' || engine.mode === 'parity' ? { source: where } : { target: where }),
        fields: odd.map(({ field }) => field),
        says: { code: 'values-unreadable', view: via, values: odd, place },
      }),
    ];
  });
}
