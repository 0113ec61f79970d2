/** THE rules of products themselves, whichever API version makes or removes one. */
import type { OptionRow, ProductRow } from './state/rows.ts';
import type { Store } from './store.ts';
import { createBaseVariant } from './variants.ts';

/** What a client says about a new product; `fields` by V3’s names. */
export interface ProductWish {
  readonly name: string;
  readonly sku: string;
  readonly price: number;
  readonly isVisible: boolean;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly options?: readonly OptionRow[];
}

/** Which unique value of a product another one has. */
export function takenBy(
  store: Store,
  { name, sku }: { readonly name?: string | undefined; readonly sku?: string | undefined },
  except = 0,
): 'name' | 'sku' | undefined {
  const isTaken = (column: string, value: string | undefined): boolean =>
    value !== undefined &&
    value !== '' &&
    store.tables.countProducts({ sql: `${column} = ? AND id <> ?`, values: [value, except] }) > 0;
  if (isTaken('name', name)) return 'name';
  return isTaken('sku', sku) ? 'sku' : undefined;
}

/** Adds a product, with its base variant where it has no options. */
export function createProduct(store: Store, wish: ProductWish): ProductRow {
  const { tables } = store;
  const now = store.now();
  return tables.atomically(() => {
    const product: ProductRow = {
      ...wish,
      id: tables.takeProductId(),
      options: wish.options ?? [],
      modifiers: [],
      dateCreated: now,
      dateModified: now,
    };
    tables.putProduct(product);
    if (product.options.length === 0) createBaseVariant(store, product);
    return product;
  });
}

/** Removes a product with its images, variants and rules. */
export function removeProduct({ tables }: Store, id: number): void {
  tables.atomically(() => {
    for (const image of tables.images(id)) tables.removeImage(image.id);
    for (const variant of tables.variants(id)) tables.removeVariant(variant.id);
    for (const rule of tables.rules(id)) tables.removeRule(rule);
    tables.removeProduct(id);
  });
}
