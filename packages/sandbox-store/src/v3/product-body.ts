/** The body of a V3 product: what may stand in it, and how it becomes what the store keeps. */
import { z } from 'zod';
import { settable } from './product-view.ts';

export const imageInProduct = z.object({
  id: z.int().positive().optional(),
  image_url: z.string().optional(),
  is_thumbnail: z.boolean().optional(),
  sort_order: z.int32().optional(),
  description: z.string().optional(),
});
const common = {
  sku: z.string().max(255).optional(),
  is_visible: z.boolean().optional(),
  categories: z.array(z.int()).max(1000).optional(),
  availability: z.enum(['available', 'disabled', 'preorder']).optional(),
  condition: z.enum(['New', 'Used', 'Refurbished']).optional(),
  images: z.array(imageInProduct).optional(),
};
const name = z.string().min(1).max(250);
const kind = z.enum(['physical', 'digital']);
const weight = z.number().min(0).max(9_999_999_999);
const price = z.number().min(0);

/** The body of an update. */
export const productBody = z.looseObject({
  ...common,
  name: name.optional(),
  type: kind.optional(),
  weight: weight.optional(),
  price: price.optional(),
});
/** The body of a create: `name`, `type`, `weight` and `price` are required. */
export const newProductBody = z.looseObject({
  ...common,
  name,
  type: kind,
  weight,
  price,
  variants: z
    .array(
      z.looseObject({
        sku: z.string().min(1).max(255),
        price: z.number().min(0).nullable().optional(),
        image_url: z.string().optional(),
        option_values: z
          .array(
            z.looseObject({
              option_display_name: z.string().min(1).max(255),
              label: z.string().min(1).max(255),
            }),
          )
          .min(1),
      }),
    )
    .optional(),
});
export type ProductBody = z.infer<typeof productBody>;
export type NewProductBody = z.infer<typeof newProductBody>;

/** What a body sets beside the fields that the store keeps by themselves; what cannot be written is passed over. */
export function otherFields(body: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(body).filter(([field]) => settable.has(field)));
}
