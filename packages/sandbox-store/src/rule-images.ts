/** Pictures that hang on a variant, a modifier value or a swatch: one each, overwritten by the next. */
import type { AcceptedPicture } from './product-images.ts';
import type { ModifierRow, ProductRow, RuleImage, VariantRow } from './state/rows.ts';
import type { Store } from './store.ts';

/** The row for a picture that was taken for the thing of this id. */
export function ruleImageOf(store: Store, id: number, { picture, extension }: AcceptedPicture): RuleImage {
  return { file: `${id}_source_${Math.floor(store.now() / 1000)}.${extension}`, picture };
}

/** Gives a variant its picture, or takes it away. */
export function setVariantImage(store: Store, variant: VariantRow, image: RuleImage | null): VariantRow {
  const changed = { ...(store.tables.variant(variant.id) ?? variant), image };
  store.tables.putVariant(changed);
  return changed;
}

type ModifierValue = ModifierRow['values'][number];

/** Changes one value of a modifier; undefined where there is none such. */
export function changeModifierValue(
  store: Store,
  product: ProductRow,
  valueId: number,
  change: Partial<ModifierValue>,
): ModifierValue | undefined {
  let changed: ModifierValue | undefined;
  // Read again: another request may have changed the product while this one's picture was taken in.
  const now = store.tables.product(product.id) ?? product;
  const modifiers = now.modifiers.map((modifier) => ({
    ...modifier,
    values: modifier.values.map((value) => {
      if (value.id !== valueId) return value;
      changed = { ...value, ...change };
      return changed;
    }),
  }));
  if (changed !== undefined) store.tables.putProduct({ ...now, modifiers });
  return changed;
}
