// The pictures of variants, modifier values and swatches out of JSON objects, and of V2's rules, which V3 keeps on one of
// these or nowhere.
import { modifierImageOf, ruleCounterpart, swatchFromV2 } from '../modifier-image.ts';
import { type FileProduct, type FileRow, leftOutRow } from './image-row.ts';
import {
  idOf,
  idOrNone,
  isObject,
  type Json,
  objectsOf,
  productIdOf,
  textOf,
  textOr,
} from './json-fields.ts';

/** A SKU or variant has a SKU text, or its choices, and never says whether it is the thumbnail. */
export function isVariant(value: Json): boolean {
  return !('is_thumbnail' in value) && ('sku' in value || 'sku_id' in value || 'option_values' in value);
}

/** V2's rule: what it depends on stands in its conditions. */
export function isRule(value: Json): boolean {
  return Array.isArray(value['conditions']) && !('is_thumbnail' in value);
}

/** A V3 option or modifier with its values, of V3's pages or as a product carries it. */
export function isOption(value: Json): boolean {
  return 'option_values' in value && 'display_name' in value;
}

/** One value of an option or modifier, of V2 or V3. */
export function isOptionValue(value: Json): boolean {
  return 'label' in value && ('value_data' in value || 'adjusters' in value || 'option_id' in value);
}

/** The row of a V2 SKU or a V3 variant; V2's id is V3's `sku_id` and no variant's id. */
export function variantRow(value: Json, line: number, product?: FileProduct): FileRow {
  const productId = productIdOf(value, product);
  const isV2 = 'image_file' in value && !('image_url' in value) && !('option_values' in value);
  const id = product?.productId === 0 && value['id'] === undefined ? 0 : idOf(value, 'id');
  const image = {
    productId,
    variantId: isV2 ? 0 : id,
    skuId: isV2 ? id : idOrNone(value['sku_id']),
    sku: textOf(value, 'sku') ?? '',
    image: textOf(value, 'image_url') || textOf(value, 'image_file') || '',
  };
  const owner = product ?? { productId, sku: '', name: '', line: 0 };
  const choices = objectsOf(value['option_values']).map((choice) => ({
    name: textOr(choice['option_display_name'], ''),
    label: textOr(choice['label'], ''),
  }));
  const told = choices.length === 0 ? {} : { choices };
  return { kind: 'variant-image', line, image, ...told, product: owner, warnings: [] };
}

/** The pictures of an option's or modifier's values; values without one are no rows. */
export function* optionRows(
  option: Json,
  line: number,
  product?: FileProduct,
  list?: 'options' | 'modifiers',
): Generator<FileRow> {
  const owner = product ?? { productId: idOrNone(option['product_id']), sku: '', name: '', line: 0 };
  const name = textOr(option['display_name'], '');
  for (const value of objectsOf(option['option_values']))
    for (const row of valueRows({ option_id: option['id'], ...value }, line, owner)) {
      const isHeld = row.kind === 'modifier-image' || (row.kind === 'swatch' && list !== 'modifiers');
      yield isHeld && name !== '' ? { ...row, name } : row;
    }
}

/** The pictures of one value: V3's adjuster and swatch, or V2's texture. */
export function* valueRows(value: Json, line: number, product?: FileProduct): Generator<FileRow> {
  const inV2 = typeof value['value'] === 'string' && !('value_data' in value);
  const { adjusters, value_data: data } = value;
  // V2's options belong to the store and V3's to a product, so that their ids say nothing here.
  const row = {
    line,
    valueId: inV2 ? 0 : idOrNone(value['id']),
    optionId: inV2 ? 0 : idOrNone(value['option_id']),
    label: textOr(value['label'], ''),
    product: product ?? { productId: 0, sku: '', name: '', line: 0 },
    warnings: [],
  };
  if (isObject(adjusters)) {
    const image = modifierImageOf({
      id: row.valueId,
      option_id: row.optionId,
      adjusters: { image_url: textOf(adjusters, 'image_url') },
    });
    if (image !== '') yield { kind: 'modifier-image', image, ...row };
  }
  if (isObject(data)) {
    const image = textOf(data, 'image_url') ?? '';
    if (image !== '') yield { kind: 'swatch', image, ...row };
  }
  if (!inV2) return;
  const swatch = swatchFromV2({ id: 0, option_id: 0, value: textOf(value, 'value') });
  if (swatch.kind === 'texture') yield { kind: 'swatch', image: swatch.image, ...row };
}

/** A rule's picture is the variant's where it follows one SKU, and left out otherwise; one without is no row. */
export function* ruleRows(value: Json, line: number): Generator<FileRow> {
  const conditions = objectsOf(value['conditions']).map((condition) => ({
    sku_id: idOrNone(condition['sku_id']),
    option_value_id: idOrNone(condition['option_value_id']),
  }));
  const productId = idOf(value, 'product_id');
  // V3's complex rules have an address where V2's rules have a path.
  const image = textOf(value, 'image_file') || textOf(value, 'image_url') || '';
  const counterpart = ruleCounterpart({ id: 0, product_id: productId, image_file: image, conditions });
  if (counterpart === undefined) return;
  if (counterpart !== 'variant') {
    yield leftOutRow(line, 'the picture of a rule that follows choices and no one SKU');
    return;
  }
  const variant = { productId, variantId: 0, skuId: conditions[0]?.sku_id ?? 0, sku: '', image };
  const product = { productId, sku: '', name: '', line: 0 };
  yield { kind: 'variant-image', line, image: variant, product, warnings: [] };
}
