// V3's rows as they are on the wire, snake_case and tolerant: unknown fields are left out, null counts as absent
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
const text = z
  .string()
  .nullish()
  .transform((value) => value ?? undefined);
const textOrEmpty = z
  .string()
  .nullish()
  .transform((value) => value ?? '');

/** An image of a product. Of image_file and image_url the store shows either, both or none (the specification contradicts itself). */
export const v3ProductImageSchema = z.object({
  id,
  product_id: id,
  image_file: text,
  image_url: text,
  is_thumbnail: z.boolean(),
  sort_order: z.int(),
  description: text,
  url_zoom: text,
  url_standard: text,
  url_thumbnail: text,
  url_tiny: text,
  /** ISO 8601. */
  date_modified: text,
});
export const v3ImageRow = compiledOnce(v3ProductImageSchema);
export type V3ProductImage = z.output<typeof v3ProductImageSchema> & {
  /** Fields that the store shows as something they cannot be, here as 0, false or absent; undefined where there is none. */
  readonly odd?: readonly OddField[] | undefined;
};

/** The same where the store insists on a value that cannot be: only ids have to be as documented. */
export const tolerantV3ImageSchema: z.ZodType<V3ProductImage> = z
  .looseObject({ id, product_id: id })
  .transform((row) => ({ ...row, odd: oddFieldsOf(v3ProductImageSchema.shape, row) }))
  .pipe(
    z.object({
      id,
      product_id: id,
      image_file: textOrNone,
      image_url: textOrNone,
      is_thumbnail: flagOrFalse,
      sort_order: wholeOrZero,
      description: textOrNone,
      url_zoom: textOrNone,
      url_standard: textOrNone,
      url_thumbnail: textOrNone,
      url_tiny: textOrNone,
      date_modified: textOrNone,
      odd: oddFieldsSchema,
    }),
  );

/** An image of which only some fields were asked for; the id always comes. */
export const v3ChosenImageSchema = v3ProductImageSchema.partial().required({ id: true });
export type V3ChosenImage = z.output<typeof v3ChosenImageSchema>;

const variantOptionValue = z.object({
  id: z.int(),
  label: textOrEmpty,
  option_id: z.int().nullish(),
  option_display_name: text,
});

export const v3VariantSchema = z.object({
  id,
  product_id: id,
  sku: textOrEmpty,
  /** The id of V2's SKU; a base variant has none. */
  sku_id: z.int().nonnegative().nullish().catch(undefined),
  /** '' when the variant has no picture of its own. */
  image_url: textOrEmpty,
  option_values: z
    .array(variantOptionValue)
    .nullish()
    .transform((value) => value ?? []),
});
export type V3Variant = z.output<typeof v3VariantSchema>;

const valueData = z
  .object({ image_url: text, colors: z.array(z.string()).nullish() })
  .nullish()
  .transform((value) => value ?? undefined);

export const v3ModifierSchema = z.object({
  id,
  product_id: id,
  display_name: textOrEmpty,
  type: textOrEmpty,
  option_values: z
    .array(
      z.object({
        id,
        label: textOrEmpty,
        value_data: valueData.catch(undefined),
        adjusters: z
          .object({ image_url: text })
          .nullish()
          .transform((value) => value ?? undefined),
      }),
    )
    .nullish()
    .transform((value) => value ?? []),
});
export type V3Modifier = z.output<typeof v3ModifierSchema>;

export const v3OptionValueSchema = z.object({
  id,
  label: textOrEmpty,
  sort_order: wholeOrZero,
  value_data: valueData.catch(undefined),
});
export type V3OptionValue = z.output<typeof v3OptionValueSchema>;

export const v3OptionSchema = z.object({
  id,
  product_id: id,
  display_name: textOrEmpty,
  type: textOrEmpty,
  option_values: z
    .array(v3OptionValueSchema)
    .nullish()
    .transform((value) => value ?? []),
});
export type V3Option = z.output<typeof v3OptionSchema>;

const conditionId = z.int().nonnegative().nullish();

/**
 * A rule of a product that sets a price, a weight, a picture … where its conditions meet. One that was made through V2 or in
 * the control panel may have a single condition, or none.
 */
export const v3ComplexRuleSchema = z.object({
  id,
  product_id: id,
  /** '' when the rule shows no picture. */
  image_url: textOrEmpty,
  /** Undefined: the store does not say. */
  enabled: z.boolean().nullish().catch(undefined),
  conditions: z
    .array(z.object({ modifier_id: conditionId, modifier_value_id: conditionId, variant_id: conditionId }))
    .nullish()
    .transform((value) => value ?? []),
});
export type V3ComplexRule = z.output<typeof v3ComplexRuleSchema>;

export const v3ProductSchema = z.object({
  id,
  name: z.string(),
  sku: textOrEmpty,
  custom_url: z
    .object({ url: textOrEmpty })
    .nullish()
    .transform((value) => value ?? undefined),
  date_modified: text,
  /** Only an audit needs them, so that a value which cannot be is no fault of the page. */
  is_visible: z.boolean().optional().catch(undefined),
  description: z.string().optional().catch(undefined),
  /** Undefined unless asked for with `include`, and then too where the store leaves it out. */
  images: z
    .array(v3ProductImageSchema)
    .nullish()
    .transform((value) => value ?? undefined),
  variants: z
    .array(v3VariantSchema)
    .nullish()
    .transform((value) => value ?? undefined),
  /** As with images; what cannot be read is left out, and its own list tells. */
  options: z.array(v3OptionSchema).optional().catch(undefined),
  modifiers: z.array(v3ModifierSchema).optional().catch(undefined),
});
export const v3ProductRow = compiledOnce(v3ProductSchema);
export type V3Product = Omit<z.output<typeof v3ProductSchema>, 'images' | 'options' | 'modifiers'> & {
  readonly images?: V3ProductImage[] | undefined;
  readonly options?: V3Option[] | undefined;
  readonly modifiers?: V3Modifier[] | undefined;
};

/** A product whose images may show values that cannot be. */
export const tolerantV3ProductSchema: z.ZodType<V3Product> = v3ProductSchema.extend({
  name: textOrNone.transform((value) => value ?? ''),
  sku: textOfNumber,
  custom_url: v3ProductSchema.shape.custom_url.catch(undefined),
  date_modified: textOrNone,
  // Only counted, and a variant that cannot be read has no picture that we know of.
  variants: z
    .array(z.unknown())
    .nullish()
    .catch(undefined)
    .transform((rows) => rows?.flatMap((row) => v3VariantSchema.safeParse(row).data ?? [])),
  images: z
    .array(tolerantV3ImageSchema)
    .nullish()
    .transform((value) => value ?? undefined),
});

export const imageUrlSchema = z.object({ image_url: textOrEmpty });

const whole = z.int().nonnegative();
const paginationSchema = z.object({
  total: whole,
  count: whole,
  per_page: whole,
  current_page: whole,
  total_pages: whole,
});
export type V3Pagination = z.output<typeof paginationSchema>;

export const metaSchema = z
  .object({ pagination: paginationSchema.optional().catch(undefined) })
  .optional()
  .catch(undefined);

/** Answers that hold one row. Made once: a schema is compiled when it is first used, which takes longer than an answer. */
const answerOf = <Data extends z.ZodType>(data: Data) => z.object({ data });
export const v3ImageAnswer = answerOf(v3ProductImageSchema);
export const v3ChosenImageAnswer = answerOf(v3ChosenImageSchema);
export const tolerantV3ImageAnswer = answerOf(tolerantV3ImageSchema);
export const v3VariantAnswer = answerOf(v3VariantSchema);
export const v3OptionValueAnswer = answerOf(v3OptionValueSchema);
export const v3ProductAnswer = answerOf(v3ProductSchema);
export const imageUrlAnswer = answerOf(imageUrlSchema);
