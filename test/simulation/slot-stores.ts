// What seeds about slots need of a store, whichever slots they are about: to plant them, to change what they show, to read
// it from the store's own tables, and to know a write to one when they see it.

import type { StoreControl, VariantRow } from '@cutover/sandbox-store';
import type { CarriedKind } from '@cutover/sync-engine';
import type { PlannedVariant } from './variants-scenario.ts';

/** One as the store keeps it. */
export interface SlotRow {
  readonly id: number;
  readonly image: VariantRow['image'];
}

export interface SlotStores {
  readonly kind: Exclude<CarriedKind, 'product'>;
  /** The one write that sets a picture, and the id in its path. */
  readonly method: 'POST' | 'PUT';
  readonly path: RegExp;
  /** What products are asked to include so that they show such slots. */
  readonly include: 'variants' | 'modifiers' | 'options';
  rows(store: StoreControl): SlotRow[];
  plant(store: StoreControl, productId: number, planned: PlannedVariant, tiny: number | undefined): number;
  show(store: StoreControl, id: number, tiny: number): void;
}

export const variantStores: SlotStores = {
  kind: 'variant',
  method: 'POST',
  path: /\/variants\/(\d+)\/image$/,
  include: 'variants',
  rows: (store) => store.variants(),
  plant: (store, productId, { sku, choice }, tiny) =>
    store.addVariant({
      productId,
      choices: { Colour: choice },
      ...(sku === undefined ? {} : { sku }),
      ...(tiny === undefined ? {} : { picture: { tiny } }),
    }).id,
  show: (store, id, tiny) => void store.setVariantPicture(id, { tiny }),
};

export const modifierStores = valuesOf('modifier', 'POST', /\/modifiers\/\d+\/values\/(\d+)\/image$/);
export const swatchStores = valuesOf('swatch', 'PUT', /\/options\/\d+\/values\/(\d+)$/);

function valuesOf(kind: 'modifier' | 'swatch', method: SlotStores['method'], path: RegExp): SlotStores {
  return {
    kind,
    method,
    path,
    include: kind === 'modifier' ? 'modifiers' : 'options',
    rows: (store) =>
      store
        .values()
        .filter(({ of }) => of === kind)
        .map(({ id, image }) => ({ id, image: image ?? null })),
    plant: (store, productId, { choice: label }, tiny) =>
      store.addValue({
        productId,
        of: kind,
        name: 'Colour',
        label,
        ...(tiny === undefined ? {} : { picture: { tiny } }),
      }),
    show: (store, id, tiny) => store.setValuePicture(id, { tiny }),
  };
}
