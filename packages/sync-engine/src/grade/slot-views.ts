// What both views of one store show of pictures beside its images: V2's SKUs against V3's variants, and the pictures of V2's
// rules for which V3 has no slot. V2 is asked product by product, and for SKUs only where V3 shows variants that are chosen.

import { ruleCounterpart } from '@cutover/field-mapper';
import type { SnapshotProduct } from '@cutover/journal';
import type { V2Rule } from '@cutover/v2-client';
import { READS_AT_ONCE } from '../at-a-time.ts';
import { conditionsIn } from '../compare/rule-conditions.ts';
import { refOfSku } from '../compare/variant-findings.ts';
import { type VariantRow, variantRows } from '../compare/variant-rows.ts';
import { isSameFile } from '../compare/view-files.ts';
import type { Engine } from '../engine.ts';
import type { Found } from '../found.ts';
import { inParallel } from '../in-parallel.ts';
import { unlessGone } from '../read/completeness.ts';
import { readVariantViews, type VariantViews } from '../read/variant-views.ts';
import { findingOf } from '../rules.ts';
import { passGate } from '../stopped.ts';
import { rulePicture } from './rule-pictures.ts';

export interface SlotViews {
  /** Findings of these products, in their order. */
  of(products: readonly SnapshotProduct[]): Promise<Found[]>;
}

export function createSlotViews(engine: Engine): SlotViews {
  const { v2 } = engine.source;
  let rulesCounted: Promise<number | undefined> | undefined;

  async function findingsOf(product: SnapshotProduct, views: VariantViews | undefined): Promise<Found[]> {
    await passGate(engine.control);
    rulesCounted ??= v2.countRules();
    const rules = (await rulesCounted) === 0 ? [] : await unlessGone(v2.listRules(product.productId));
    const of = views ?? { variants: [], skus: [] };
    return [
      ...variantRows(of).rows.flatMap((row) => variantFault(product, row)),
      ...(rules ?? []).flatMap((rule) => ruleFindings(product, rule, of)),
    ];
  }

  return {
    async of(products) {
      const views = await readVariantViews(
        engine,
        products.map(({ productId }) => productId),
      );
      const found = new Map<number, Found[]>();
      await inParallel(products, READS_AT_ONCE, async (product) => {
        found.set(product.productId, await findingsOf(product, views.get(product.productId)));
      });
      return products.flatMap(({ productId }) => found.get(productId) ?? []);
    },
  };
}

/** What could not be compared breaks no rule. */
function variantFault(product: SnapshotProduct, row: VariantRow): Found[] {
  const { rule, says } = row;
  if (rule === undefined) return [];
  return [
    findingOf(
      rule,
      {
        kind: 'variant-image',
        source: refOfSku(product, row),
        says,
        ...(rule === 'view-field-differs' ? { fields: ['image_url'] } : {}),
      },
      'audit',
    ),
  ];
}

/** Who has chosen all values of a variant has chosen that variant: its picture is no rule's own. */
function ruleFindings(product: SnapshotProduct, rule: V2Rule, { variants, skus }: VariantViews): Found[] {
  if (ruleCounterpart(rule) !== 'complex-rule') return [];
  const about = conditionsIn({ values: [], variants, complexRules: [], rules: [rule] });
  const { key, where } = about.ofV2(rule);
  const picture = { rule: rule.id, picture: rule.image_file, where };
  const variant = key === undefined ? undefined : about.variantOf(key);
  if (variant === undefined) return [rulePicture(product, picture)];
  const ofSku = typeof skus === 'string' ? undefined : skus.find(({ id }) => id === variant.skuId);
  const places = [variant.address, ofSku?.image_file ?? ''].filter((place) => place !== '');
  // Names that do not tell break no rule.
  const isShown = places.some((place) => isSameFile(rule.image_file, place) !== false);
  return isShown ? [] : [rulePicture(product, { ...picture, notIn: variant.kind })];
}
