/** Options and modifiers of a product as the store keeps them: added, replaced and removed with what hangs on them. */
import { removeRulesWith } from './rules.ts';
import type { ModifierRow, OptionRow, ProductRow } from './state/rows.ts';
import type { Store } from './store.ts';
import { createBaseVariant, removeVariantsWith } from './variants.ts';

/** The most values that an option or a modifier may have. */
export const valuesMax = 250;

/** Whether an option or a modifier of the product has this name already. */
export function isNameTaken(product: ProductRow, name: string, except?: number): boolean {
  return [...product.options, ...product.modifiers].some(
    ({ id, displayName }) => displayName === name && id !== except,
  );
}

/** Puts an option in its place, behind the others where it is new. */
export function putOption(store: Store, product: ProductRow, option: OptionRow): void {
  const now = store.tables.product(product.id) ?? product;
  store.tables.putProduct({ ...now, options: placed(now.options, option) });
}

/** Puts a modifier in its place, behind the others where it is new. */
export function putModifier(store: Store, product: ProductRow, modifier: ModifierRow): void {
  const now = store.tables.product(product.id) ?? product;
  store.tables.putProduct({ ...now, modifiers: placed(now.modifiers, modifier) });
}

/** The values with this one in its place; where it is the default, none of the others is. */
export function withValue<Value extends { readonly id: number; readonly isDefault: boolean }>(
  values: readonly Value[],
  value: Value,
): Value[] {
  const others = value.isDefault ? values.map((each) => ({ ...each, isDefault: false })) : values;
  return placed(others, value);
}

function placed<Row extends { readonly id: number }>(rows: readonly Row[], row: Row): Row[] {
  return rows.some(({ id }) => id === row.id)
    ? rows.map((each) => (each.id === row.id ? row : each))
    : [...rows, row];
}

/**
 * Removes an option; its variants go with it, for nothing could tell them from each other any more. A product that has
 * no option left has its base variant again.
 */
export function removeOption(store: Store, product: ProductRow, optionId: number): void {
  store.tables.atomically(() => {
    store.tables.putProduct({ ...product, options: product.options.filter(({ id }) => id !== optionId) });
    removeVariantsWith(store, product.id, (chosen) => chosen.optionId === optionId);
    removeRulesWith(store, product.id, (condition) => condition.optionId === optionId);
    const { tables } = store;
    const now = tables.product(product.id) ?? product;
    if (now.options.length === 0 && tables.variants(product.id).length === 0) createBaseVariant(store, now);
  });
}

/** Removes a modifier, with the rules that hang on it. */
export function removeModifier(store: Store, product: ProductRow, modifierId: number): void {
  store.tables.atomically(() => {
    store.tables.putProduct({
      ...product,
      modifiers: product.modifiers.filter(({ id }) => id !== modifierId),
    });
    removeRulesWith(store, product.id, (condition) => condition.optionId === modifierId);
  });
}

/** Removes one value of an option or a modifier, with what hangs on it. */
export function removeValue(store: Store, product: ProductRow, valueId: number): void {
  const isKept = ({ id }: { readonly id: number }): boolean => id !== valueId;
  store.tables.atomically(() => {
    store.tables.putProduct({
      ...product,
      options: product.options.map((option) => ({ ...option, values: option.values.filter(isKept) })),
      modifiers: product.modifiers.map((modifier) => ({
        ...modifier,
        values: modifier.values.filter(isKept),
      })),
    });
    removeVariantsWith(store, product.id, (chosen) => chosen.valueId === valueId);
    removeRulesWith(store, product.id, (condition) => condition.valueId === valueId);
  });
}

/**
 * Gives a product copies of its option values under new ids, once, where the store does so; variants and rules follow.
 * @returns the id that a value has now.
 */
export function ownOptionValues(store: Store, productId: number): (valueId: number) => number {
  const { tables } = store;
  const product = tables.product(productId);
  const ids = new Map<number, number>();
  const idOf = (id: number): number => ids.get(id) ?? id;
  if (store.switches['option-values-on-edit'] === 'kept' || product === undefined) return idOf;
  tables.atomically(() => {
    const options = product.options.map((option): OptionRow => {
      if (option.isOwn === true) return option;
      for (const { id } of option.values) ids.set(id, tables.takeThingId());
      return {
        ...option,
        isOwn: true,
        values: option.values.map((value) => ({ ...value, id: idOf(value.id) })),
      };
    });
    tables.putProduct({ ...product, options });
    if (ids.size === 0) return;
    for (const variant of tables.variants(productId)) {
      const optionValues = variant.optionValues.map((one) => ({ ...one, valueId: idOf(one.valueId) }));
      tables.putVariant({ ...variant, optionValues });
    }
    for (const rule of tables.rules(productId)) {
      const conditions = rule.conditions.map((one) => ({
        ...one,
        valueId: one.valueId === null ? null : idOf(one.valueId),
      }));
      tables.putRule({ ...rule, conditions });
    }
  });
  return idOf;
}
