/** Values of modifiers and swatches, planted and changed past the API; the modifier or the option comes about with its first value. */
import { putModifier, putOption, removeValue } from './choices.ts';
import { changeModifierValue } from './rule-images.ts';
import type { ModifierRow, OptionRow, ProductRow, RuleImage } from './state/rows.ts';
import type { Store } from './store.ts';

/** A value to plant. */
export interface ValuePlan {
  readonly productId: number;
  readonly of: 'modifier' | 'swatch';
  /** The modifier's or the option's. */
  readonly name: string;
  readonly label: string;
  /** Of a swatch without a picture. Default none. */
  readonly colours?: readonly string[];
}

/** A value as it stands. */
export interface PlantedValue extends ValuePlan {
  readonly id: number;
  readonly image: RuleImage | undefined;
}

/** Every value of a modifier or a swatch of the store. */
export function plantedValues(store: Store): PlantedValue[] {
  return store.tables
    .products()
    .flatMap(({ id: productId, options, modifiers }) => [
      ...modifiers.flatMap(({ displayName: name, values }) =>
        values.map(
          ({ id, label, image }) =>
            ({ productId, of: 'modifier', name, label, id, image: image ?? undefined }) as const,
        ),
      ),
      ...options
        .filter(({ type }) => type === 'swatch')
        .flatMap(({ displayName: name, values }) =>
          values.map(
            ({ id, label, swatch: image, colors: colours = [] }) =>
              ({ productId, of: 'swatch', name, label, colours, id, image }) as const,
          ),
        ),
    ]);
}

/** Returns the value's id. */
export function addValue(store: Store, { productId, of, name, label, colours = [] }: ValuePlan): number {
  const product = known(store, productId);
  const id = store.tables.takeThingId();
  const rows: readonly (ModifierRow | OptionRow)[] = of === 'modifier' ? product.modifiers : product.options;
  const there = rows.find(({ displayName }) => displayName === name);
  const place = { id: there?.id ?? store.tables.takeThingId(), displayName: name };
  const value = { id, label, sortOrder: there?.values.length ?? 0, isDefault: false };
  if (of === 'swatch') {
    const values = product.options.find((one) => one.id === place.id)?.values ?? [];
    putOption(store, product, {
      ...place,
      type: 'swatch',
      values: [...values, { ...value, colors: colours }],
    });
    return id;
  }
  const values = product.modifiers.find((one) => one.id === place.id)?.values ?? [];
  const more = { ...value, ruleId: store.tables.takeThingId(), priceAdjuster: null, image: null };
  putModifier(store, product, { ...place, required: false, values: [...values, more] });
  return id;
}

/** Another picture from now on; undefined: none. */
export function setValueImage(store: Store, valueId: number, image: RuleImage | undefined): void {
  const { of, product } = placeOf(store, valueId);
  if (of === 'modifier') {
    changeModifierValue(store, product, valueId, { image: image ?? null });
    return;
  }
  for (const option of product.options) {
    if (!option.values.some(({ id }) => id === valueId)) continue;
    const values = option.values.map(({ swatch, ...value }) => {
      const shown = value.id === valueId ? image : swatch;
      return shown === undefined ? value : { ...value, swatch: shown };
    });
    putOption(store, product, { ...option, values });
  }
}

/** Removes a value, with what hangs on it. */
export function removePlantedValue(store: Store, valueId: number): void {
  removeValue(store, placeOf(store, valueId).product, valueId);
}

function placeOf(
  store: Store,
  valueId: number,
): { readonly of: ValuePlan['of']; readonly product: ProductRow } {
  const value = plantedValues(store).find(({ id }) => id === valueId);
  if (value === undefined) throw new RangeError(`Store ${store.hash} has no value ${valueId}.`);
  return { of: value.of, product: known(store, value.productId) };
}

function known(store: Store, productId: number): ProductRow {
  const product = store.tables.product(productId);
  if (product === undefined) throw new RangeError(`Store ${store.hash} has no product ${productId}.`);
  return product;
}
