// Pictures that slots hold, as they ride in the sweep of products: every variant, every value of a modifier and every swatch
// is a slot, an empty one too, because it may be the counterpart of one that is not.

import { modifierImageOf, swatchFromV3, variantImageFromV3 } from '@cutover/field-mapper';
import type { SlotKind, SnapshotSlot } from '@cutover/journal';
import type { V3Modifier, V3Option, V3Product, V3Variant } from '@cutover/v3-client';
import { READS_AT_ONCE } from '../at-a-time.ts';
import { type CarriedSlots, slotKindsCarried } from '../carried.ts';
import type { Engine, StorePort } from '../engine.ts';
import { inParallel } from '../in-parallel.ts';
import { passGate } from '../stopped.ts';
import { looksCutShort, unlessGone } from './completeness.ts';

/** The least page that V3 cuts a list into where nobody asks for another. */
const VARIANTS_CUT_FROM = 50;

export interface ReadSlot extends SnapshotSlot {
  /** Of an option's value: its place in the option. */
  readonly sortOrder?: number;
  /** Of a variant: the id of V2's SKU; 0 where V3 shows none. */
  readonly skuId?: number;
  /** Of a variant: the values that are chosen, as `choices` names them. */
  readonly chosen?: readonly { readonly optionId: number | undefined; readonly valueId: number }[];
}

/** How slots of one kind are read. */
export interface SlotReading {
  readonly kind: SlotKind;
  /** What a product has to be asked for with. Options and modifiers make pages of ten of a sweep. */
  readonly include: 'variants' | 'modifiers' | 'options';
  /** They come with pages of products that are as large as without them. */
  readonly ridesWithProducts: boolean;
  /**
   * The slots of products that were read with them; a list that may have been cut short is read from the product itself.
   * A product that is gone meanwhile has none.
   */
  slotsOf(engine: Engine, port: StorePort, products: readonly V3Product[]): Promise<ReadSlot[]>;
  /** As many of them as came with the products: enough where they are only counted. */
  included(products: readonly V3Product[]): ReadSlot[];
}

interface Lists<Row> {
  readonly kind: SlotKind;
  readonly include: SlotReading['include'];
  readonly included: (product: V3Product) => readonly Row[] | undefined;
  readonly list: (port: StorePort, productId: number) => Promise<Row[]>;
  /** Shorter lists than this are never cut. */
  readonly cutFrom: number;
  readonly toSlots: (row: Row) => ReadSlot[];
}

export const slotReadings: Readonly<Record<CarriedSlots, SlotReading>> = {
  variant: readingOf({
    kind: 'variant-image',
    include: 'variants',
    included: ({ variants }) => variants,
    list: async ({ v3 }, productId) => await v3.listVariants(productId),
    cutFrom: VARIANTS_CUT_FROM,
    toSlots: (variant) => [slotOfVariant(variant)],
  }),
  modifier: readingOf({
    kind: 'modifier-image',
    include: 'modifiers',
    included: ({ modifiers }) => modifiers,
    list: async ({ v3 }, productId) => await v3.listModifiers(productId),
    cutFrom: 0,
    toSlots: slotsOfModifier,
  }),
  swatch: readingOf({
    kind: 'swatch',
    include: 'options',
    included: ({ options }) => options,
    list: async ({ v3 }, productId) => await v3.listOptions(productId),
    cutFrom: 0,
    toSlots: slotsOfOption,
  }),
};

/** Those whose pictures cost requests of their own: values make pages of ten, while variants ride with their products. */
export const kindsOfValues = slotKindsCarried.filter((kind) => !slotReadings[kind].ridesWithProducts);

function readingOf<Row>({ kind, include, included, list, cutFrom, toSlots }: Lists<Row>): SlotReading {
  return {
    kind,
    include,
    ridesWithProducts: include === 'variants',
    included: (products) => products.flatMap((product) => (included(product) ?? []).flatMap(toSlots)),
    async slotsOf(engine, port, products) {
      const all = new Map<number, readonly Row[]>();
      const again: number[] = [];
      for (const product of products) {
        const rows = included(product);
        all.set(product.id, rows ?? []);
        if (rows === undefined || (rows.length >= cutFrom && looksCutShort(rows.length)))
          again.push(product.id);
      }
      await inParallel(again, READS_AT_ONCE, async (id) => {
        await passGate(engine.control);
        all.set(id, (await unlessGone(list(port, id))) ?? []);
      });
      return [...all.values()].flat().flatMap(toSlots);
    },
  };
}

function slotOfVariant(variant: V3Variant): ReadSlot {
  const { productId, variantId, skuId, sku, image } = variantImageFromV3(variant);
  const values = variant.option_values;
  return {
    kind: 'variant-image',
    productId,
    slot: { variantId },
    sku,
    skuId,
    choices: values.map(({ option_display_name: name = '', label }) => ({ name, label })),
    chosen: values.map(({ option_id: optionId, id: valueId }) => ({
      optionId: optionId ?? undefined,
      valueId,
    })),
    address: image,
  };
}

function slotsOfModifier(modifier: V3Modifier): ReadSlot[] {
  const { id: modifierId, product_id: productId, display_name: name, option_values: values } = modifier;
  return values.map((value) => ({
    kind: 'modifier-image',
    productId,
    slot: { modifierId, valueId: value.id },
    sku: '',
    choices: [{ name, label: value.label }],
    address: modifierImageOf({ ...value, option_id: modifierId }),
  }));
}

/** Of an option that is shown as swatches; no other takes a picture. */
function slotsOfOption(option: V3Option): ReadSlot[] {
  const { id: optionId, product_id: productId, display_name: name, type, option_values: values } = option;
  if (type !== 'swatch') return [];
  return values.map((value) => ({
    kind: 'swatch',
    productId,
    slot: { optionId, valueId: value.id },
    sku: '',
    choices: [{ name, label: value.label }],
    address: swatchText(value),
    sortOrder: value.sort_order,
  }));
}

function swatchText(value: V3Option['option_values'][number]): string {
  const swatch = swatchFromV3(value);
  if (swatch.kind === 'texture') return swatch.image;
  if (swatch.kind === 'none') return '';
  return swatch.colours.map((colour) => (colour.startsWith('#') ? colour : `#${colour}`)).join('|');
}
