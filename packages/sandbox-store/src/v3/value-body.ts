/** The bodies of option values and modifier values in V3, and the rows that they become, pictures and all. */
import { z } from 'zod';
import { adjusterBody, adjusterFrom } from '../adjusters.ts';
import { ruleImageAddress } from '../picture-addresses.ts';
import { ruleImageOf } from '../rule-images.ts';
import type { ModifierValueRow, OptionValueRow, RuleImage } from '../state/rows.ts';
import type { Store } from '../store.ts';
import { uploadFromAddress } from '../uploads.ts';
import { orRefusal } from './image-body.ts';

const common = {
  id: z.int().positive().optional(),
  label: z.string().min(1).max(255).optional(),
  sort_order: z.int32().optional(),
  is_default: z.boolean().optional(),
};
/** A value of an option; a swatch has up to three colours, or a picture. */
export const optionValueBody = z.looseObject({
  ...common,
  value_data: z
    .looseObject({ image_url: z.string().optional(), colors: z.array(z.string()).max(3).optional() })
    .nullish(),
});
export type OptionValueBody = z.infer<typeof optionValueBody>;

/** A value of a modifier. */
export const modifierValueBody = z.looseObject({
  ...common,
  value_data: z.looseObject({}).nullish(),
  adjusters: z
    .looseObject({
      price: adjusterBody,
      weight: adjusterBody,
      image_url: z.string().optional(),
      purchasing_disabled: z
        .looseObject({ status: z.boolean().optional(), message: z.string().optional() })
        .nullish(),
    })
    .optional(),
});
export type ModifierValueBody = z.infer<typeof modifierValueBody>;

/** What a create has to name. */
export const required = { label: z.string().min(1).max(255), sort_order: z.int32() };

/** The row of an option's value after a body; `place` is where a new one stands that says nothing of it. */
export async function optionValueOf(
  store: Store,
  body: OptionValueBody,
  current: OptionValueRow | undefined,
  place: number,
): Promise<OptionValueRow | Response> {
  const id = current?.id ?? store.tables.takeThingId();
  const { image_url: address, colors } = body.value_data ?? {};
  const swatch = await imageFrom(store, id, current?.swatch ?? null, address);
  if (swatch instanceof Response) return swatch;
  return {
    ...commonOf(body, current, id, place),
    ...(swatch === null ? { colors: colors ?? current?.colors ?? [] } : { swatch }),
  };
}

/** The row of a modifier's value after a body. */
export async function modifierValueOf(
  store: Store,
  body: ModifierValueBody,
  current: ModifierValueRow | undefined,
  place: number,
): Promise<ModifierValueRow | Response> {
  const id = current?.id ?? store.tables.takeThingId();
  const { price, weight, image_url: address, purchasing_disabled: disabled } = body.adjusters ?? {};
  const image = await imageFrom(store, id, current?.image ?? null, address);
  if (image instanceof Response) return image;
  const purchasingDisabled =
    disabled === undefined || disabled === null
      ? current?.purchasingDisabled
      : { status: disabled.status ?? false, message: disabled.message ?? '' };
  const data = body.value_data === undefined ? current?.data : body.value_data;
  return {
    ...commonOf(body, current, id, place),
    ruleId: current?.ruleId ?? store.tables.takeThingId(),
    priceAdjuster: price === undefined ? (current?.priceAdjuster ?? null) : adjusterFrom(price),
    weightAdjuster: weight === undefined ? (current?.weightAdjuster ?? null) : adjusterFrom(weight),
    ...(purchasingDisabled === undefined ? {} : { purchasingDisabled }),
    ...(data === undefined ? {} : { data }),
    image,
  };
}

function commonOf(
  { label, sort_order: sortOrder, is_default: isDefault }: OptionValueBody | ModifierValueBody,
  current: OptionValueRow | ModifierValueRow | undefined,
  id: number,
  place: number,
): Pick<OptionValueRow, 'id' | 'label' | 'sortOrder' | 'isDefault'> {
  return {
    id,
    label: label ?? current?.label ?? '',
    sortOrder: sortOrder ?? current?.sortOrder ?? place,
    isDefault: isDefault ?? current?.isDefault ?? false,
  };
}

/** What an image_url makes of a picture: unchanged where it is absent or as read, none where it is empty. */
export async function imageFrom(
  store: Store,
  id: number,
  current: RuleImage | null,
  address: string | undefined,
): Promise<RuleImage | null | Response> {
  if (address === undefined || (current !== null && address === ruleImageAddress(store, current)))
    return current;
  if (address === '') return null;
  const picture = orRefusal(await uploadFromAddress(store, address, 'rule-image'));
  return picture instanceof Response ? picture : ruleImageOf(store, id, picture);
}
