/**
 * THE rules of a product that set a price, a weight, a picture: those that lie underneath a modifier's value or a
 * variant, and those that stand by themselves (V3's complex rules, and whatever V2 makes). V2 shows all of them.
 */
import type { Adjuster, ModifierRow, ProductRow, RuleCondition, RuleRow } from './state/rows.ts';
import type { Store } from './store.ts';

/** Every rule of a product, by id. */
export function allRules(store: Store, product: ProductRow): RuleRow[] {
  const ofVariants = store.switches['v2-variant-rules'] === 'absent' ? [] : variantRules(store, product);
  return [...valueRules(product), ...ofVariants, ...store.tables.rules(product.id)].toSorted(
    (a, b) => a.id - b.id,
  );
}

/** What a modifier's value adds to the price, in words. */
export function adjusterOf(price: ModifierRow['values'][number]['priceAdjuster']): Adjuster | null {
  return typeof price === 'number' ? { adjuster: 'relative', adjuster_value: price } : price;
}

/** A rule that does nothing yet. */
export function blankRule(productId: number, id: number): RuleRow {
  return {
    id,
    productId,
    sortOrder: 0,
    isEnabled: true,
    isStop: false,
    priceAdjuster: null,
    weightAdjuster: null,
    isPurchasingDisabled: false,
    purchasingDisabledMessage: '',
    isPurchasingHidden: false,
    image: null,
    conditions: [],
  };
}

/** The rules that the values of modifiers hold. */
export function valueRules(product: ProductRow): RuleRow[] {
  return product.modifiers.flatMap((modifier) =>
    modifier.values
      .filter(
        ({ image, priceAdjuster, weightAdjuster, purchasingDisabled }) =>
          image !== null ||
          priceAdjuster !== null ||
          (weightAdjuster ?? null) !== null ||
          purchasingDisabled?.status === true,
      )
      .map((value, place) => ({
        ...blankRule(product.id, value.ruleId),
        sortOrder: place,
        priceAdjuster: adjusterOf(value.priceAdjuster),
        weightAdjuster: value.weightAdjuster ?? null,
        isPurchasingDisabled: value.purchasingDisabled?.status ?? false,
        purchasingDisabledMessage: value.purchasingDisabled?.message ?? '',
        image: value.image,
        conditions: [{ id: value.ruleId, optionId: modifier.id, valueId: value.id, variantId: null }],
      })),
  );
}

function variantRules(store: Store, product: ProductRow): RuleRow[] {
  return store.tables
    .variants(product.id)
    .filter(({ optionValues, image }) => optionValues.length > 0 && image !== null)
    .map((variant) => ({
      ...blankRule(product.id, variant.skuId),
      image: variant.image,
      conditions:
        store.switches['v2-variant-rules'] === 'by-values'
          ? variant.optionValues.map(({ optionId, valueId }) => ({
              id: variant.skuId,
              optionId,
              valueId,
              variantId: null,
            }))
          : [{ id: variant.skuId, optionId: null, valueId: null, variantId: variant.id }],
    }));
}

/** Whether each condition names something that the product has. */
export function areKnown(store: Store, product: ProductRow, conditions: readonly RuleCondition[]): boolean {
  const variants = store.tables.variants(product.id);
  const choices = [...product.modifiers, ...product.options];
  return conditions.every(({ optionId, valueId, variantId }) => {
    if (variantId !== null && !variants.some(({ id }) => id === variantId)) return false;
    if (optionId === null && valueId === null) return variantId !== null;
    return choices.some(({ id, values }) => id === optionId && values.some((value) => value.id === valueId));
  });
}

/** Whether another rule of the product holds under the very same conditions. */
export function isDuplicate(store: Store, { id, productId, conditions }: RuleRow): boolean {
  const key = keyOf(conditions);
  return store.tables.rules(productId).some((each) => each.id !== id && keyOf(each.conditions) === key);
}

function keyOf(conditions: readonly RuleCondition[]): string {
  return conditions
    .map(({ optionId, valueId, variantId }) => [optionId, valueId, variantId].join())
    .toSorted()
    .join(' ');
}

/** Removes the rules that hang on something of the product that is gone. */
export function removeRulesWith(
  { tables }: Store,
  productId: number,
  isGone: (condition: RuleCondition) => boolean,
): void {
  for (const rule of tables.rules(productId)) if (rule.conditions.some(isGone)) tables.removeRule(rule);
}
