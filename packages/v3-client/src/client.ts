// V3's writes of images, added to its reads. Each write is exactly one request and is never repeated.
// A 2xx that does not parse, or that speaks of another product, is a StoreError whose `next` is `reconcile`:
// the image may be there.
import {
  decodeAnswer,
  isStoreError,
  type Part,
  type StoreAnswer,
  type StoreError,
  type StoreHttp,
  shownInDoubt,
  unexpectedAnswer,
  type WriteBody,
  type WriteOptions,
} from '@cutover/store-http';
import {
  imagesPath,
  modifierValuePath,
  optionValuePath,
  productsPath,
  segment,
  variantPath,
} from './paths.ts';
import { createV3Reader, type V3Reader } from './reader.ts';
import {
  imageUrlAnswer,
  type V3OptionValue,
  type V3ProductImage,
  type V3Variant,
  v3ImageAnswer,
  v3OptionValueAnswer,
  v3VariantAnswer,
} from './wire.ts';

/** Products in one update of several at most; more are answered with 413. */
export const productsAtOnceMax = 10;

export interface V3ImageFile {
  readonly bytes: Uint8Array;
  readonly fileName: string;
  readonly contentType: string;
}

/** A public address of at most 255 characters that the store fetches, or the bytes themselves; at most 8 MB. */
export type V3ImageSource = { readonly imageUrl: string } | { readonly imageFile: V3ImageFile };

export interface V3ImageFields {
  readonly description?: string | undefined;
  readonly sort_order?: number | undefined;
  readonly is_thumbnail?: boolean | undefined;
}

/** The images that one product is to get, each by its address. */
export interface V3ProductImages {
  readonly productId: number;
  readonly images: readonly { readonly imageUrl: string; readonly fields: V3ImageFields }[];
}

/** V3 with its writes; every method throws StoreError. */
export interface V3Client extends V3Reader {
  createImage(
    productId: number,
    source: V3ImageSource,
    fields?: V3ImageFields,
    options?: WriteOptions,
  ): Promise<V3ProductImage>;
  /**
   * Gives up to {@link productsAtOnceMax} products their images in one product update. What that does to images which a
   * product has is not documented, so it is for products without any; and no answer is proof, so look afterwards.
   */
  createImagesOfProducts(products: readonly V3ProductImages[], options?: WriteOptions): Promise<void>;
  updateImage(
    productId: number,
    imageId: number,
    fields: V3ImageFields,
    options?: WriteOptions,
  ): Promise<V3ProductImage>;
  /** A missing image is a StoreError with status 404, or success: undocumented. */
  deleteImage(productId: number, imageId: number, options?: WriteOptions): Promise<void>;
  /** Overwrites the variant's picture; it cannot be removed again. Files over 1 MB are not accepted, addresses are. */
  setVariantImage(
    productId: number,
    variantId: number,
    source: V3ImageSource,
    options?: WriteOptions,
  ): Promise<{ image_url: string }>;
  updateVariant(
    productId: number,
    variantId: number,
    fields: { readonly image_url: string },
    options?: WriteOptions,
  ): Promise<V3Variant>;
  setModifierValueImage(
    productId: number,
    modifierId: number,
    valueId: number,
    imageFile: V3ImageFile,
    options?: WriteOptions,
  ): Promise<{ image_url: string }>;
  /**
   * Gives a swatch its picture, by its address alone; colours that it had are gone. V3 wants label and place again, which
   * are to be as they are shown. A product on a global option set of V2 gets copies of its values by this, under new ids.
   */
  updateOptionValue(
    productId: number,
    optionId: number,
    valueId: number,
    value: { readonly label: string; readonly sort_order: number; readonly image_url: string },
    options?: WriteOptions,
  ): Promise<V3OptionValue>;
  /** No longer documented since 2022: tells whether it was deleted (2xx), missing (404) or is not offered (405). */
  deleteModifierValueImage(
    productId: number,
    modifierId: number,
    valueId: number,
    options?: WriteOptions,
  ): Promise<'deleted' | 'not-found' | 'not-offered'>;
}

export function createV3Client(http: StoreHttp): V3Client {
  return {
    ...createV3Reader(http),
    async createImage(productId, source, fields = {}, options) {
      const answer = await http.write('POST', imagesPath(productId), bodyOf(source, fields), options);
      return imageOf(answer, productId);
    },
    async createImagesOfProducts(products, options) {
      const json = products.map(({ productId, images }) => ({
        id: productId,
        images: images.map(({ imageUrl, fields }) => ({ image_url: imageUrl, ...fields })),
      }));
      await http.write('PUT', productsPath, { json }, { ...options, query: { include_fields: 'id' } });
    },
    async updateImage(productId, imageId, fields, options) {
      const path = `${imagesPath(productId)}/${segment(imageId)}`;
      const image = imageOf(await http.write('PUT', path, { json: fields }, options), productId);
      return image;
    },
    async deleteImage(productId, imageId, options) {
      await http.write('DELETE', `${imagesPath(productId)}/${segment(imageId)}`, undefined, options);
    },
    async setVariantImage(productId, variantId, source, options) {
      const path = `${variantPath(productId, variantId)}/image`;
      return addressOf(await http.write('POST', path, bodyOf(source, {}), options));
    },
    async updateVariant(productId, variantId, fields, options) {
      const answer = await http.write('PUT', variantPath(productId, variantId), { json: fields }, options);
      return decodeAnswer(answer, v3VariantAnswer).data;
    },
    async setModifierValueImage(productId, modifierId, valueId, imageFile, options) {
      const path = `${modifierValuePath(productId, modifierId, valueId)}/image`;
      return addressOf(await http.write('POST', path, { multipart: [filePart(imageFile)] }, options));
    },
    async updateOptionValue(productId, optionId, valueId, { label, sort_order, image_url }, options) {
      const json = { id: valueId, label, sort_order, value_data: { image_url } };
      const answer = await http.write(
        'PUT',
        optionValuePath(productId, optionId, valueId),
        { json },
        options,
      );
      const value = decodeAnswer(answer, v3OptionValueAnswer).data;
      if (value.id === valueId) return value;
      throw unexpectedAnswer(answer, `it shows the value ${value.id}`);
    },
    async deleteModifierValueImage(productId, modifierId, valueId, options) {
      try {
        await http.write(
          'DELETE',
          `${modifierValuePath(productId, modifierId, valueId)}/image`,
          undefined,
          options,
        );
        return 'deleted';
      } catch (error) {
        if (isStoreError(error) && error.status === 404) return 'not-found';
        if (isStoreError(error) && error.status === 405) return 'not-offered';
        throw error;
      }
    },
  };
}

function imageOf(answer: StoreAnswer, productId: number): V3ProductImage {
  const image = decodeAnswer(answer, v3ImageAnswer).data;
  if (image.product_id === productId) return image;
  throw unexpectedAnswer(answer, `it shows an image of product ${image.product_id}`);
}

/** The image that an answer shows which leaves open whether it was made, such as a 207; undefined where it shows none of this product. */
export function imageShownInDoubt(error: StoreError, productId: number): V3ProductImage | undefined {
  const image = shownInDoubt(error, v3ImageAnswer)?.data;
  return image?.product_id === productId ? image : undefined;
}

function addressOf(answer: StoreAnswer): { image_url: string } {
  return decodeAnswer(answer, imageUrlAnswer).data;
}

// An address goes as JSON, bytes as a form: the wrong one of the two is answered with 422.
function bodyOf(source: V3ImageSource, fields: V3ImageFields): WriteBody {
  if ('imageUrl' in source) return { json: { image_url: source.imageUrl, ...fields } };
  const told = Object.entries(fields).filter(([, value]) => value !== undefined);
  return {
    multipart: [filePart(source.imageFile), ...told.map(([name, value]) => ({ name, value: String(value) }))],
  };
}

function filePart(file: V3ImageFile): Part {
  return { name: 'image_file', fileName: file.fileName, contentType: file.contentType, bytes: file.bytes };
}
