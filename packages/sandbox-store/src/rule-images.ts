/** Pictures that hang on a variant, a modifier value or a swatch: one each, overwritten by the next. */
import type { AcceptedPicture } from './product-images.ts';
import type { ModifierRow, OptionRow, ProductRow, RuleImage, VariantRow } from './state/rows.ts';
import type { Store } from './store.ts';

/** The row for a picture that was taken for the thing of this id. */
export function ruleImageOf(store: Store, id: number, { picture, extension }: AcceptedPicture): RuleImage {
  return { file: `${id}_source_${Math.floor(store.now() / 1000)}.${extension}`, picture };
}

/** Gives a variant its picture, or takes it away. */
export function setVariantImage(store: Store, variant: VariantRow, image: RuleImage | null): VariantRow {
  const changed = { ...variant, image };
  store.tables.putVariant(changed);
  return changed;
}

type ModifierValue = ModifierRow['values'][number];
type OptionValue = OptionRow['values'][number];

/** Changes one value of a modifier; undefined where there is none such. */
export function changeModifierValue(
  store: Store,
  product: ProductRow,
  valueId: number,
  change: Partial<ModifierValue>,
): ModifierValue | undefined {
  let changed: ModifierValue | undefined;
  const modifiers = product.modifiers.map((modifier) => ({
    ...modifier,
    values: modifier.values.map((value) => {
      if (value.id !== valueId) return value;
      changed = { ...value, ...change };
      return changed;
    }),
  }));
  if (changed !== undefined) store.tables.putProduct({ ...product, modifiers });
  return changed;
}

/** Changes one value of an option; undefined where there is none such. */
export function changeOptionValue(
  store: Store,
  product: ProductRow,
  valueId: number,
  change: (value: OptionValue) => OptionValue,
): OptionValue | undefined {
  let changed: OptionValue | undefined;
  const options = product.options.map((option) => ({
    ...option,
    values: option.values.map((value) => {
      if (value.id !== valueId) return value;
      changed = change(value);
      return changed;
    }),
  }));
  if (changed !== undefined) store.tables.putProduct({ ...product, options });
  return changed;
}
