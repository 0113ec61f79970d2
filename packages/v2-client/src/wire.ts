// V2's rows as they are on the wire, snake_case and tolerant: unknown fields are left out, null counts as absent
// where nothing is lost by it, and an id that no store can have is a fault.
import {
  compiledOnce,
  flagOrFalse,
  type OddField,
  oddFieldsOf,
  oddFieldsSchema,
  textOfNumber,
  textOrNone,
  wholeOrZero,
} from '@cutover/store-http';
import { z } from 'zod';

const id = z.int().positive();
const count = z.int().nonnegative();
const text = z
  .string()
  .nullish()
  .transform((value) => value ?? undefined);

/** An image of a product; `description` is null or '' where there is none. */
export const v2ProductImageSchema = z.object({
  id,
  product_id: id,
  image_file: text,
  is_thumbnail: z.boolean(),
  sort_order: z.int(),
  description: z.string().nullish(),
  zoom_url: text,
  standard_url: text,
  thumbnail_url: text,
  tiny_url: text,
  /** RFC 2822. */
  date_created: text,
  date_modified: text,
  is_sample: z
    .boolean()
    .nullish()
    .transform((value) => value ?? undefined),
});
export const v2ImageRow = compiledOnce(v2ProductImageSchema);
export type V2ProductImage = z.output<typeof v2ProductImageSchema> & {
  /** Fields that the store shows as something they cannot be, here as 0, false or absent; undefined where there is none. */
  readonly odd?: readonly OddField[] | undefined;
};

/** The same where the store insists on a value that cannot be: only ids have to be as documented. */
export const tolerantV2ImageSchema: z.ZodType<V2ProductImage> = z
  .looseObject({ id, product_id: id })
  .transform((row) => ({ ...row, odd: oddFieldsOf(v2ProductImageSchema.shape, row) }))
  .pipe(
    z.object({
      id,
      product_id: id,
      image_file: textOrNone,
      is_thumbnail: flagOrFalse,
      sort_order: wholeOrZero,
      description: z.string().nullish().catch(undefined),
      zoom_url: textOrNone,
      standard_url: textOrNone,
      thumbnail_url: textOrNone,
      tiny_url: textOrNone,
      date_created: textOrNone,
      date_modified: textOrNone,
      is_sample: z
        .boolean()
        .nullish()
        .transform((value) => value ?? undefined)
        .catch(undefined),
      odd: oddFieldsSchema,
    }),
  );

const primaryImage = z
  .object({
    id: z.int().nonnegative(),
    zoom_url: text,
    standard_url: text,
    thumbnail_url: text,
    tiny_url: text,
  })
  .nullish()
  // A product without images shows an image with id 0 and null addresses.
  .transform((image) => (image === null || image === undefined || image.id === 0 ? undefined : image))
  // No more than a hint anyway.
  .catch(undefined);

/** Of a product only the id has to be as documented: the rest informs. */
export const v2ProductSchema = z.object({
  id,
  name: textOfNumber,
  sku: textOfNumber,
  custom_url: textOrNone,
  date_modified: textOrNone,
  /** Undefined when the product shows none: a hint, no proof that it has no images. */
  primary_image: primaryImage,
});
export const v2ProductRow = compiledOnce(v2ProductSchema);
export type V2Product = z.output<typeof v2ProductSchema>;

export const v2SkuSchema = z.object({
  id,
  product_id: id,
  sku: z
    .string()
    .nullish()
    .transform((value) => value ?? ''),
  /** '' when the SKU has no picture of its own. */
  image_file: z
    .string()
    .nullish()
    .transform((value) => value ?? ''),
});
export type V2Sku = z.output<typeof v2SkuSchema>;

const condition = z.object({
  product_option_id: z.int().nullish(),
  option_value_id: z.int().nullish(),
  sku_id: z.int().nullish(),
});

export const v2RuleSchema = z.object({
  id,
  product_id: id,
  sort_order: z.int().nullish(),
  is_enabled: z.boolean().nullish(),
  image_file: z
    .string()
    .nullish()
    .transform((value) => value ?? ''),
  conditions: z
    .array(condition)
    .nullish()
    .transform((value) => value ?? []),
});
export type V2Rule = z.output<typeof v2RuleSchema>;

export const v2OptionValueSchema = z.object({
  id,
  option_id: id,
  label: z
    .string()
    .nullish()
    .transform((value) => value ?? ''),
  sort_order: z.int().nullish(),
  /** Colours, or the address or file of a texture. */
  value: text,
});
export type V2OptionValue = z.output<typeof v2OptionValueSchema>;

/** A number, or its digits. */
export const countSchema = z.object({
  count: z.union([
    count,
    z
      .string()
      .regex(/^\d{1,15}$/u)
      .transform(Number),
  ]),
});
