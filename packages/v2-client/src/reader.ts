// Everything V2 tells about images. Only GET requests can leave from here, so a store that is only read
// cannot be harmed by a mistake elsewhere.
import {
  createPageSize,
  decodeAnswer,
  isStoreError,
  type Query,
  type RequestOptions,
  type StoreHttp,
} from '@cutover/store-http';
import { pageLimitMax, readAllPages, readPage } from './pages.ts';
import {
  countSchema,
  tolerantV2ImageSchema,
  type V2OptionValue,
  type V2Product,
  type V2ProductImage,
  type V2Rule,
  type V2Sku,
  v2ImageRow,
  v2OptionValueSchema,
  v2ProductImageSchema,
  v2ProductRow,
  v2ProductSchema,
  v2RuleSchema,
  v2SkuSchema,
} from './wire.ts';

export interface V2ProductFilter {
  readonly minId?: number | undefined;
  /** From 1. */
  readonly page?: number | undefined;
  /** At most 250, which is the default here; the store's is 50. */
  readonly limit?: number | undefined;
  /** Fields beside id, name, date_modified and primary_image, which always come; default sku and custom_url. */
  readonly include?: readonly string[] | undefined;
}

export interface V2ImageFilter {
  /** From 1. */
  readonly page?: number | undefined;
  /** At most 250, which is the default here; the store's is 50. */
  readonly limit?: number | undefined;
}

/** Reads of V2; every method throws StoreError. 204, an empty body and [] all mean none. */
export interface V2Reader {
  /** One page of products in the order of their ids; a shorter one where the store finds the page too heavy. */
  listProducts(filter?: V2ProductFilter, options?: RequestOptions): Promise<V2Product[]>;
  countProducts(options?: RequestOptions): Promise<number>;
  getProduct(productId: number, options?: RequestOptions): Promise<V2Product>;
  /** All images of a product, all pages. */
  listImages(productId: number, options?: RequestOptions): Promise<V2ProductImage[]>;
  /** One page of a product's images; a page past the end is []. */
  listImagePage(
    productId: number,
    filter?: V2ImageFilter,
    options?: RequestOptions,
  ): Promise<V2ProductImage[]>;
  getImage(productId: number, imageId: number, options?: RequestOptions): Promise<V2ProductImage>;
  /** Images of the whole store, in one request. */
  countImages(options?: RequestOptions): Promise<number>;
  /** Undefined where the store does not know this count (404, 405): it is in V2's oldest documentation only. */
  countProductImages(productId: number, options?: RequestOptions): Promise<number | undefined>;
  listSkus(productId: number, options?: RequestOptions): Promise<V2Sku[]>;
  listRules(productId: number, options?: RequestOptions): Promise<V2Rule[]>;
  /** Rules of the whole store; undefined where the store does not know this count (404, 405). */
  countRules(options?: RequestOptions): Promise<number | undefined>;
  listOptionValues(optionId: number, options?: RequestOptions): Promise<V2OptionValue[]>;
}

export function createV2Reader(http: StoreHttp): V2Reader {
  const productPages = createPageSize(pageLimitMax);
  const imagePages = createPageSize(pageLimitMax);

  /** Asked for once more when the answer is no count. */
  async function readCount(path: string, options: RequestOptions | undefined): Promise<number> {
    const read = async (): Promise<number> =>
      decodeAnswer(await http.read(path, undefined, options), countSchema).count;
    try {
      return await read();
    } catch (error) {
      if (isStoreError(error) && error.reason === 'malformed') return await read();
      throw error;
    }
  }

  async function readCountIfKnown(
    path: string,
    options: RequestOptions | undefined,
  ): Promise<number | undefined> {
    try {
      return await readCount(path, options);
    } catch (error) {
      if (isStoreError(error) && (error.status === 404 || error.status === 405)) return undefined;
      throw error;
    }
  }

  return {
    async listProducts({ minId, page, limit = pageLimitMax, include = ['sku', 'custom_url'] } = {}, options) {
      const read = async (most: number, patience?: RequestOptions): Promise<V2Product[]> => {
        const query: Query = {
          min_id: minId,
          page,
          limit: most,
          include: include.length === 0 ? undefined : include,
        };
        let last = (minId ?? 1) - 1;
        const fault = (product: V2Product): string | undefined => {
          if (product.id <= last) return `product ${product.id} is out of order`;
          last = product.id;
          return undefined;
        };
        const asked = { path: '/v2/products', query, row: v2ProductRow(), fault };
        return await readPage(http, asked, { ...options, ...patience });
      };
      // A page that is named by its number has to keep its size.
      return page === undefined ? await productPages.read(limit, read) : await read(limit);
    },
    countProducts: (options) => readCount('/v2/products/count', options),
    async getProduct(productId, options) {
      const query = { include: ['sku', 'custom_url'] };
      return decodeAnswer(await http.read(`/v2/products/${id(productId)}`, query, options), v2ProductSchema);
    },
    listImages: (productId, options) =>
      readAllPages(
        http,
        {
          path: imagesPath(productId),
          row: v2ImageRow(),
          tolerant: tolerantV2ImageSchema,
          fault: ofProduct(productId),
        },
        options,
        imagePages,
      ),
    listImagePage(productId, { page, limit = pageLimitMax } = {}, options) {
      const path = imagesPath(productId);
      const fault = ofProduct(productId);
      return readPage(http, { path, query: { page, limit }, row: v2ImageRow(), fault }, options);
    },
    async getImage(productId, imageId, options) {
      return decodeAnswer(
        await http.read(`${imagesPath(productId)}/${id(imageId)}`, undefined, options),
        v2ProductImageSchema,
      );
    },
    countImages: (options) => readCount('/v2/products/images/count', options),
    countProductImages: (productId, options) => readCountIfKnown(`${imagesPath(productId)}/count`, options),
    listSkus: (productId, options) =>
      readAllPages(
        http,
        { path: `/v2/products/${id(productId)}/skus`, row: v2SkuSchema, fault: ofProduct(productId) },
        options,
      ),
    listRules: (productId, options) =>
      readAllPages(
        http,
        { path: `/v2/products/${id(productId)}/rules`, row: v2RuleSchema, fault: ofProduct(productId) },
        options,
      ),
    countRules: (options) => readCountIfKnown('/v2/products/rules/count', options),
    listOptionValues: (optionId, options) =>
      readAllPages(http, { path: `/v2/options/${id(optionId)}/values`, row: v2OptionValueSchema }, options),
  };
}

/** The path of a product's images; throws RangeError for what is no id. */
export function imagesPath(productId: number): string {
  return `/v2/products/${id(productId)}/images`;
}

/** An id as a path segment; throws RangeError for what is no id, since it would name another resource. */
export function id(value: number): string {
  if (Number.isSafeInteger(value) && value > 0) return String(value);
  throw new RangeError('an id is a whole number above 0');
}

function ofProduct(productId: number): (row: { readonly product_id: number }) => string | undefined {
  return (row) => (row.product_id === productId ? undefined : `it shows a row of product ${row.product_id}`);
}
