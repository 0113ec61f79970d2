// A file as the two APIs would show it: V3's reads are answered from the catalog, and of V2 its counts alone, since they
// are what lists are held against. What no file can answer is never asked of one, and says so.
import type { V2Reader } from '@cutover/v2-client';
import {
  pageLimitMax,
  StoreError,
  type V3Client,
  type V3Product,
  type V3SweepPage,
} from '@cutover/v3-client';
import type { Catalog } from './catalog.ts';

/** @param store the name by which the file goes as a store. */
export function v3OfFile(catalog: Catalog, store: string): V3Client {
  const never = (): never => {
    throw new TypeError('a file is only read, and is not asked for this');
  };
  const gone = (what: string, path: string): StoreError =>
    new StoreError(`The file has no ${what}`, {
      class: 'rejected',
      next: 'fail-action',
      store,
      method: 'GET',
      path,
      attempt: 1,
      status: 404,
    });
  const productOf = (productId: number): V3Product => {
    const [product] = catalog.byIds([productId]);
    if (product === undefined) throw gone(`product ${productId}`, `/v3/catalog/products/${productId}`);
    return product;
  };
  return {
    async listProducts({ idGreater = 0, ids, skus, sku, limit = pageLimitMax } = {}) {
      const named = sku === undefined ? skus : [sku];
      if (named !== undefined) return { products: catalog.bySkus(named) };
      return { products: ids === undefined ? catalog.page(idGreater, limit) : catalog.byIds(ids) };
    },
    async *sweepProducts({ after = 0, ids, limit = pageLimitMax } = {}) {
      if (ids === undefined) yield* allPages(catalog, after, limit);
      const wanted = [...new Set(ids)].filter((id) => id > after).toSorted((a, b) => a - b);
      for (let from = 0; from < wanted.length; from += limit) {
        const some = wanted.slice(from, from + limit);
        yield { products: catalog.byIds(some), cursor: some.at(-1) ?? after };
      }
    },
    getProduct: async (productId) => productOf(productId),
    listImages: async (productId) => productOf(productId).images ?? [],
    async getImage(productId, imageId) {
      const image = catalog.image(imageId);
      if (image?.product_id !== productId)
        throw gone(`image ${imageId}`, `/v3/catalog/products/${productId}/images/${imageId}`);
      return image;
    },
    listVariants: async (productId) => productOf(productId).variants ?? [],
    listModifiers: async (productId) => productOf(productId).modifiers ?? [],
    listOptions: async (productId) => productOf(productId).options ?? [],
    // A saved product holds none of its rules.
    listComplexRules: never,
    listImagePage: never,
    getImageFields: never,
    listAllVariants: never,
    createImage: never,
    createImagesOfProducts: never,
    updateImage: never,
    deleteImage: never,
    setVariantImage: never,
    updateVariant: never,
    setModifierValueImage: never,
    updateOptionValue: never,
    deleteModifierValueImage: never,
  };
}

function* allPages(catalog: Catalog, after: number, limit: number): Generator<V3SweepPage> {
  let cursor = after;
  for (;;) {
    const products = catalog.page(cursor, limit);
    const last = products.at(-1);
    if (last === undefined) return;
    cursor = last.id;
    yield { products, cursor };
  }
}

export function v2OfFile(catalog: Catalog): V2Reader {
  const never = (): never => {
    throw new TypeError('a file has no view of V2');
  };
  return {
    countImages: async () => catalog.counts().images,
    countProducts: async () => catalog.counts().products,
    listProducts: never,
    getProduct: never,
    listImages: never,
    listImagePage: never,
    getImage: never,
    countProductImages: never,
    listSkus: never,
    listRules: never,
    countRules: never,
    listOptionValues: never,
  };
}
