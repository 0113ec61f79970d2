// What both views of one store show of pictures that follow a choice: V3's values of modifiers and complex rules, and V2's
// rules, which stand for both. V2 is asked product by product, also where V3 shows nothing to choose, because that may be what
// V3 lacks; and where V2 counts no rules in the whole store, only about products of which V3 shows such a picture.
import type { V2Rule } from '@cutover/v2-client';
import type { V3ComplexRule } from '@cutover/v3-client';
import type { Engine } from '../engine.ts';
import { inParallel } from '../in-parallel.ts';
import { passGate } from '../stopped.ts';
import { unlessGone } from './completeness.ts';
import { type ReadSlot, slotReadings } from './slot-readings.ts';
import { unlessV2IsGone } from './v2-failure.ts';

const LISTS_AT_ONCE = 8;

export interface RuleViews {
  readonly values: readonly ReadSlot[];
  readonly variants: readonly ReadSlot[];
  /** Those of V3; `gone`: it does not list the product's. */
  readonly complexRules: readonly V3ComplexRule[] | 'gone';
  /** Those of V2; `gone`: it does not list the product's; `unasked`: nobody has asked it. */
  readonly rules: readonly V2Rule[] | 'gone' | 'unasked';
}

export interface RuleViewsReader {
  /** @param asks whether V2 is asked for the rules of a product; default: of each. */
  read(
    productIds: readonly number[],
    asks?: (productId: number) => boolean,
  ): Promise<ReadonlyMap<number, RuleViews>>;
}

type Slots = Pick<RuleViews, 'values' | 'variants'>;

/** V2's count of all rules is asked for once. */
export function createRuleViewsReader(engine: Engine): RuleViewsReader {
  const { source, target } = engine;
  let counted: Promise<number | undefined> | undefined;

  async function slotsOf(productIds: readonly number[]): Promise<ReadonlyMap<number, Slots>> {
    const { modifier, variant } = slotReadings;
    const include = [modifier.include, variant.include];
    const slots = new Map<number, Slots>();
    for await (const { products } of target.v3.sweepProducts({ ids: productIds, include })) {
      await passGate(engine.control);
      const values = await modifier.slotsOf(engine, target, products);
      const variants = await variant.slotsOf(engine, target, products);
      const ofProduct = (id: number) => (slot: ReadSlot) => slot.productId === id;
      for (const { id } of products)
        slots.set(id, { values: values.filter(ofProduct(id)), variants: variants.filter(ofProduct(id)) });
    }
    return slots;
  }

  /** That there are none in the whole store is not taken for an answer of a product that shows a picture. */
  async function rulesOf(productId: number, isShown: boolean): Promise<readonly V2Rule[] | 'gone'> {
    counted ??= unlessV2IsGone(source, source.v2.countRules());
    if ((await counted) === 0 && !isShown) return [];
    return (await unlessV2IsGone(source, unlessGone(source.v2.listRules(productId)))) ?? 'gone';
  }

  async function complexRulesOf(productId: number): Promise<readonly V3ComplexRule[] | 'gone'> {
    return (await unlessGone(target.v3.listComplexRules(productId))) ?? 'gone';
  }

  async function viewsOf(id: number, slots: Slots, asks: (productId: number) => boolean): Promise<RuleViews> {
    const { values } = slots;
    const ofValues = values.length > 0 ? await complexRulesOf(id) : undefined;
    if (!asks(id)) return { ...slots, complexRules: ofValues ?? [], rules: 'unasked' };
    const addresses = [...values.map(({ address }) => address), ...addressesOf(ofValues)];
    const rules = await rulesOf(
      id,
      addresses.some((one) => one !== ''),
    );
    const mayBeComplex = rules !== 'gone' && rules.some(({ image_file: file }) => file !== '');
    return { ...slots, rules, complexRules: ofValues ?? (mayBeComplex ? await complexRulesOf(id) : []) };
  }

  return {
    async read(productIds, asks = () => true) {
      const views = new Map<number, RuleViews>();
      await inParallel(await slotsOf(productIds), LISTS_AT_ONCE, async ([id, slots]) => {
        await passGate(engine.control);
        views.set(id, await viewsOf(id, slots, asks));
      });
      return views;
    },
  };
}

const addressesOf = (rules: RuleViews['complexRules'] = []): string[] =>
  rules === 'gone' ? [] : rules.map(({ image_url: address }) => address);
