// Pictures of V3's complex rules, which are shown where several choices meet: no slot holds them, and no command moves them.
// One request for each product that has values of modifiers, without which nothing in V3 makes such a rule.

import type { ImageRef, Snapshot, SnapshotProduct, SnapshotSlot } from '@cutover/journal';
import type { V3ComplexRule } from '@cutover/v3-client';
import { READS_AT_ONCE } from '../at-a-time.ts';
import { carries, kindOfWord, slotKindsCarried } from '../carried.ts';
import type { Choices, With } from '../engine.ts';
import type { Found } from '../found.ts';
import { inParallel } from '../in-parallel.ts';
import { unlessGone } from '../read/completeness.ts';
import { findingOf } from '../rules.ts';
import type { GradeSaying, RuleCondition } from '../sayings.ts';
import { namedSlot } from '../slots.ts';
import { passGate } from '../stopped.ts';
import { pathIn } from './grade-picture.ts';

export interface RulePictures {
  /** Findings of these products, in their order. */
  of(products: readonly SnapshotProduct[]): Promise<Found[]>;
}

type Condition = V3ComplexRule['conditions'][number];
type PictureOfRule = Extract<GradeSaying, { readonly code: 'picture-of-rule' }>;

export function createRulePictures(engine: With<Choices>, { snapshot, via }: Snapshot): RulePictures {
  const { journal, source } = engine;
  // A saved product holds none of its rules, and V2's lists show no modifier.
  const asks = via === 'v3' && source.isSaved !== true && carries(engine, 'modifier');

  async function findingsOf(
    product: SnapshotProduct,
    slots: readonly SnapshotSlot[],
  ): Promise<readonly Found[]> {
    if (!slots.some(({ kind }) => kind === 'modifier-image')) return [];
    await passGate(engine.control);
    const rules = (await unlessGone(source.v3.listComplexRules(product.productId))) ?? [];
    return rules.flatMap((rule) => findingOfRule(product, rule, slots));
  }

  return {
    async of(products) {
      if (!asks) return [];
      const ids = products.map(({ productId }) => productId);
      const read = slotKindsCarried
        .filter((kind) => carries(engine, kind))
        .map((kind) => journal.slots(snapshot, kindOfWord[kind], ids));
      const found = new Map<number, readonly Found[]>();
      await inParallel(products, READS_AT_ONCE, async (product) => {
        const slots = read.flatMap((ofKind) => ofKind.get(product.productId) ?? []);
        found.set(product.productId, await findingsOf(product, slots));
      });
      return products.flatMap(({ productId }) => found.get(productId) ?? []);
    },
  };
}

function findingOfRule(
  product: SnapshotProduct,
  { id, image_url: address, conditions }: V3ComplexRule,
  slots: readonly SnapshotSlot[],
): Found[] {
  if (address === '') return [];
  const parts = conditions.flatMap(partsOf);
  const picture = { rule: id, picture: address, where: parts.map((part) => conditionOf(part, slots)) };
  const [part, another] = parts;
  if (part === undefined || another !== undefined) return [rulePicture(product, picture)];
  // What V2 and the control panel have made may follow one choice alone, and then a slot may stand for it.
  const slot = slots.find((one) => holds(one, part));
  if (slot === undefined) return 'variantId' in part ? [] : [rulePicture(product, picture)];
  if (slot.address !== '' && pathIn(slot.address) === pathIn(address)) return [];
  return [rulePicture(product, { ...picture, notIn: slot.kind })];
}

/** A swatch shows its pattern, and no picture of a product. */
const holds = (slot: SnapshotSlot, part: Part): boolean => slot.kind !== 'swatch' && isOf(slot, part);

/** A rule that shows a picture which no slot of V3 does, as both views tell it. */
export function rulePicture(
  { productId, sku }: Pick<ImageRef, 'productId' | 'sku'>,
  picture: Omit<PictureOfRule, 'code'>,
): Found {
  const says = { code: 'picture-of-rule', ...picture } as const;
  return findingOf('rule-picture', { source: { productId, sku }, says }, 'audit');
}

type Part =
  | { readonly variantId: number }
  | { readonly optionId: number | undefined; readonly valueId: number };

/** What a condition names: a variant, a value, or both. */
function partsOf({ modifier_id: option, modifier_value_id: value, variant_id: variant }: Condition): Part[] {
  return [
    ...((value ?? 0) > 0 ? [{ optionId: option ?? undefined, valueId: value ?? 0 }] : []),
    ...((variant ?? 0) > 0 ? [{ variantId: variant ?? 0 }] : []),
  ];
}

function isOf({ slot }: SnapshotSlot, part: Part): boolean {
  if ('variantId' in part) return 'variantId' in slot && slot.variantId === part.variantId;
  return !('variantId' in slot) && slot.valueId === part.valueId;
}

/** By name where it was read with the product, else by id. */
function conditionOf(part: Part, slots: readonly SnapshotSlot[]): RuleCondition {
  const slot = slots.find((one) => isOf(one, part));
  if ('variantId' in part) return { variant: namedSlot(slot ?? { slot: { variantId: part.variantId } }) };
  const [choice] = slot?.choices ?? [];
  return choice === undefined ? { option: part.optionId, value: part.valueId } : { choice };
}
