// Whatever V2's rules and V3's values and complex rules show: each picture stands in one row, and none is called the same but what
// goes by one file under ids that both views show.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { RuleViews } from '../read/rule-views.ts';
import { type RuleRow, ruleRows } from './rule-rows.ts';
import { fileOf } from './view-files.ts';

const MODIFIER = 3;
const SHOWN = [31, 32, 33] as const;
const OWN = [91, 92] as const;
const files = fc.constantFrom('', '1_source_1.png', '2_source_2.png', '3_source_3.png', 'plain.png');
const conditionsOf = (ids: readonly number[]) => fc.uniqueArray(fc.constantFrom(...ids), { maxLength: 2 });

const address = (file: string): string =>
  file === '' ? '' : `https://cdn/attribute_rule_images/${file}?c=1`;

interface Ruled {
  readonly file: string;
  readonly on: readonly number[];
}
interface Planted {
  readonly values: readonly string[];
  readonly complex: readonly Ruled[];
  readonly rules: readonly Ruled[];
}

const viewsOf = ({ values, complex, rules }: Planted): RuleViews => ({
  values: SHOWN.map((valueId, at) => ({
    kind: 'modifier-image',
    productId: 7,
    slot: { modifierId: MODIFIER, valueId },
    sku: '',
    choices: [{ name: 'Lid', label: String(valueId) }],
    address: address(values[at] ?? ''),
  })),
  variants: [],
  complexRules: complex.map(({ file, on }, at) => ({
    id: 500 + at,
    product_id: 7,
    image_url: address(file),
    enabled: true,
    conditions: on.map((value) => ({
      modifier_id: MODIFIER,
      modifier_value_id: value,
      variant_id: null,
    })),
  })),
  rules: rules.map(({ file, on }, at) => ({
    id: 600 + at,
    product_id: 7,
    sort_order: at,
    is_enabled: true,
    image_file: file,
    conditions: on.map((value) => ({
      product_option_id: MODIFIER,
      option_value_id: value,
      sku_id: null,
    })),
  })),
});

const views = fc
  .record({
    values: fc.tuple(files, files, files),
    complex: fc.array(fc.record({ file: files, on: conditionsOf(SHOWN) }), { maxLength: 3 }),
    rules: fc.array(fc.record({ file: files, on: conditionsOf([...SHOWN, ...OWN]) }), { maxLength: 6 }),
  })
  .map(viewsOf);

/** Two of V2's pictures are V3's; one of these two has a name that every store may give it, so the third may be that one. */
const twoTaken = viewsOf({
  values: ['', '', ''],
  complex: ['plain.png', '3_source_3.png'].map((file) => ({ file, on: [] })),
  rules: ['3_source_3.png', 'plain.png', '1_source_1.png'].map((file) => ({ file, on: [] })),
});

const isKnown = ({ inV2 }: RuleRow): boolean =>
  inV2?.conditions.every(({ option_value_id: value }) => SHOWN.some((id) => id === value)) === true;

it('each rule of V2 with a picture stands in one row, and each picture of V3 in one or more', () => {
  fc.assert(
    fc.property(views, (given) => {
      const rows = ruleRows(given);
      const pictured =
        typeof given.rules === 'string' ? [] : given.rules.filter((one) => one.image_file !== '');
      expect(rows.flatMap(({ inV2 }) => inV2?.id ?? []).toSorted((a, b) => a - b)).toEqual(
        pictured.map(({ id }) => id),
      );
      if (rows.some(({ says }) => says.code === 'choice-unclear')) return;
      const inRows = new Set(rows.map(({ inV3 }) => inV3?.address ?? ''));
      const addresses = [
        ...given.values.map((value) => value.address),
        ...(given.complexRules === 'gone' ? [] : given.complexRules.map((one) => one.image_url)),
      ];
      expect(addresses.filter((one) => one !== '' && !inRows.has(one))).toEqual([]);
    }),
  );
});

it('what is called the same goes by one file, under ids that V3 shows', () => {
  fc.assert(
    fc.property(views, (given) => {
      for (const row of ruleRows(given).filter(({ sign }) => sign === '='))
        expect([fileOf(row.inV2?.image_file ?? ''), isKnown(row)]).toEqual([
          fileOf(row.inV3?.address ?? '-'),
          true,
        ]);
    }),
  );
});

it('whatever V2 shows under ids of its own leaves no picture called missing in V2 that it could be', () => {
  fc.assert(
    fc.property(views, (given) => {
      const rows = ruleRows(given);
      const open = rows.filter(({ inV2, sign }) => inV2 !== undefined && sign === '!');
      if (open.some((row) => !isKnown(row) && row.inV3 === undefined))
        expect(rows.filter(({ sign }) => sign === '-')).toEqual([]);
    }),
  );
});

const view = ({
  inV2 = true,
  value = '',
  complex,
}: {
  readonly inV2?: boolean | null;
  readonly value?: string;
  readonly complex?: { readonly enabled: boolean | undefined };
}): RuleViews => ({
  variants: [],
  values: [
    {
      kind: 'modifier-image',
      productId: 7,
      slot: { modifierId: MODIFIER, valueId: 31 },
      sku: '',
      choices: [{ name: 'Lid', label: '31' }],
      address: address(value),
    },
  ],
  complexRules:
    complex === undefined
      ? []
      : [
          {
            id: 500,
            product_id: 7,
            image_url: address('1_source_1.png'),
            enabled: complex.enabled,
            conditions: [{ modifier_id: MODIFIER, modifier_value_id: 31, variant_id: null }],
          },
        ],
  rules: [
    {
      id: 600,
      product_id: 7,
      sort_order: 0,
      is_enabled: inV2,
      image_file: '1_source_1.png',
      conditions: [{ product_option_id: MODIFIER, option_value_id: 31, sku_id: null }],
    },
  ],
});
const shownByValue = { value: '1_source_1.png' };

it.each<[string, Parameters<typeof view>[0], readonly unknown[]]>([
  ['on in both', { complex: { enabled: true } }, ['=']],
  ['off in both', { inV2: false, complex: { enabled: false } }, ['=']],
  ['off in V2', { inV2: false, complex: { enabled: true } }, ['~', 'view-field-differs', 'v2']],
  ['off in V3', { complex: { enabled: false } }, ['~', 'view-field-differs', 'v3']],
  ['off in V2, and unsaid in V3', { inV2: false, complex: { enabled: undefined } }, ['!']],
  ['unsaid in both', { inV2: null, complex: { enabled: undefined } }, ['=']],
  ['off in V2, and shown by a value', { inV2: false, ...shownByValue }, ['~', 'view-field-differs', 'v2']],
  [
    'off in V2, and in the rule underneath a value',
    { inV2: false, ...shownByValue, complex: { enabled: false } },
    ['='],
  ],
  [
    'off in the rule underneath a value alone',
    { ...shownByValue, complex: { enabled: false } },
    ['~', 'view-field-differs', 'v3'],
  ],
])('one picture by a rule that is %s', (_, given, expected) => {
  expect(
    ruleRows(view(given)).map(({ sign, rule, says }) =>
      [sign, rule, 'view' in says ? says.view : undefined].filter((one) => one !== undefined),
    ),
  ).toEqual([expected]);
});

it('the order in which the views list them does not matter', () => {
  fc.assert(
    fc.property(views, (given) => {
      const signs = (of: RuleViews): string[] =>
        ruleRows(of)
          .map(({ sign }) => sign)
          .toSorted();
      const turned = {
        ...given,
        values: given.values.toReversed(),
        rules: typeof given.rules === 'string' ? given.rules : given.rules.toReversed(),
      };
      expect(signs(turned)).toEqual(signs(given));
    }),
    { examples: [[twoTaken]] },
  );
});
