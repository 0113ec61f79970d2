// When a rule shows its picture: the values and SKUs of its conditions as both views name them by ids, made comparable, and in
// names as far as V3 shows them. Who has chosen all values of a variant has chosen that variant. Pure.
import type { V2Rule } from '@cutover/v2-client';
import type { V3ComplexRule } from '@cutover/v3-client';
import type { RuleViews } from '../read/rule-views.ts';
import type { ReadSlot } from '../read/slot-readings.ts';
import type { RuleCondition } from '../sayings.ts';
import { namedSlot } from '../slots.ts';

/** `undefined`: V2 names something by an id that V3 does not show. */
export type Key = string | undefined;

export interface Conditions<Known extends Key = Key> {
  /** The same where the same is chosen; '': always. */
  readonly key: Known;
  readonly where: readonly RuleCondition[];
}

export interface ConditionsOfProduct {
  ofV2(rule: V2Rule): Conditions;
  ofV3(rule: V3ComplexRule): Conditions<string>;
  keyOfValue(value: ReadSlot): string;
  /** The variant that is chosen where nothing else is. */
  variantOf(key: string): ReadSlot | undefined;
}

/** A value of an option or a modifier. */
interface Choice {
  readonly optionId: number | undefined;
  readonly valueId: number;
  /** Undefined: V3 shows none. */
  readonly choice?: { readonly name: string; readonly label: string } | undefined;
}

interface Part {
  readonly key: Key;
  readonly where: RuleCondition;
}

export function conditionsIn(views: RuleViews): ConditionsOfProduct {
  const { variants } = views;
  const byValue = Map.groupBy(choicesIn(views), ({ valueId }) => valueId);
  const bySku = new Map(variants.flatMap((one) => ((one.skuId ?? 0) > 0 ? [[one.skuId, one]] : [])));
  const byKey = new Map(variants.map((one) => [keyOfVariant(one), one]));
  const byChosen = Map.groupBy(variants, ({ chosen = [] }) => joined(chosen.map(keyOfChoice)));

  function keyOf(parts: readonly Part[]): Key {
    const keys = parts.flatMap(({ key }) => key ?? []);
    if (keys.length < parts.length) return undefined;
    const [variant, another] = parts.length === 0 ? [] : (byChosen.get(joined(keys)) ?? []);
    return variant === undefined || another !== undefined ? joined(keys) : keyOfVariant(variant);
  }

  function ofChoice({ optionId, valueId }: Choice): Part {
    const found = byValue.get(valueId)?.find((one) => optionId === undefined || one.optionId === optionId);
    return {
      key: found === undefined ? undefined : keyOfChoice(found),
      where: found?.choice === undefined ? { option: optionId, value: valueId } : { choice: found.choice },
    };
  }

  function ofVariant(variant: ReadSlot): Part {
    return { key: keyOfVariant(variant), where: { variant: namedSlot(variant) } };
  }

  function ofV2({ conditions }: V2Rule): Conditions {
    const parts = conditions.flatMap(
      ({ product_option_id: option, option_value_id: value, sku_id: sku }): Part[] => {
        const variant = bySku.get(sku ?? 0);
        const ofSku =
          variant === undefined ? { key: undefined, where: { sku: sku ?? 0 } } : ofVariant(variant);
        const ofOption =
          (value ?? 0) > 0
            ? ofChoice({ optionId: option ?? undefined, valueId: value ?? 0 })
            : { key: undefined, where: { option: option ?? undefined, value: undefined } };
        return [
          ...((value ?? 0) > 0 || (sku ?? 0) === 0 ? [ofOption] : []),
          ...((sku ?? 0) > 0 ? [ofSku] : []),
        ];
      },
    );
    return { key: keyOf(parts), where: parts.map(({ where }) => where) };
  }

  function ofV3({ conditions }: V3ComplexRule): Conditions<string> {
    const parts = conditions.flatMap((condition): Part[] => {
      const { variant_id: variantId } = condition;
      const ofSku = { slot: { variantId: variantId ?? 0 } };
      const key = keyOfVariant(ofSku);
      return [
        ...ofCondition(condition).map(ofChoice),
        ...((variantId ?? 0) > 0 ? [{ key, where: { variant: namedSlot(byKey.get(key) ?? ofSku) } }] : []),
      ];
    });
    return { key: keyOf(parts) ?? '', where: parts.map(({ where }) => where) };
  }

  return {
    ofV2,
    ofV3,
    keyOfValue: (value) => ofValue(value).map(keyOfChoice).join(),
    variantOf: (key) => byKey.get(key),
  };
}

/** Everything that V3 shows to choose, with its name first where that is known. */
function choicesIn({ values, variants, complexRules }: RuleViews): Choice[] {
  const rules = complexRules === 'gone' ? [] : complexRules;
  return [
    ...values.flatMap(ofValue),
    ...variants.flatMap(({ chosen = [], choices: names }) =>
      chosen.map((one, at) => ({ ...one, choice: names[at] })),
    ),
    ...rules.flatMap(({ conditions }) => conditions.flatMap(ofCondition)),
  ];
}

const keyOfChoice = ({ optionId, valueId }: Choice): string => `value ${optionId ?? 0} ${valueId}`;

const keyOfVariant = ({ slot }: Pick<ReadSlot, 'slot'>): string =>
  'variantId' in slot ? `variant ${slot.variantId}` : '';

const ofValue = ({ slot, choices: [choice] }: ReadSlot): Choice[] =>
  'modifierId' in slot ? [{ optionId: slot.modifierId, valueId: slot.valueId, choice }] : [];

function ofCondition({
  modifier_id: option,
  modifier_value_id: value,
}: V3ComplexRule['conditions'][number]): Choice[] {
  return (value ?? 0) > 0
    ? [{ optionId: (option ?? 0) > 0 ? (option ?? 0) : undefined, valueId: value ?? 0 }]
    : [];
}

const joined = (keys: readonly string[]): string => [...new Set(keys)].toSorted().join(', ');
