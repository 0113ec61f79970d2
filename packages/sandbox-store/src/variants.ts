/** THE rules of variants, which V2 calls SKUs, whichever API version makes or removes one. */
import type { ProductRow, RuleImage, VariantRow } from './state/rows.ts';
import type { Store } from './store.ts';

/** The option values that make a variant, by their ids. */
export type Combination = readonly { readonly optionId: number; readonly valueId: number }[];

/** What a client may say about a variant. */
export interface VariantWish {
  readonly sku: string;
  readonly combination: Combination;
  readonly price: number | null;
  readonly fields?: Readonly<Record<string, unknown>> | undefined;
  readonly image?: RuleImage | null;
  /** Taken before, where the name of the picture needs it. */
  readonly id?: number;
}
/** Why a variant was not made. */
export type VariantRefusal = 'sku-taken' | 'combination-taken' | 'unknown-value' | 'too-many-variants';

/** Adds a variant; `most` is how many of them the API version that asks lets a product have. */
export function createVariant(
  store: Store,
  product: ProductRow,
  wish: VariantWish,
  most: number,
): VariantRow | VariantRefusal {
  const { tables } = store;
  const all = tables.variants(product.id);
  const siblings = all.filter(({ optionValues }) => optionValues.length > 0);
  if (siblings.length >= most) return 'too-many-variants';
  if (isSkuTaken(store, wish.sku)) return 'sku-taken';
  const optionValues = wish.combination.flatMap(({ optionId, valueId }) => {
    const option = product.options.find(({ id }) => id === optionId);
    const value = option?.values.find(({ id }) => id === valueId);
    if (option === undefined || value === undefined) return [];
    return [{ optionId, valueId, label: value.label, optionName: option.displayName }];
  });
  if (optionValues.length === 0 || optionValues.length !== wish.combination.length) return 'unknown-value';
  const wanted = new Set(optionValues.map(({ valueId }) => valueId));
  const isThere = siblings.some(
    (sibling) =>
      sibling.optionValues.length === wanted.size &&
      sibling.optionValues.every(({ valueId }) => wanted.has(valueId)),
  );
  if (isThere) return 'combination-taken';
  const variant: VariantRow = {
    id: wish.id ?? tables.takeThingId(),
    productId: product.id,
    skuId: tables.takeThingId(),
    sku: wish.sku,
    price: wish.price,
    optionValues,
    image: wish.image ?? null,
    ...(wish.fields === undefined ? {} : { fields: wish.fields }),
  };
  return tables.atomically(() => {
    // The base variant stands for a product without a choice, and ends with the first choice.
    for (const { id, optionValues: chosen } of all) if (chosen.length === 0) tables.removeVariant(id);
    tables.putVariant(variant);
    return variant;
  });
}

/** Gives a product without options its one variant. */
export function createBaseVariant(store: Store, product: ProductRow): void {
  store.tables.putVariant({
    id: store.tables.takeThingId(),
    productId: product.id,
    skuId: store.tables.takeThingId(),
    sku: product.sku,
    price: null,
    optionValues: [],
    image: null,
  });
}

/** Whether another variant than this one has the SKU. */
export function isSkuTaken(store: Store, sku: string, except?: number): boolean {
  return sku !== '' && store.tables.variantsOfSku(sku).some(({ id }) => id !== except);
}

/** Removes the variants that were made with an option, or with one of its values. */
export function removeVariantsWith(
  store: Store,
  productId: number,
  isGone: (chosen: VariantRow['optionValues'][number]) => boolean,
): void {
  for (const { id, optionValues } of store.tables.variants(productId))
    if (optionValues.some(isGone)) store.tables.removeVariant(id);
}
