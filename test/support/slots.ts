// Every kind of picture that slots hold, planted and read back in one way, so that what is true of all is tested of all.
import type { PictureSource, StoreControl } from '@cutover/sandbox-store';
import type { CarriedKind } from '@cutover/sync-engine';
import { plant } from './planted.ts';
import { plantVariants, variantPictures } from './variants.ts';

export interface SlotShop {
  readonly kind: Exclude<CarriedKind, 'product'>;
  /** As one is called. */
  readonly noun: string;
  /** Name → picture; undefined: none. Returns the ids, in their order. The product is MUG. */
  plant(store: StoreControl, pictures: Record<string, number | undefined>): number[];
  show(store: StoreControl, id: number, picture: PictureSource | null): void;
  bytes(store: StoreControl, id: number): Promise<Uint8Array | undefined>;
  /** The bytes that each shows, by its name; undefined: none. */
  pictures(store: StoreControl): Promise<Record<string, string | undefined>>;
}

const variants: SlotShop = {
  kind: 'variant',
  noun: 'variant',
  plant: plantVariants,
  show: (store, id, picture) => void store.setVariantPicture(id, picture),
  bytes: async (store, id) => await store.variantPicture(id),
  pictures: variantPictures,
};

export const modifiers = valuesOf('modifier', 'modifier value', 'Engraving');
export const swatches = valuesOf('swatch', 'swatch', 'Cloth');

const shops: Readonly<Record<SlotShop['kind'], SlotShop>> = {
  variant: variants,
  modifier: modifiers,
  swatch: swatches,
};
export const slotShops: readonly SlotShop[] = Object.values(shops);

function valuesOf(kind: 'modifier' | 'swatch', noun: string, name: string): SlotShop {
  return {
    kind,
    noun,
    plant(store, pictures) {
      const productId = plant(store, 'MUG', []);
      return Object.entries(pictures).map(([label, tiny]) =>
        store.addValue({
          productId,
          of: kind,
          name,
          label,
          ...(tiny === undefined ? {} : { picture: { tiny } }),
        }),
      );
    },
    show: (store, id, picture) => store.setValuePicture(id, picture),
    bytes: async (store, id) => await store.valuePicture(id),
    async pictures(store) {
      const shown: Record<string, string | undefined> = {};
      for (const { id, label, of } of store.values()) {
        if (of !== kind) continue;
        const bytes = await store.valuePicture(id);
        shown[label] = bytes && Buffer.from(bytes).toString('base64');
      }
      return shown;
    },
  };
}
