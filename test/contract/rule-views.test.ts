// One store: what `diff` and `verify` say of pictures that follow a choice, which V2 shows of its rules, and V3 of modifiers' values
// and of complex rules. Planted differences are named, one picture under two addresses is none, what ids or names do not tell is
// never called the same, and the counts add up; under every way in which V2 and V3 may show such rules.
import type { StoreControl } from '@cutover/sandbox-store';
import type { CarriedKind } from '@cutover/sync-engine';
import { describe, expect, it } from 'vitest';
import { type Asking, diff, migrate, type Settings, verify } from '../support/commands.ts';
import { plant, plantViews } from '../support/planted.ts';
import { plantVariants } from '../support/variants.ts';
import { inWorld, type World, yes } from '../support/world.ts';

type Rule = Awaited<ReturnType<Asking['source']['v2']['listRules']>>[number];

const stores = [{ hash: 'alone', catalog: { kind: 'products-only', products: 0 } }] as const;
const kinds = ['product', 'variant', 'modifier'] as const;

/** The store as if V2 showed other rules than it does. */
function showing(world: World, rules: (rule: Rule) => Rule[], over: Partial<Settings> = {}) {
  const given = world.engine({ mode: 'parity', settings: { kinds, ...over } });
  const { v2 } = given.source;
  const source = {
    ...given.source,
    v2: { ...v2, listRules: async (id: number) => (await v2.listRules(id)).flatMap(rules) },
  };
  return { engine: { ...given, source, target: source }, events: given.events };
}

const asItIs = (rule: Rule): Rule[] => [rule];

const told = (events: ReturnType<World['engine']>['events']) =>
  events.flatMap((event) =>
    event.type === 'finding' && event.kind === 'modifier-image' && event.sign !== '='
      ? [`${event.sign} ${event.rule ?? ''} ${inShort(event.message)}`]
      : [],
  );

const inShort = (message: string): string =>
  message
    .replace(/(?:https?:\/\/[\w.:/-]+\/)?(?:attribute_rule_images\/)?\d+_source(?:_\d+)?\.png/gu, 'N')
    .replace(/rule \d+/gu, 'rule R')
    .replace(/option \d+ is value \d+/gu, 'option O is value V');

/** A product with an image, two variants, two modifiers and the values of one of them with pictures. */
function plantChoices(store: StoreControl) {
  const [red = 0, blue = 0] = plantVariants(store, { RED: 1, BLUE: undefined });
  const productId = store.products().find(({ sku }) => sku === 'MUG')?.id ?? 0;
  store.addImage({ productId, isThumbnail: true, description: 'A mug' });
  const value = (name: string, label: string, tiny?: number): number =>
    store.addValue({
      productId,
      of: 'modifier',
      name,
      label,
      ...(tiny === undefined ? {} : { picture: { tiny } }),
    });
  return {
    productId,
    red,
    blue,
    wood: value('Lid', 'Wood', 11),
    steel: value('Lid', 'Steel', 12),
    glass: value('Lid', 'Glass'),
    gift: value('Wrap', 'Gift'),
    skuOfRed: store.variants().find(({ id }) => id === red)?.skuId ?? 0,
  };
}
type Planted = ReturnType<typeof plantChoices>;

const other = 'attribute_rule_images/9_source_9.png';
const valueOf = ({ conditions: [condition] }: Rule): number => condition?.option_value_id ?? 0;

interface Difference {
  readonly name: string;
  /** What V2 shows of a rule, once this is planted. */
  readonly plant: (store: StoreControl, planted: Planted) => (rule: Rule) => Rule[];
  readonly told: readonly string[];
}

const differences: readonly Difference[] = [
  {
    name: 'a value’s picture that V2 lacks',
    plant:
      (_, { wood }) =>
      (rule) => [valueOf(rule) === wood ? { ...rule, image_file: '' } : rule],
    told: ['- view-image-missing V3 shows a picture of Lid: Wood, and V2 shows none'],
  },
  {
    name: 'a value’s picture whose rule V2 does not list',
    plant:
      (_, { wood }) =>
      (rule) =>
        valueOf(rule) === wood ? [] : [rule],
    told: ['- view-image-missing V3 shows a picture of Lid: Wood, and V2 shows none'],
  },
  {
    name: 'a value’s picture that V3 lacks',
    plant:
      (_, { wood, glass }) =>
      (rule) =>
        valueOf(rule) === wood
          ? [
              rule,
              {
                ...rule,
                id: 900,
                conditions: rule.conditions.map((one) => ({ ...one, option_value_id: glass })),
              },
            ]
          : [rule],
    told: ['+ view-image-missing V2 shows a picture of Lid: Glass, and V3 shows none'],
  },
  {
    name: 'another file',
    plant:
      (_, { wood }) =>
      (rule) => [valueOf(rule) === wood ? { ...rule, image_file: other } : rule],
    told: ['~ view-field-differs V2 shows N as the picture of Lid: Wood, V3 shows N'],
  },
  {
    name: 'the same file in a rule of V2 that is off',
    plant:
      (_, { wood }) =>
      (rule) => [valueOf(rule) === wood ? { ...rule, is_enabled: false } : rule],
    told: ['~ view-field-differs V3 shows a picture of Lid: Wood, and V2 has it in a rule that is off'],
  },
  {
    name: 'the pictures of two values exchanged',
    plant:
      (_, { wood, steel }) =>
      (rule) => [
        {
          ...rule,
          conditions: rule.conditions.map((one) => ({
            ...one,
            option_value_id: valueOf(rule) === wood ? steel : wood,
          })),
        },
      ],
    told: [
      '~ view-field-differs V2 shows N as the picture of Lid: Wood, V3 shows N',
      '~ view-field-differs V2 shows N as the picture of Lid: Steel, V3 shows N',
    ],
  },
  {
    name: 'two rules of V2 for one value, neither of which is V3’s',
    plant:
      (_, { wood }) =>
      (rule) =>
        valueOf(rule) === wood
          ? [
              { ...rule, image_file: other },
              { ...rule, id: 900, image_file: other.replace('9.', '8.') },
            ]
          : [rule],
    told: Array.from(
      { length: 2 },
      () =>
        '!  it is not clear which picture of V3 is that of rule R (where Lid is Wood) of V2, and none is taken',
    ),
  },
  {
    name: 'two rules of V2 for one value, one of which is V3’s',
    plant:
      (_, { wood }) =>
      (rule) =>
        valueOf(rule) === wood ? [rule, { ...rule, id: 900, image_file: other }] : [rule],
    told: [
      '+ rule-picture rule R shows a picture, N, where Lid is Wood; that modifier value does not show it',
    ],
  },
  {
    name: 'a rule of several conditions that V3 does not list',
    plant:
      (_, { wood, glass, skuOfRed }) =>
      (rule) =>
        valueOf(rule) === wood
          ? [
              rule,
              {
                ...rule,
                id: 900,
                image_file: other,
                conditions: [
                  ...rule.conditions,
                  { product_option_id: null, option_value_id: glass, sku_id: skuOfRed },
                ],
              },
            ]
          : [rule],
    told: [
      '+ rule-picture rule R shows a picture, N, where Lid is Wood and Lid is Glass and SKU RED; V3 has no slot for it',
    ],
  },
  {
    name: 'a rule of an option’s value, and one that always holds',
    plant(store, { productId, wood }) {
      const choices = { Colour: 'GREY', Size: 'L' };
      const [, size] = store.addVariant({ productId, sku: 'GREY-L', choices }).optionValues;
      const conditions = [
        { product_option_id: size?.optionId, option_value_id: size?.valueId, sku_id: null },
      ];
      return (rule) =>
        valueOf(rule) === wood
          ? [
              rule,
              { ...rule, id: 900, image_file: other, conditions },
              { ...rule, id: 901, image_file: other, conditions: [] },
            ]
          : [rule];
    },
    told: [
      '+ rule-picture rule R shows a picture, N, where Size is L; V3 has no slot for it',
      '+ rule-picture rule R shows a picture, N, always; V3 has no slot for it',
    ],
  },
  {
    name: 'a complex rule with another file, one that V2 lacks, and one that V3 shows without a picture',
    plant(store, { productId, wood, steel, glass, gift, red }) {
      const rule = (picture: number | undefined, ...conditions: { valueId?: number; variantId?: number }[]) =>
        store.addRule({
          productId,
          conditions,
          ...(picture === undefined ? {} : { picture: { tiny: picture } }),
        });
      const otherFile = rule(21, { valueId: wood }, { valueId: gift });
      const lacking = rule(22, { valueId: steel, variantId: red });
      const empty = rule(undefined, { valueId: glass }, { valueId: gift });
      return (one) => {
        if (one.id === lacking) return [];
        return [one.id === otherFile || one.id === empty ? { ...one, image_file: other } : one];
      };
    },
    told: [
      '~ view-field-differs V2 shows N as the picture of rule R (where Lid is Wood and Wrap is Gift), V3 shows N',
      '- view-image-missing V3 shows a picture of rule R (where Lid is Steel and SKU RED), and V2 lists no such rule',
      '+ view-image-missing V2 shows a picture of rule R (where Lid is Glass and Wrap is Gift), and V3 shows none',
    ],
  },
  {
    name: 'the rule of all values of a variant that it does not show',
    plant(store, { wood, red }) {
      const chosen = store.variants().find(({ id }) => id === red)?.optionValues ?? [];
      const conditions = chosen.map(({ optionId, valueId }) => ({
        product_option_id: optionId,
        option_value_id: valueId,
        sku_id: null,
      }));
      return (rule) =>
        valueOf(rule) === wood ? [rule, { ...rule, id: 900, image_file: other, conditions }] : [rule];
    },
    told: ['+ rule-picture rule R shows a picture, N, where Colour is RED; that variant does not show it'],
  },
  {
    name: 'the rule of a SKU that its variant does not show',
    plant:
      (_, { wood, skuOfRed }) =>
      (rule) =>
        valueOf(rule) === wood
          ? [
              rule,
              {
                ...rule,
                id: 900,
                image_file: other,
                conditions: [{ product_option_id: null, option_value_id: null, sku_id: skuOfRed }],
              },
            ]
          : [rule],
    told: ['+ rule-picture rule R shows a picture, N, where SKU RED; that variant does not show it'],
  },
];

describe.each(differences)('$name', ({ plant: plantOne, told: expected }) => {
  it('is named by diff, and every picture stands in one of its counts', async () => {
    await inWorld({ stores }, async (world) => {
      const { engine, events } = showing(world, plantOne(world.source, plantChoices(world.source)));
      const result = await diff(engine);
      expect(told(events)).toEqual(expected);
      const { images, same, changed, missing, extra, error } = result;
      expect(same + changed + missing + extra + error).toBe(images);
      const count = (sign: string): number => expected.filter((one) => one.startsWith(sign)).length;
      expect(result).toMatchObject({
        outcome: 'differs',
        changed: count('~'),
        missing: count('+'),
        extra: count('-'),
        error: count('!'),
        byKind: { product: 1, variant: 1, modifier: images - 2 },
        planned: 0,
      });
    });
  });

  it('is named by verify, and mended by nobody', async () => {
    await inWorld({ stores }, async (world) => {
      const { engine, events } = showing(world, plantOne(world.source, plantChoices(world.source)));
      const result = await verify(engine, { level: 'links', sample: 1 });
      expect(told(events).toSorted()).toEqual(expected.toSorted());
      const unchecked = expected.filter((one) => one.startsWith('!')).length;
      expect(result).toMatchObject({
        outcome: unchecked === expected.length ? 'incomplete' : 'differs',
        checked: result.images - unchecked,
        unchecked,
        mismatched: expected.length - unchecked,
        byKind: { product: 1, variant: 1, modifier: result.images - 2 },
      });
      world.source.resetRequests();
      expect(await migrate(engine, yes)).toMatchObject({ created: 0, updated: 0, set: 0, remaining: 0 });
      expect(new Set(world.source.requests().map(({ method }) => method))).toEqual(new Set(['GET']));
    });
  });
});

/** Pictures that both views show alike: of values, of two variants, of rules with two conditions, of a rule with one. */
function plantAlike(store: StoreControl): Planted {
  const planted = plantChoices(store);
  const { productId, wood, gift, red } = planted;
  const choices = { Colour: 'GREY', Size: 'L' };
  store.addVariant({ productId, sku: 'GREY-L', choices, picture: { tiny: 24 } });
  store.addRule({ productId, conditions: [{ valueId: wood }, { valueId: gift }], picture: { tiny: 21 } });
  store.addRule({ productId, conditions: [{ valueId: gift, variantId: red }], picture: { tiny: 22 } });
  store.addRule({ productId, conditions: [{ valueId: gift }], picture: { tiny: 23 } });
  return planted;
}

describe('what both views show alike is the same', () => {
  const alike = { outcome: 'done', same: 8, images: 8, byKind: { product: 1, variant: 2, modifier: 5 } };

  it.each([
    { 'v2-rule-image-file': 'path' },
    { 'v2-rule-image-file': 'address' },
    { 'v2-variant-rules': 'shown' },
    { 'v2-variant-rules': 'by-values' },
    { 'v2-variant-rules': 'by-values', 'v3-complex-rules': 'all' },
    { 'v3-complex-rules': 'all' },
    { 'v2-variant-rules': 'shown', 'v3-complex-rules': 'all' },
  ] as const)('%o', async (switches) => {
    await inWorld({ stores: [{ ...stores[0], switches }] }, async (world) => {
      plantAlike(world.source);
      const { engine, events } = showing(world, asItIs);
      expect(await diff(engine)).toMatchObject(alike);
      expect(told(events)).toEqual([]);
      expect(await verify(engine, { level: 'content', sample: 1 })).toMatchObject({
        outcome: 'done',
        checked: 8,
        unchecked: 0,
        mismatched: 0,
      });
    });
  });

  it('from whichever host, in whichever order, with a rule that shows none', async () => {
    await inWorld({ stores }, async (world) => {
      plantAlike(world.source);
      const { engine, events } = showing(world, (rule) => [
        { ...rule, id: rule.id + 900, image_file: '' },
        {
          ...rule,
          conditions: rule.conditions.toReversed(),
          image_file: `https://cdn.example/old/${rule.image_file}?c=2`,
        },
      ]);
      expect(await diff(engine)).toMatchObject(alike);
      expect(told(events)).toEqual([]);
    });
  });
});

describe('what cannot be told is never called the same:', () => {
  it.each<
    [
      string,
      {
        readonly 'v2-rule-image-file'?: 'unstamped';
        readonly 'v2-rule-value-ids'?: 'own';
        readonly 'v2-variant-rules'?: 'shown';
      },
      string[],
    ]
  >([
    [
      'names that do not tell',
      { 'v2-rule-image-file': 'unstamped' },
      [
        'V2 shows N as the picture of Lid: Wood, V3 shows N, and these names do not tell whether it is one picture',
        'V2 shows N as the picture of Lid: Steel, V3 shows N, and these names do not tell whether it is one picture',
      ],
    ],
    [
      'names of the rules underneath variants that do not tell',
      { 'v2-rule-image-file': 'unstamped', 'v2-variant-rules': 'shown' },
      [
        'V2 shows N as the picture of rule R (where SKU RED), V3 shows N, and these names do not tell whether it is one picture',
        'V2 shows N as the picture of Lid: Wood, V3 shows N, and these names do not tell whether it is one picture',
        'V2 shows N as the picture of Lid: Steel, V3 shows N, and these names do not tell whether it is one picture',
      ],
    ],
    [
      'ids that do not tell',
      { 'v2-rule-value-ids': 'own' },
      [
        'V2 shows N as the picture of rule R (where option O is value V), V3 as that of Lid: Wood, and these ids do not tell whether it is one choice',
        'V2 shows N as the picture of rule R (where option O is value V), V3 as that of Lid: Steel, and these ids do not tell whether it is one choice',
      ],
    ],
  ])('%s', async (_, switches, messages) => {
    await inWorld({ stores: [{ ...stores[0], switches }] }, async (world) => {
      plantChoices(world.source);
      const { engine, events } = showing(world, asItIs);
      expect(await diff(engine)).toMatchObject({
        outcome: 'differs',
        same: 2,
        error: messages.length,
        images: 2 + messages.length,
      });
      expect(told(events).toSorted()).toEqual(
        messages.toSorted().map((message) => `!  could not be compared: ${message}`),
      );
      expect(await verify(engine, { level: 'fields', sample: 1 })).toMatchObject({
        outcome: 'incomplete',
        checked: 2,
        unchecked: messages.length,
        mismatched: 0,
      });
    });
  });

  it('other ids and another file: either may be the other’s, and neither is called missing', async () => {
    await inWorld({ stores: [{ ...stores[0], switches: { 'v2-rule-value-ids': 'own' } }] }, async (world) => {
      plantChoices(world.source);
      const [wood] = world.source.values();
      world.source.setRuleView(wood?.id ?? 0, { image_file: other });
      const { engine, events } = showing(world, asItIs);
      expect(await diff(engine)).toMatchObject({ same: 2, missing: 0, extra: 0, error: 3 });
      expect(told(events)).toEqual([
        '!  could not be compared: V3 shows a picture of Lid: Wood, and V2 may show it by other ids',
        '!  could not be compared: V2 shows N as the picture of rule R (where option O is value V), V3 as that of Lid: Steel, and these ids do not tell whether it is one choice',
        '!  could not be compared: V2 shows a picture of rule R (where option O is value V), and V3 shows nothing by these ids',
      ]);
    });
  });

  it('other ids, and nothing left in V3: whatever the ids are, V3 does not show it', async () => {
    await inWorld({ stores: [{ ...stores[0], switches: { 'v2-rule-value-ids': 'own' } }] }, async (world) => {
      const { wood, steel } = plantChoices(world.source);
      const { engine, events } = showing(world, asItIs);
      const { v3 } = engine.target;
      const listModifiers = async (id: number) =>
        (await v3.listModifiers(id)).map((modifier) => ({
          ...modifier,
          option_values: modifier.option_values.filter(({ id: one }) => one !== wood && one !== steel),
        }));
      const sweepProducts: typeof v3.sweepProducts = async function* (sweep) {
        for await (const page of v3.sweepProducts(sweep))
          yield {
            ...page,
            products: await Promise.all(
              page.products.map(async (product) => ({
                ...product,
                ...(product.modifiers === undefined ? {} : { modifiers: await listModifiers(product.id) }),
              })),
            ),
          };
      };
      const target = { ...engine.target, v3: { ...v3, sweepProducts } };
      expect(await diff({ ...engine, target })).toMatchObject({ missing: 2, extra: 0, error: 0 });
      expect(told(events)).toEqual(
        Array.from(
          { length: 2 },
          () =>
            '+ view-image-missing V2 shows a picture of rule R (where option O is value V), and V3 shows none',
        ),
      );
    });
  });

  it('the rules of a product that V2 does not list', async () => {
    await inWorld({ stores }, async (world) => {
      plantChoices(world.source);
      world.source.failNext(
        { path: /\/v2\/products\/\d+\/rules/u },
        { name: 'error-before', status: 404 },
        9,
      );
      const { engine, events } = showing(world, asItIs);
      expect(await diff(engine)).toMatchObject({ outcome: 'differs', same: 2, error: 2 });
      expect(told(events)).toEqual(
        ['Wood', 'Steel'].map(
          (label) =>
            `!  could not be compared: V3 shows a picture of Lid: ${label}, and V2 does not list the rules of this product`,
        ),
      );
    });
  });

  it('the rules of a product that V3 does not list', async () => {
    await inWorld({ stores }, async (world) => {
      plantAlike(world.source);
      world.source.failNext({ path: /\/complex-rules/u }, { name: 'error-before', status: 404 }, 9);
      const { engine, events } = showing(world, asItIs);
      expect(await diff(engine)).toMatchObject({ outcome: 'differs', same: 5, error: 3, missing: 0 });
      expect(told(events)).toEqual(
        ['Wrap is Gift', 'Lid is Wood and Wrap is Gift', 'Wrap is Gift and SKU RED'].map(
          (where) =>
            `!  could not be compared: V2 shows a picture of rule R (where ${where}), and V3 does not list the rules of this product`,
        ),
      );
    });
  });

  it.each([
    ['list', /\/v2\/products\/\d+\/rules/u],
    ['count', /\/v2\/products\/rules\/count/u],
  ])('a V2 whose %s of rules is gone by then, or is refused', async (_, path) => {
    await inWorld({ stores }, async (world) => {
      plantChoices(world.source);
      // Of a product that shows nothing to choose V2’s count says whether it is asked about.
      plant(world.source, 'JUG', []);
      world.source.failNext({ path }, { name: 'error-before', status: 410 }, 9);
      await expect(diff(showing(world, asItIs).engine)).rejects.toMatchObject({ code: 'v2-gone' });
    });
    await inWorld({ stores }, async (world) => {
      plantChoices(world.source);
      plant(world.source, 'JUG', []);
      world.source.failNext({ path }, { name: 'error-before', status: 403 }, 9);
      await expect(diff(showing(world, asItIs).engine)).rejects.toMatchObject({ status: 403 });
    });
  });

  it('and what a sample leaves out, for which V2 is not asked', async () => {
    await inWorld({ stores }, async (world) => {
      const { productId } = plantAlike(world.source);
      // One product is drawn in any case: of these it is one of the others.
      for (const sku of ['A', 'B', 'C', 'D', 'E', 'F']) plantViews(world.source, sku, 1);
      world.source.resetRequests();
      const { engine } = showing(world, asItIs);
      expect(await verify(engine, { level: 'fields', sample: 1e-9 })).toMatchObject({
        outcome: 'done',
        checked: 1,
        unchecked: 13,
        byKind: { product: 7, variant: 2, modifier: 5 },
      });
      expect(rulesAsked(world).filter((path) => path.includes(`/${productId}/`))).toEqual([
        `/v3/catalog/products/${productId}/complex-rules`,
      ]);
      const compared = showing(world, asItIs);
      expect(await diff(compared.engine, { sample: 1e-9 })).toMatchObject({ same: 1, error: 0, images: 14 });
    });
  });
});

const rulesAsked = ({ source }: World): string[] =>
  source
    .requests()
    .map(({ path }) => path.replace(/^\/stores\/alone|\?.*$/gu, ''))
    .filter((path) => /rules/u.test(path))
    .toSorted();

it('a rule of a product for which V3 shows nothing to choose', async () => {
  await inWorld({ stores }, async (world) => {
    plantChoices(world.source);
    const cup = plant(world.source, 'CUP', []);
    const { engine, events } = showing(world, asItIs);
    const { v2 } = engine.source;
    const hidden: Rule = {
      id: 900,
      product_id: cup,
      sort_order: 0,
      is_enabled: true,
      image_file: other,
      conditions: [{ product_option_id: 3, option_value_id: 31, sku_id: null }],
    };
    const listRules = async (id: number) => (id === cup ? [hidden] : await v2.listRules(id));
    const countRules = async () => ((await v2.countRules()) ?? 0) + 1;
    const source = { ...engine.source, v2: { ...v2, listRules, countRules } };
    expect(await diff({ ...engine, source, target: source })).toMatchObject({ missing: 1, images: 5 });
    expect(told(events)).toEqual([
      '+ view-image-missing V2 shows a picture of rule R (where option O is value V), and V3 shows none',
    ]);
  });
});

it('a product that V3 alone lists: each of its pictures is told, and counted by its kind', async () => {
  await inWorld({ stores }, async (world) => {
    const { productId } = plantAlike(world.source);
    plant(world.source, 'CUP', []);
    const { engine, events } = showing(world, asItIs);
    const { v2 } = engine.source;
    const source = {
      ...engine.source,
      v2: {
        ...v2,
        countImages: async () => await Promise.resolve(0),
        listProducts: async (...given: Parameters<typeof v2.listProducts>) =>
          (await v2.listProducts(...given)).filter(({ id }) => id !== productId),
      },
    };
    const alone = { ...engine, source, target: source };
    expect(await diff(alone)).toMatchObject({ extra: 8, images: 8, byKind: { modifier: 5 } });
    expect(told(events)).toEqual(
      [
        'Lid: Wood',
        'Lid: Steel',
        'rule R (where Lid is Wood and Wrap is Gift)',
        'rule R (where Wrap is Gift and SKU RED)',
        'rule R (where Wrap is Gift)',
      ].map((name) => `- view-image-missing V3 shows a picture of ${name}, and V2 does not list the product`),
    );
  });
});

describe('requests', () => {
  const asks = async (world: World, of: readonly CarriedKind[]) => {
    world.source.resetRequests();
    await diff(showing(world, asItIs, { kinds: of, startNew: true }).engine);
    return rulesAsked(world);
  };

  /** A product with values of a modifier, one with variants, one with nothing to choose; how many rules V2 says that it has. */
  async function asked(world: World, rulesCounted: (listed: number) => number | undefined) {
    const { productId: mug } = plantChoices(world.source);
    const cup = plant(world.source, 'CUP', []);
    world.source.addVariant({ productId: cup, sku: 'C', choices: { Colour: 'Red' } });
    const jug = plant(world.source, 'JUG', []);
    world.source.resetRequests();
    const { engine } = showing(world, asItIs, { startNew: true });
    const { v2 } = engine.source;
    const countRules = async () => rulesCounted((await v2.countRules()) ?? 0);
    const source = { ...engine.source, v2: { ...v2, countRules } };
    expect(await diff({ ...engine, source, target: source })).toMatchObject({ same: 4, images: 4 });
    const names = new Map([mug, cup, jug].map((id, index) => [String(id), ['mug', 'cup', 'jug'][index]]));
    return rulesAsked(world)
      .map((path) => path.replace(/^.*\/products\//u, '').replace(/^\d+/u, (id) => names.get(id) ?? id))
      .toSorted();
  }
  const always = ['mug/complex-rules', 'rules/count', 'mug/rules'];

  it.each<[string, (listed: number) => number | undefined, string[]]>([
    ['those of values, where V2 counts no others', (listed) => listed, []],
    [
      'where V2 counts one more, those of variants, then all',
      (listed) => listed + 1,
      ['cup/rules', 'jug/rules'],
    ],
    ['all, where V2 does not count them', () => undefined, ['cup/rules', 'jug/rules']],
  ])('V2’s count once, V3’s rules where there are values, and V2’s: %s', async (_, counted, more) => {
    await inWorld({ stores }, async (world) => {
      expect(await asked(world, counted)).toEqual([...always, ...more].toSorted());
    });
  });

  it('no rules where variants’ are the last that V2 counts, and none without modifiers', async () => {
    await inWorld({ stores }, async (world) => {
      const cup = plant(world.source, 'CUP', []);
      world.source.addVariant({ productId: cup, sku: 'C', choices: { Colour: 'Red' } });
      plant(world.source, 'JUG', []);
      const { engine } = showing(world, asItIs);
      const { v2 } = engine.source;
      const [rule] = [
        { id: 9, product_id: cup, sort_order: 0, is_enabled: true, image_file: '', conditions: [] },
      ];
      const listRules = async (id: number) => [...(await v2.listRules(id)), ...(id === cup ? [rule] : [])];
      const countRules = async () => ((await v2.countRules()) ?? 0) + 1;
      const source = { ...engine.source, v2: { ...v2, listRules, countRules } };
      world.source.resetRequests();
      await diff({ ...engine, source, target: source });
      expect(rulesAsked(world)).toEqual([`/v2/products/${cup}/rules`, '/v2/products/rules/count']);
      expect(await asks(world, ['product', 'variant'])).toEqual([]);
    });
  });

  it('V2’s count alone, where it counts none and no value shows a picture', async () => {
    await inWorld({ stores }, async (world) => {
      const cup = plant(world.source, 'CUP', []);
      world.source.addValue({ productId: cup, of: 'modifier', name: 'Lid', label: 'Wood' });
      expect(await asks(world, kinds)).toEqual(['/v2/products/rules/count']);
    });
  });

  it('swatches are counted with the same pages, and not compared', async () => {
    await inWorld({ stores }, async (world) => {
      const { productId } = plantChoices(world.source);
      const swatch = { productId, of: 'swatch', name: 'Shade' } as const;
      world.source.addValue({ ...swatch, label: 'Oak', picture: { tiny: 31 } });
      world.source.addValue({ ...swatch, label: 'Ash', colours: ['#aabbcc'] });
      const { engine } = showing(world, asItIs);
      const left = { notMoved: { swatch: 1 }, byKind: { product: 1, variant: 1, modifier: 2 } };
      expect(await diff(engine)).toMatchObject({ same: 4, images: 4, ...left });
      expect(await verify(engine, { level: 'fields', sample: 1 })).toMatchObject({ checked: 4, ...left });
    });
  });

  it('a page of V3 for ten products, once, and none where modifiers are not asked for', async () => {
    await inWorld({ stores }, async (world) => {
      for (let index = 0; index < 25; index += 1) plant(world.source, `CUP-${index}`, []);
      plantChoices(world.source);
      const pages = (): number =>
        world.source.requests().filter(({ path }) => path.includes('modifiers')).length;
      await asks(world, kinds);
      expect(pages()).toBe(3);
      await asks(world, ['product', 'variant']);
      expect(pages()).toBe(0);
    });
  });

  it('none for rules of products that show no picture, where V2 counts none', async () => {
    await inWorld({ stores }, async (world) => {
      const cup = plant(world.source, 'CUP', []);
      world.source.addVariant({ productId: cup, sku: 'C', choices: { Colour: 'Red' } });
      expect(await asks(world, kinds)).toEqual(['/v2/products/rules/count']);
    });
  });
});

describe('rules that V2 lists last', () => {
  const PRODUCTS = 520;
  /** Products with nothing to choose of which V2 alone shows rules, one in each page. */
  const withRules = [3, 255, 515];

  /** A comparison that a stop meets where V2 or V3 is asked about a product; it goes on in another sitting. */
  async function compared(world: World, stopAt?: { readonly asks: 'v2' | 'v3'; readonly of: number }) {
    const ids = world.source.products().map(({ id }) => id);
    const stop = new AbortController();
    const sitting = (signal?: AbortSignal) => {
      const given = world.engine({
        mode: 'parity',
        settings: { kinds },
        ...(signal === undefined ? {} : { stopping: signal }),
      });
      const { v2, v3 } = given.source;
      const meets = (asks: 'v2' | 'v3', id: number): void => {
        if (signal !== undefined && stopAt?.asks === asks && ids[stopAt.of] === id) stop.abort();
      };
      const listRules = async (id: number): Promise<Rule[]> => {
        meets('v2', id);
        const rule = { id, product_id: id, sort_order: 0, is_enabled: true, image_file: other };
        const hidden = { ...rule, conditions: [{ product_option_id: 3, option_value_id: 31, sku_id: null }] };
        return withRules.some((index) => ids[index] === id) ? [hidden] : await v2.listRules(id);
      };
      const countRules = async () => ((await v2.countRules()) ?? 0) + withRules.length;
      const listComplexRules = async (id: number) => {
        meets('v3', id);
        return await v3.listComplexRules(id);
      };
      const source = {
        ...given.source,
        v2: { ...v2, listRules, countRules },
        v3: { ...v3, listComplexRules },
      };
      return { ...given, source, target: source };
    };
    if (stopAt !== undefined) expect(await diff(sitting(stop.signal))).toMatchObject({ outcome: 'stopped' });
    const last = sitting();
    const { images, same, missing, byKind, run } = await diff(last);
    const findings = world.journal.findings(run).filter(({ sign }) => sign === '+');
    return { images, same, missing, byKind, of: findings.map(({ source }) => source?.productId) };
  }

  it.each([
    ['in one sitting', undefined],
    ['stopped while the products are marched', { asks: 'v3', of: PRODUCTS }],
    ['stopped among the first of them', { asks: 'v2', of: 3 }],
    ['stopped among the last of them', { asks: 'v2', of: 515 }],
  ] as const)('are each held against V3 once: %s', async (_, stopAt) => {
    await inWorld({ stores }, async (world) => {
      for (let index = 0; index < PRODUCTS; index += 1) world.source.addProduct({ sku: `CUP-${index}` });
      plantChoices(world.source);
      const ids = world.source.products().map(({ id }) => id);
      expect(await compared(world, stopAt)).toEqual({
        images: 7,
        same: 4,
        missing: 3,
        byKind: { product: 1, variant: 1, modifier: 5 },
        of: withRules.map((index) => ids[index]),
      });
    });
  });
});
