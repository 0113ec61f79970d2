/** The body of a V3 variant: its fields with their limits, and those of them that the store keeps as they are. */
import { z } from 'zod';

/** The most variants that V3 lets a product have. */
export const variantsMax = 600;

const amount = z.number().min(0).nullable().optional();
const level = z.int().max(2_147_483_647).nullable().optional();
const code = z.string().max(14).nullable().optional();
const kept = {
  cost_price: amount,
  sale_price: amount,
  retail_price: amount,
  weight: amount,
  width: amount,
  height: amount,
  depth: amount,
  is_free_shipping: z.boolean().optional(),
  fixed_cost_shipping_price: amount,
  purchasing_disabled: z.boolean().optional(),
  purchasing_disabled_message: z.string().max(255).optional(),
  upc: code,
  gtin: code,
  mpn: z.string().nullable().optional(),
  inventory_level: level,
  inventory_warning_level: level,
  bin_picking_number: z.string().max(255).nullable().optional(),
};
const optionValues = z.array(z.looseObject({ id: z.int().positive(), option_id: z.int().positive() })).min(1);
const common = { ...kept, price: amount, image_url: z.string().optional() };

/** The body of an update. */
export const variantBody = z.looseObject({ ...common, sku: z.string().max(255).optional() });
/** The body of a create: `sku` and `option_values` are required. */
export const newVariantBody = z.looseObject({
  ...common,
  sku: z.string().min(1).max(255),
  option_values: optionValues,
});
/** One of a batch: with `id` an update, without it a create, which names its product. */
export const batchBody = z.array(
  z.union([
    variantBody.extend({ id: z.int().positive() }),
    newVariantBody.extend({ product_id: z.int().positive() }),
  ]),
);
export type VariantBody = z.infer<typeof variantBody>;
export type NewVariantBody = z.infer<typeof newVariantBody>;

/** What a body sets of the fields that are kept as they are. */
export function variantFieldsOf(body: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(body).filter(([name, value]) => name in kept && value !== undefined),
  );
}
