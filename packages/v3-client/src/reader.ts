// Everything V3 tells about products and their images. Only GET requests can leave from here.
import { decodeAnswer, type RequestOptions, type StoreHttp } from '@cutover/store-http';
import { z } from 'zod';
import { pageLimitMax, readAllPages, readPage, readPages } from './pages.ts';
import { imagesPath, productPath, segment } from './paths.ts';
import { sweepProducts, type V3ProductInclude, type V3Sweep, type V3SweepPage } from './sweep.ts';
import {
  type V3Modifier,
  type V3Option,
  type V3Pagination,
  type V3Product,
  type V3ProductImage,
  type V3Variant,
  v3ModifierSchema,
  v3OptionSchema,
  v3ProductImageSchema,
  v3ProductSchema,
  v3VariantSchema,
} from './wire.ts';

export interface V3ProductFilter {
  readonly idGreater?: number | undefined;
  readonly ids?: readonly number[] | undefined;
  /** The store divides the list at commas; a SKU that holds one is asked for with `sku`. */
  readonly skus?: readonly string[] | undefined;
  readonly sku?: string | undefined;
  readonly include?: readonly V3ProductInclude[] | undefined;
  /** At most 250, which is the default here; the store's is 50. */
  readonly limit?: number | undefined;
  readonly page?: number | undefined;
  readonly sort?: 'id' | 'name' | 'sku' | 'date_modified' | undefined;
  readonly direction?: 'asc' | 'desc' | undefined;
}

export interface V3ProductPage {
  readonly products: V3Product[];
  readonly pagination?: V3Pagination | undefined;
}

/** Reads of V3; every method throws StoreError. 204 and an empty list both mean none. */
export interface V3Reader {
  /** One page. */
  listProducts(filter?: V3ProductFilter, options?: RequestOptions): Promise<V3ProductPage>;
  /** All products by ascending id, page after page. */
  sweepProducts(sweep?: V3Sweep): AsyncIterable<V3SweepPage>;
  getProduct(
    productId: number,
    options?: RequestOptions & { readonly include?: readonly V3ProductInclude[] },
  ): Promise<V3Product>;
  /** All images of a product, all pages; a missing product is a StoreError with status 404. */
  listImages(productId: number, options?: RequestOptions): Promise<V3ProductImage[]>;
  getImage(productId: number, imageId: number, options?: RequestOptions): Promise<V3ProductImage>;
  listVariants(productId: number, options?: RequestOptions): Promise<V3Variant[]>;
  /** Variants of many products (default: of all), page after page. */
  listAllVariants(
    filter?: { readonly productIds?: readonly number[] | undefined },
    options?: RequestOptions,
  ): AsyncIterable<V3Variant[]>;
  listModifiers(productId: number, options?: RequestOptions): Promise<V3Modifier[]>;
  listOptions(productId: number, options?: RequestOptions): Promise<V3Option[]>;
}

const productIdsMax = 100;

export function createV3Reader(http: StoreHttp): V3Reader {
  return {
    async listProducts(filter = {}, options) {
      const query = {
        'id:greater': filter.idGreater,
        'id:in': filter.ids,
        'sku:in': filter.skus,
        sku: filter.sku,
        include: nonEmpty(filter.include),
        limit: filter.limit ?? pageLimitMax,
        page: filter.page,
        sort: filter.sort,
        direction: filter.direction,
      };
      const { rows, pagination } = await readPage(
        http,
        { path: '/v3/catalog/products', query, row: v3ProductSchema },
        options,
      );
      return { products: rows, pagination };
    },
    sweepProducts: (sweep) => sweepProducts(http, sweep),
    async getProduct(productId, { include, signal } = {}) {
      const answer = await http.read(productPath(productId), { include: nonEmpty(include) }, { signal });
      return decodeAnswer(answer, z.object({ data: v3ProductSchema })).data;
    },
    listImages: (productId, options) =>
      readAllPages(
        http,
        { path: imagesPath(productId), row: v3ProductImageSchema, fault: ofProduct(productId) },
        options,
      ),
    async getImage(productId, imageId, options) {
      const answer = await http.read(`${imagesPath(productId)}/${segment(imageId)}`, undefined, options);
      return decodeAnswer(answer, z.object({ data: v3ProductImageSchema })).data;
    },
    listVariants: (productId, options) =>
      readAllPages(
        http,
        { path: `${productPath(productId)}/variants`, row: v3VariantSchema, fault: ofProduct(productId) },
        options,
      ),
    async *listAllVariants({ productIds } = {}, options) {
      const path = '/v3/catalog/variants';
      if (productIds === undefined) yield* readPages(http, { path, row: v3VariantSchema }, options);
      for (let from = 0; from < (productIds?.length ?? 0); from += productIdsMax) {
        const query = { 'product_id:in': productIds?.slice(from, from + productIdsMax) };
        yield* readPages(http, { path, query, row: v3VariantSchema }, options);
      }
    },
    listModifiers: (productId, options) =>
      readAllPages(
        http,
        { path: `${productPath(productId)}/modifiers`, row: v3ModifierSchema, fault: ofProduct(productId) },
        options,
      ),
    listOptions: (productId, options) =>
      readAllPages(
        http,
        { path: `${productPath(productId)}/options`, row: v3OptionSchema, fault: ofProduct(productId) },
        options,
      ),
  };
}

function nonEmpty<Item>(items: readonly Item[] | undefined): readonly Item[] | undefined {
  return items === undefined || items.length === 0 ? undefined : items;
}

function ofProduct(
  productId: number,
): (rows: readonly { readonly product_id: number }[]) => string | undefined {
  return (rows) => {
    const stray = rows.find((row) => row.product_id !== productId);
    return stray === undefined ? undefined : `it shows a row of product ${stray.product_id}`;
  };
}
