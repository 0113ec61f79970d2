// What both views of one store show of pictures beside its images: V2's SKUs against V3's variants, and the pictures of V2's
// rules for which V3 has no slot. V2 is asked product by product, and for SKUs only where V3 shows variants that are chosen.
// Path and address of one picture cannot be compared further than by the file that both end with.
import { renditionAddress, ruleCounterpart } from '@cutover/field-mapper';
import type { FindingRow, ImageRef, SnapshotProduct } from '@cutover/journal';
import type { V2Rule, V2Sku } from '@cutover/v2-client';
import type { Engine } from '../engine.ts';
import { inParallel } from '../in-parallel.ts';
import { unlessGone } from '../read/completeness.ts';
import { type ReadSlot, slotReadings } from '../read/slot-readings.ts';
import { findingOf } from '../rules.ts';
import { passGate } from '../stopped.ts';
import { rulePicture } from './rule-pictures.ts';

const LISTS_AT_ONCE = 8;

export interface SlotViews {
  /** Findings of these products, in their order. */
  of(products: readonly SnapshotProduct[]): Promise<FindingRow[]>;
}

export function createSlotViews(engine: Engine): SlotViews {
  const { v2 } = engine.source;
  let rulesCounted: Promise<number | undefined> | undefined;

  async function findingsOf(product: SnapshotProduct, variants: readonly ReadSlot[]): Promise<FindingRow[]> {
    await passGate(engine.control);
    const { productId } = product;
    const isChosen = variants.some(({ choices }) => choices.length > 0);
    const skus = isChosen ? await unlessGone(v2.listSkus(productId)) : [];
    rulesCounted ??= v2.countRules();
    const rules = (await rulesCounted) === 0 ? [] : await unlessGone(v2.listRules(productId));
    return [
      ...(skus ?? []).flatMap((sku) => skuFindings(product, sku, variants)),
      ...(rules ?? []).flatMap((rule) => ruleFindings(product, rule)),
    ];
  }

  return {
    async of(products) {
      const variants = new Map<number, ReadSlot[]>();
      const ids = products.map(({ productId }) => productId);
      for await (const page of engine.target.v3.sweepProducts({ ids, include: ['variants'] }))
        for (const slot of await slotReadings.variant.slotsOf(engine, engine.target, page.products))
          variants.set(slot.productId, [...(variants.get(slot.productId) ?? []), slot]);
      const found = new Map<number, FindingRow[]>();
      await inParallel(products, LISTS_AT_ONCE, async (product) => {
        found.set(product.productId, await findingsOf(product, variants.get(product.productId) ?? []));
      });
      return products.flatMap(({ productId }) => found.get(productId) ?? []);
    },
  };
}

function skuFindings(
  product: SnapshotProduct,
  { sku, image_file: path }: V2Sku,
  variants: readonly ReadSlot[],
): FindingRow[] {
  const named = variants.filter((one) => sku.trim() !== '' && (one.sku ?? '').trim() === sku.trim());
  const [variant] = named;
  if (sku.trim() === '' || named.length > 1) return [];
  const about = refOfVariant(product, sku, variant);
  if (variant === undefined)
    return path === ''
      ? []
      : [
          found(
            'view-image-missing',
            about,
            `V2 shows a picture of SKU ${sku}, and V3 lists no such variant`,
          ),
        ];
  const { address } = variant;
  const shown = renditionAddress(address)?.ofProductImage === true ? '' : address;
  if (path === '' && shown === '') return [];
  const [inV2, inV3] = [path, shown].map(fileOf);
  if (path !== '' && shown !== '') {
    return isSlotFile(inV2) && isSlotFile(inV3) && inV2 !== inV3
      ? [
          found(
            'view-field-differs',
            about,
            `V2 shows ${inV2} as the picture of SKU ${sku}, V3 shows ${inV3}`,
          ),
        ]
      : [];
  }
  const [with_, without] = shown === '' ? ['V2', 'V3'] : ['V3', 'V2'];
  return [
    found('view-image-missing', about, `${with_} shows a picture of SKU ${sku}, and ${without} shows none`),
  ];
}

function found(
  rule: 'view-image-missing' | 'view-field-differs',
  source: ImageRef,
  message: string,
): FindingRow {
  return findingOf(
    rule,
    {
      kind: 'variant-image',
      source,
      message,
      ...(rule === 'view-field-differs' ? { fields: ['image_url'] } : {}),
    },
    'audit',
  );
}

function refOfVariant(
  { productId, sku }: SnapshotProduct,
  variantSku: string,
  variant: ReadSlot | undefined,
): ImageRef {
  const ids =
    variant !== undefined && 'variantId' in variant.slot ? { variantId: variant.slot.variantId } : {};
  return { productId, sku, ...ids, variantSku };
}

function fileOf(place: string): string {
  const [path = ''] = place.split(/[?#]/u, 1);
  return path.split('/').at(-1) ?? '';
}

/** As the platform names what a slot was given: `5771_source_1700000000.png`. */
const isSlotFile = (name = ''): boolean => /^\d+_source_\d+\.[a-z\d]+$/iu.test(name);

function ruleFindings(product: SnapshotProduct, rule: V2Rule): FindingRow[] {
  if (ruleCounterpart(rule) !== 'complex-rule') return [];
  const when = rule.conditions.map(({ product_option_id: option, option_value_id: value, sku_id: ofSku }) =>
    (ofSku ?? 0) > 0 ? `SKU ${ofSku}` : `option ${option ?? '?'} is value ${value ?? '?'}`,
  );
  return [rulePicture(product, { id: rule.id, picture: rule.image_file, when })];
}
