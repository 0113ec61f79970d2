// What both views of one store show of pictures that follow a choice: V3's values of modifiers and complex rules, and V2's
// rules, which stand for both. V2 gives rules product by product, and counts those of the whole store: so it is asked about
// products with values of modifiers first, then about those with variants, and about the others, of which V3 alone may lack what
// there is to choose, only if it counts more than it has listed by then. Invariant: that there are no more of them is never taken
// for an answer of a product of which V3 shows such a picture.

import type { V2Rule } from '@cutover/v2-client';
import type { V3ComplexRule } from '@cutover/v3-client';
import { READS_AT_ONCE } from '../at-a-time.ts';
import type { Engine } from '../engine.ts';
import { inParallel } from '../in-parallel.ts';
import { passGate } from '../stopped.ts';
import { unlessGone } from './completeness.ts';
import { productsWithValues } from './products-with-values.ts';
import { type ReadSlot, slotReadings } from './slot-readings.ts';
import { picturesShown } from './slots-of-scan.ts';
import { unlessV2IsGone } from './v2-failure.ts';

export interface RuleViews {
  readonly values: readonly ReadSlot[];
  readonly variants: readonly ReadSlot[];
  /** Those of V3; `gone`: it does not list the product's. */
  readonly complexRules: readonly V3ComplexRule[] | 'gone';
  /** Those of V2; `gone`: it does not list the product's; `unasked`: nobody has asked it. */
  readonly rules: readonly V2Rule[] | 'gone' | 'unasked';
}

export interface RuleViewsRead {
  readonly views: ReadonlyMap<number, RuleViews>;
  /** Pictures of swatches that came with the products: V2 is not asked for any. */
  readonly swatches: number;
}

/** Whether V2 is asked for the rules of a product. */
export type Asks = (productId: number) => boolean;

export interface RuleViewsReader {
  /** @param asks default: V2 is asked about each. */
  read(productIds: readonly number[], asks?: Asks): Promise<RuleViewsRead>;
  /** Whether this sitting has put any product off. */
  hasPutOff(): boolean;
  /** Whether V2 counts more rules than it has listed. */
  isShort(): Promise<boolean>;
  /**
   * Of these products those whose rules {@link read} has put off, also in an earlier sitting: it asks V2 until all rules are
   * listed that it counts, and returns the products of which it shows pictures.
   */
  readPutOff(productIds: readonly number[], asks?: Asks): Promise<ReadonlyMap<number, RuleViews>>;
  /** How many rules V2 has listed, those of earlier sittings included. */
  listed(): number;
}

type Slots = Pick<RuleViews, 'values' | 'variants'>;

const all: Asks = () => true;
const none: Slots = { values: [], variants: [] };

/** V2's count of all rules is asked for once. @param listedBefore rules that V2 has listed in earlier sittings. */
export function createRuleViewsReader(engine: Engine, listedBefore = 0): RuleViewsReader {
  const { source, target } = engine;
  let counted: Promise<number | undefined> | undefined;
  let listed = listedBefore;
  /** What this sitting has done about V2's rules of a product. */
  const done = new Map<number, 'read' | 'put-off'>();

  async function slotsOf(
    productIds: readonly number[],
  ): Promise<{ readonly slots: ReadonlyMap<number, Slots>; readonly swatches: number }> {
    const { modifier, variant, swatch } = slotReadings;
    // Options come in the pages of ten that modifiers make.
    const include = [modifier.include, variant.include, swatch.include];
    const slots = new Map<number, Slots>();
    if (productIds.length === 0) return { slots, swatches: 0 };
    const products = await productsWithValues(engine, target, productIds, include);
    const ofProduct = ({ productId }: ReadSlot): number => productId;
    const values = Map.groupBy(await modifier.slotsOf(engine, target, products), ofProduct);
    const variants = Map.groupBy(await variant.slotsOf(engine, target, products), ofProduct);
    for (const { id } of products)
      slots.set(id, { values: values.get(id) ?? [], variants: variants.get(id) ?? [] });
    return { slots, swatches: picturesShown(swatch.included(products)) };
  }

  /** Undefined where V2 does not count them: then every product is asked about. */
  async function countOfRules(): Promise<number | undefined> {
    counted ??= unlessV2IsGone(source, source.v2.countRules());
    return await counted;
  }

  async function areAllListed(): Promise<boolean> {
    const count = await countOfRules();
    return count !== undefined && listed >= count;
  }

  async function rulesOf(productId: number): Promise<readonly V2Rule[] | 'gone'> {
    const rules = await unlessV2IsGone(source, unlessGone(source.v2.listRules(productId)));
    listed += rules?.length ?? 0;
    return rules ?? 'gone';
  }

  async function complexRulesOf(productId: number): Promise<readonly V3ComplexRule[] | 'gone'> {
    return (await unlessGone(target.v3.listComplexRules(productId))) ?? 'gone';
  }

  async function viewsOf(id: number, slots: Slots, asks: Asks): Promise<RuleViews> {
    await passGate(engine.control);
    done.set(id, 'read');
    const { values } = slots;
    const ofValues = values.map(({ address }) => address);
    // A store without any rule has none of several values either.
    const mayHaveRules = values.length > 0 && (ofValues.some(isShown) || (await countOfRules()) !== 0);
    const complex = mayHaveRules ? await complexRulesOf(id) : undefined;
    if (!asks(id)) return { ...slots, complexRules: complex ?? [], rules: 'unasked' };
    const isNeeded = [...ofValues, ...addressesOf(complex)].some(isShown) || !(await areAllListed());
    const rules = isNeeded ? await rulesOf(id) : [];
    return {
      ...slots,
      rules,
      complexRules: complex ?? (showPicture(rules) ? await complexRulesOf(id) : []),
    };
  }

  async function read(productIds: readonly number[], asks: Asks = all): Promise<RuleViewsRead> {
    const { slots, swatches } = await slotsOf(productIds);
    const views = new Map<number, RuleViews>();
    const steps = Map.groupBy(slots, ([, of]) => stepOf(of));
    for (const step of ['values', 'variants', 'nothing'] as const)
      await inParallel(steps.get(step) ?? [], READS_AT_ONCE, async ([id, of]) => {
        const isPutOff = step === 'nothing' && asks(id) && (await countOfRules()) !== undefined;
        if (isPutOff) done.set(id, 'put-off');
        views.set(id, isPutOff ? { ...of, complexRules: [], rules: [] } : await viewsOf(id, of, asks));
      });
    return { views, swatches };
  }

  /** Of an earlier sitting it is known from V3 alone whether V2 was asked. */
  async function putOffAmong(productIds: readonly number[]): Promise<number[]> {
    const { slots } = await slotsOf(productIds.filter((id) => !done.has(id)));
    return productIds.filter((id) => {
      const of = slots.get(id);
      return done.get(id) === 'put-off' || (of !== undefined && stepOf(of) === 'nothing');
    });
  }

  return {
    read,
    hasPutOff: () => done.values().some((what) => what === 'put-off'),
    isShort: async () => (await countOfRules()) !== undefined && !(await areAllListed()),
    async readPutOff(productIds, asks = all) {
      const shown = new Map<number, readonly V2Rule[]>();
      await inParallel((await putOffAmong(productIds)).filter(asks), READS_AT_ONCE, async (id) => {
        await passGate(engine.control);
        if (await areAllListed()) return;
        done.set(id, 'read');
        const rules = await rulesOf(id);
        if (rules !== 'gone' && showPicture(rules)) shown.set(id, rules);
      });
      const { slots } = await slotsOf([...shown.keys()]);
      const views = new Map<number, RuleViews>();
      for (const [id, rules] of shown)
        views.set(id, { ...(slots.get(id) ?? none), rules, complexRules: await complexRulesOf(id) });
      return views;
    },
    listed: () => listed,
  };
}

/** What there is to choose: when V2 is asked about the product. */
function stepOf({ values, variants }: Slots): 'values' | 'variants' | 'nothing' {
  if (values.length > 0) return 'values';
  return variants.some(({ choices }) => choices.length > 0) ? 'variants' : 'nothing';
}

const isShown = (address: string): boolean => address !== '';
const showPicture = (rules: readonly V2Rule[] | 'gone'): boolean =>
  rules !== 'gone' && rules.some(({ image_file: file }) => isShown(file));
const addressesOf = (rules: RuleViews['complexRules'] = []): string[] =>
  rules === 'gone' ? [] : rules.map(({ image_url: address }) => address);
