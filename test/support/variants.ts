// Variants with pictures of their own: two stores to plant them in, and what they show.
import type { StoreControl, Switches } from '@cutover/sandbox-store';
import { plant, stores } from './planted.ts';
import { inWorld, type World } from './world.ts';

/** Two stores without products. A store stamps what it takes with the second: each question is another one. */
export function inShop(
  test: (world: World) => Promise<void>,
  /** How the target behaves where nobody has said. */
  switches: Partial<Switches> = {},
): Promise<void> {
  let now = Date.UTC(2026, 2, 2);
  const [source, target] = stores;
  return inWorld({ stores: [source, { ...target, switches }], now: () => (now += 1_000) }, test);
}

/** `SKU` → picture; undefined: none. The product is MUG. Returns the ids. */
export function plantVariants(store: StoreControl, pictures: Record<string, number | undefined>): number[] {
  const productId = plant(store, 'MUG', []);
  return Object.entries(pictures).map(
    ([sku, tiny]) =>
      store.addVariant({
        productId,
        sku,
        choices: { Colour: sku },
        ...(tiny === undefined ? {} : { picture: { tiny } }),
      }).id,
  );
}

/** The bytes that each variant shows, by its SKU; undefined: none. */
export async function variantPictures(store: StoreControl): Promise<Record<string, string | undefined>> {
  const shown: Record<string, string | undefined> = {};
  for (const { id, sku } of store.variants()) {
    const bytes = await store.variantPicture(id);
    shown[sku] = bytes && Buffer.from(bytes).toString('base64');
  }
  return shown;
}
