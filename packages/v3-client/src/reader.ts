// Everything V3 tells about products and their images. Only GET requests can leave from here.
import {
  createPageSize,
  decodeAnswer,
  isStoreError,
  type Query,
  type RequestOptions,
  type StoreHttp,
  unexpectedAnswer,
} from '@cutover/store-http';
import { type Page, pageLimitMax, readAllPages, readPage, readPages, repeated } from './pages.ts';
import { imagesPath, productPath, productsPath, segment } from './paths.ts';
import {
  bringsValues,
  sweepProducts,
  type V3ProductInclude,
  type V3Sweep,
  type V3SweepPage,
  valuePageLimitMax,
} from './sweep.ts';
import {
  tolerantV3ImageAnswer,
  tolerantV3ImageSchema,
  type V3ChosenImage,
  type V3ComplexRule,
  type V3Modifier,
  type V3Option,
  type V3Pagination,
  type V3Product,
  type V3ProductImage,
  type V3Variant,
  v3ChosenImageAnswer,
  v3ChosenImageSchema,
  v3ComplexRuleSchema,
  v3ImageAnswer,
  v3ImageRow,
  v3ModifierSchema,
  v3OptionSchema,
  v3ProductAnswer,
  v3ProductRow,
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

/** Which fields of an image are shown; all where both are absent. The id always is. */
export interface V3FieldChoice {
  readonly includeFields?: readonly string[] | undefined;
  readonly excludeFields?: readonly string[] | undefined;
}

export interface V3ImageFilter extends V3FieldChoice {
  /** From 1. */
  readonly page?: number | undefined;
  /** At most 250, which is the default here; the store's is 50. */
  readonly limit?: number | undefined;
}

export interface V3ImagePage {
  readonly images: V3ChosenImage[];
  readonly pagination?: V3Pagination | undefined;
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
  /**
   * One page of a product's images, with the fields that were asked for. A store may leave out others than it was told:
   * the specification lists the fields of products here.
   */
  listImagePage(productId: number, filter?: V3ImageFilter, options?: RequestOptions): Promise<V3ImagePage>;
  /** Asked for again when it cannot be right; then single values that cannot be are named in `odd`, as in lists. */
  getImage(productId: number, imageId: number, options?: RequestOptions): Promise<V3ProductImage>;
  /** One image with the fields that were asked for. */
  getImageFields(
    productId: number,
    imageId: number,
    choice: V3FieldChoice,
    options?: RequestOptions,
  ): Promise<V3ChosenImage>;
  listVariants(productId: number, options?: RequestOptions): Promise<V3Variant[]>;
  /** Variants of many products (default: of all), page after page. */
  listAllVariants(
    filter?: { readonly productIds?: readonly number[] | undefined },
    options?: RequestOptions,
  ): AsyncIterable<V3Variant[]>;
  listModifiers(productId: number, options?: RequestOptions): Promise<V3Modifier[]>;
  listOptions(productId: number, options?: RequestOptions): Promise<V3Option[]>;
  /** Rules with several conditions, and what V2 and the control panel have made; those of modifiers' values stand with these. */
  listComplexRules(productId: number, options?: RequestOptions): Promise<V3ComplexRule[]>;
}

const productIdsMax = 100;

export function createV3Reader(http: StoreHttp): V3Reader {
  const productPages = createPageSize(pageLimitMax);
  // They may be too heavy for the store where pages of products alone are not.
  const valuePages = createPageSize(valuePageLimitMax);
  const imagePages = createPageSize(pageLimitMax);
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
        { path: productsPath, query, row: v3ProductRow() },
        options,
      );
      return { products: rows, pagination };
    },
    sweepProducts: (sweep) =>
      sweepProducts(http, bringsValues(sweep?.include) ? valuePages : productPages, sweep),
    async getProduct(productId, { include, signal } = {}) {
      const answer = await http.read(productPath(productId), { include: nonEmpty(include) }, { signal });
      return decodeAnswer(answer, v3ProductAnswer).data;
    },
    listImages: (productId, options) =>
      readAllPages(
        http,
        {
          path: imagesPath(productId),
          row: v3ImageRow(),
          tolerant: tolerantV3ImageSchema,
          fault: ofProduct(productId),
        },
        options,
        imagePages,
      ),
    async listImagePage(productId, { page, limit = pageLimitMax, ...choice } = {}, options) {
      const { rows, pagination } = await readPage(
        http,
        {
          path: imagesPath(productId),
          query: { ...fieldsQuery(choice), page, limit },
          row: v3ChosenImageSchema,
          fault: (images) => ofProduct(productId)(images) ?? repeated(images, new Set()),
        },
        options,
      );
      return { images: rows, pagination };
    },
    async getImageFields(productId, imageId, choice, options) {
      const path = `${imagesPath(productId)}/${segment(imageId)}`;
      const answer = await http.read(path, fieldsQuery(choice), options);
      const image = decodeAnswer(answer, v3ChosenImageAnswer).data;
      if (image.id !== imageId) throw unexpectedAnswer(answer, `it shows the image ${image.id}`);
      return image;
    },
    async getImage(productId, imageId, options) {
      const path = `${imagesPath(productId)}/${segment(imageId)}`;
      try {
        const answer = await http.read(path, undefined, options);
        return decodeAnswer(answer, v3ImageAnswer).data;
      } catch (error) {
        if (!isStoreError(error) || error.reason !== 'malformed') throw error;
      }
      const answer = await http.read(path, undefined, options);
      return decodeAnswer(answer, tolerantV3ImageAnswer).data;
    },
    listVariants: (productId, options) =>
      readAllPages(
        http,
        { path: `${productPath(productId)}/variants`, row: v3VariantSchema, fault: ofProduct(productId) },
        options,
      ),
    async *listAllVariants({ productIds } = {}, options) {
      const path = '/v3/catalog/variants';
      if (productIds === undefined) yield* rowsOf(readPages(http, { path, row: v3VariantSchema }, options));
      for (let from = 0; from < (productIds?.length ?? 0); from += productIdsMax) {
        const query = { 'product_id:in': productIds?.slice(from, from + productIdsMax) };
        yield* rowsOf(readPages(http, { path, query, row: v3VariantSchema }, options));
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
    listComplexRules: (productId, options) =>
      readAllPages(
        http,
        {
          path: `${productPath(productId)}/complex-rules`,
          row: v3ComplexRuleSchema,
          fault: ofProduct(productId),
        },
        options,
      ),
  };
}

async function* rowsOf<Row>(pages: AsyncIterable<Page<Row>>): AsyncGenerator<Row[]> {
  for await (const { rows } of pages) yield rows;
}

function nonEmpty<Item>(items: readonly Item[] | undefined): readonly Item[] | undefined {
  return items === undefined || items.length === 0 ? undefined : items;
}

function fieldsQuery({ includeFields, excludeFields }: V3FieldChoice): Query {
  return { include_fields: nonEmpty(includeFields), exclude_fields: nonEmpty(excludeFields) };
}

/** Rows that do not say whose they are, because that was not asked for, are taken for the product's. */
function ofProduct(
  productId: number,
): (rows: readonly { readonly product_id?: number | undefined }[]) => string | undefined {
  return (rows) => {
    const stray = rows.find((row) => row.product_id !== undefined && row.product_id !== productId);
    return stray === undefined ? undefined : `it shows a row of product ${stray.product_id}`;
  };
}
