// The words for a slot that was considered: whose it is on both sides, and what is said of it. Pure.

import type { ImageRef, SnapshotProduct } from '@cutover/journal';
import type { Found } from '../found.ts';
import type { SlotPicture, SlotRow } from '../plan/looked.ts';
import { findingOf } from '../rules.ts';
import { idsOfSlot, slotNames } from '../slots.ts';
import type { Compared } from './row-findings.ts';

export const slotRefOf = ({ productId, sku }: SnapshotProduct, picture: SlotPicture): ImageRef => ({
  productId,
  sku,
  ...idsOfSlot(picture.slot),
  ...slotNames(picture),
});

export function slotFinding(row: SlotRow, { kind, source, target }: Compared): Found {
  const facts = {
    kind,
    sign: row.sign,
    source: slotRefOf(source, row.source),
    ...(row.target === undefined ? {} : { target: slotRefOf(target, row.target) }),
    ...(row.sign === '~' && row.target !== undefined
      ? {
          fields: ['image_url'],
          values: { image_url: [row.source.address, row.target.address] as const },
        }
      : {}),
    says: row.says,
  };
  return row.rule === undefined ? facts : findingOf(row.rule, facts);
}
