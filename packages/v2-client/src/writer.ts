// V2's writes, complete as documented, for those who must; Cutover's own engine imports the reader only.
// Each call is exactly one request and is never repeated. V2 rules cannot be written here: a PUT appends its
// conditions to those that are there (BigCommerce, V2 product rules).
import { decodeAnswer, type StoreHttp, type WriteOptions } from '@cutover/store-http';
import { id, imagesPath } from './reader.ts';
import { type V2ProductImage, type V2Sku, v2ProductImageSchema, v2SkuSchema } from './wire.ts';

export interface V2ImageFields {
  /** An internet address (at most 255 characters), or a path below the WebDAV import folder. */
  readonly image_file?: string;
  readonly is_thumbnail?: boolean;
  readonly sort_order?: number;
  readonly description?: string;
}

/** Writes of V2; every method throws StoreError, whose `next` says what is certain. */
export interface V2Writer {
  createImage(
    productId: number,
    fields: V2ImageFields & { readonly image_file: string },
    options?: WriteOptions,
  ): Promise<V2ProductImage>;
  updateImage(
    productId: number,
    imageId: number,
    fields: V2ImageFields,
    options?: WriteOptions,
  ): Promise<V2ProductImage>;
  deleteImage(productId: number, imageId: number, options?: WriteOptions): Promise<void>;
  /** Trap: takes `page` and `limit` (50 unless given, at most 250), so one call may delete one page of the images only; what exactly it deletes is undocumented. */
  deleteImages(
    productId: number,
    options?: WriteOptions & { readonly page?: number; readonly limit?: number },
  ): Promise<void>;
  /** `imageFile` is a public address of a JPEG, PNG or GIF; '' is not documented to clear it. */
  setSkuImage(productId: number, skuId: number, imageFile: string, options?: WriteOptions): Promise<V2Sku>;
}

export function createV2Writer(http: StoreHttp): V2Writer {
  return {
    async createImage(productId, fields, options) {
      return decodeAnswer(
        await http.write('POST', imagesPath(productId), { json: fields }, options),
        v2ProductImageSchema,
      );
    },
    async updateImage(productId, imageId, fields, options) {
      const path = `${imagesPath(productId)}/${id(imageId)}`;
      return decodeAnswer(await http.write('PUT', path, { json: fields }, options), v2ProductImageSchema);
    },
    async deleteImage(productId, imageId, options) {
      await http.write('DELETE', `${imagesPath(productId)}/${id(imageId)}`, undefined, options);
    },
    async deleteImages(productId, { page, limit, ...options } = {}) {
      await http.write('DELETE', imagesPath(productId), undefined, { ...options, query: { page, limit } });
    },
    async setSkuImage(productId, skuId, imageFile, options) {
      const path = `/v2/products/${id(productId)}/skus/${id(skuId)}`;
      return decodeAnswer(
        await http.write('PUT', path, { json: { image_file: imageFile } }, options),
        v2SkuSchema,
      );
    },
  };
}
