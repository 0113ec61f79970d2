// One store's two views of pictures beside its images: planted differences between V2's SKUs and V3's variants, and the
// pictures of rules for which V3 has no slot.

import { describe, expect, it } from 'vitest';
import { type Asking, audit } from '../support/commands.ts';
import { plantVariants } from '../support/variants.ts';
import { inWorld, type World } from '../support/world.ts';

type Sku = Awaited<ReturnType<Asking['source']['v2']['listSkus']>>[number];
type Rule = Awaited<ReturnType<Asking['source']['v2']['listRules']>>[number];

/** The store as if V2 showed other SKUs and rules than V3. */
function showing(world: World, skus: (sku: Sku) => Sku[], rules: readonly Partial<Rule>[]) {
  const given = world.engine({ mode: 'parity', settings: { sourceVia: 'v2' } });
  const { v2 } = given.source;
  const asked: string[] = [];
  const source = {
    ...given.source,
    v2: {
      ...v2,
      async listSkus(productId: number) {
        asked.push(`skus ${productId}`);
        return (await v2.listSkus(productId)).flatMap(skus);
      },
      countRules: async () => await Promise.resolve(rules.length),
      async listRules(productId: number) {
        asked.push(`rules ${productId}`);
        return await Promise.resolve(
          rules.map((rule, at) => ({
            id: 50 + at,
            product_id: productId,
            sort_order: 0,
            is_enabled: true,
            image_file: '',
            conditions: [],
            ...rule,
          })),
        );
      },
    },
  };
  return { engine: { ...given, source, target: source }, events: given.events, asked };
}

const auditing = { failOn: 'critical', probe: 'none' } as const;
const ofSlots = /^(?:view-|rule-picture)/u;
const found = (events: ReturnType<World['engine']>['events']) =>
  events.flatMap((event) =>
    event.type === 'finding' && ofSlots.test(event.rule ?? '')
      ? [{ rule: event.rule, of: event.kind, sku: event.source?.variantSku, message: event.message }]
      : [],
  );

const stores = [{ hash: 'alone', catalog: { kind: 'products-only', products: 0 } }] as const;

it('SKUs and variants that show the same are no finding, and no rule is asked for where there are none', async () => {
  await inWorld({ stores }, async (world) => {
    plantVariants(world.source, { RED: 1, BLUE: undefined });
    const plain = world.source.addProduct({ sku: 'PLAIN', name: 'Plain' });
    const { engine, events, asked } = showing(world, (sku) => [sku], []);
    const result = await audit(engine, auditing);
    expect(found(events)).toEqual([]);
    expect(asked.filter((one) => !one.endsWith(` ${plain.id}`)).length).toBe(1);
    expect(asked).not.toContain(`skus ${plain.id}`);
    expect(result.notLookedFor).not.toContain('rule-picture');
  });
});

it('planted differences between SKUs and variants are named, each with its SKU', async () => {
  await inWorld({ stores }, async (world) => {
    plantVariants(world.source, { RED: 1, BLUE: 2, GREEN: undefined, GREY: 4 });
    const { engine, events } = showing(
      world,
      (sku) => {
        if (sku.sku === 'RED') return [{ ...sku, image_file: '' }];
        if (sku.sku === 'GREEN') return [{ ...sku, image_file: 'a/1/green.png' }];
        if (sku.sku === 'BLUE')
          return [{ ...sku, image_file: 'product_images/attribute_rule_images/9_source_9.png' }];
        return [sku, { ...sku, id: sku.id + 900, sku: 'GONE' }];
      },
      [],
    );
    const result = await audit(engine, auditing);
    expect(result.outcome).toBe('differs');
    const told = found(events);
    expect(told.map(({ rule, of, sku }) => [rule, of, sku])).toEqual([
      ['view-image-missing', 'variant-image', 'RED'],
      ['view-field-differs', 'variant-image', 'BLUE'],
      ['view-image-missing', 'variant-image', 'GREEN'],
      ['view-image-missing', 'variant-image', 'GONE'],
    ]);
    expect(told.map(({ message }) => message.replace(/\d+_source_\d+/gu, 'N'))).toEqual([
      'V3 shows a picture of SKU RED, and V2 shows none',
      'V2 shows N.png as the picture of SKU BLUE, V3 shows N.png',
      'V2 shows a picture of SKU GREEN, and V3 shows none',
      'V2 shows a picture of SKU GONE, and V3 lists no such variant',
    ]);
  });
});

it('the picture of a rule for which V3 has no slot is told with its product and its conditions', async () => {
  await inWorld({ stores }, async (world) => {
    plantVariants(world.source, { RED: undefined });
    const of = (option: number, value: number) => ({ product_option_id: option, option_value_id: value });
    const { engine, events } = showing(world, (sku) => [sku], [
      { image_file: 'a/1/both.png', conditions: [of(3, 31), { sku_id: 7 }] },
      { image_file: 'a/1/always.png', conditions: [] },
      { image_file: 'a/1/meet.png', conditions: [{ ...of(3, 31), sku_id: 7 }] },
      // A slot in V3 holds these: a variant, a value; and the last shows none.
      { image_file: 'a/1/sku.png', conditions: [{ sku_id: 7 }] },
      { image_file: 'a/1/value.png', conditions: [of(3, 31)] },
      { conditions: [of(3, 31), of(4, 41)] },
    ]);
    const result = await audit(engine, auditing);
    expect(found(events).map(({ rule, message }) => `${rule}: ${message}`)).toEqual([
      'rule-picture: rule 50 shows a picture, a/1/both.png, where option 3 is value 31 and SKU 7; V3 has no slot for it',
      'rule-picture: rule 51 shows a picture, a/1/always.png, always; V3 has no slot for it',
      'rule-picture: rule 52 shows a picture, a/1/meet.png, where option 3 is value 31 and SKU 7; V3 has no slot for it',
    ]);
    expect(result.byRule).toMatchObject({ 'rule-picture': 3 });
    expect((await audit(world.engine({ mode: 'parity' }), auditing)).notLookedFor).toContain('rule-picture');
  });
});

describe('a rule over several values', () => {
  const choices = { Colour: 'Grey', Size: 'L' };
  const planted = (world: World) => {
    const { id: productId } = world.source.addProduct({ sku: 'MUG', name: 'Mug' });
    const variant = world.source.addVariant({ productId, sku: 'GREY-L', choices, picture: { tiny: 3 } });
    const empty = { productId, sku: 'RED-S', choices: { Colour: 'Red', Size: 'S' } };
    const [red, small] = world.source.addVariant(empty).optionValues;
    const [colour, size] = variant.optionValues;
    const of = (value: typeof colour) => ({
      product_option_id: value?.optionId,
      option_value_id: value?.valueId,
      sku_id: null,
    });
    return {
      colour: of(colour),
      size: of(size),
      red: of(red),
      small: of(small),
      sku: { sku_id: variant.skuId },
    };
  };
  type Planted = ReturnType<typeof planted>;
  const other = 'attribute_rule_images/9_source_9.png';

  it.each(['absent', 'shown', 'by-values'] as const)(
    'that are those of a variant shows that variant’s picture: rules of variants %s',
    async (switched) => {
      const switches = { 'v2-variant-rules': switched };
      await inWorld({ stores: [{ ...stores[0], switches }] }, async (world) => {
        planted(world);
        const engine = world.engine({ mode: 'parity', settings: { sourceVia: 'v2' } });
        await audit(engine, auditing);
        expect(found(engine.events)).toEqual([]);
      });
    },
  );

  it.each<[string, string, (conditions: Planted) => Rule['conditions'][number][], string | undefined]>([
    [
      'all values of a variant, another picture',
      other,
      ({ size, colour }) => [size, colour],
      'where Size is L and Colour is Grey; that variant does not show it',
    ],
    [
      'all of them, a file that does not tell',
      'a/1/grey.png',
      ({ size, colour }) => [size, colour],
      undefined,
    ],
    [
      'all of them and its SKU',
      other,
      ({ size, colour, sku }) => [size, colour, { product_option_id: null, option_value_id: null, ...sku }],
      'where Size is L and Colour is Grey and SKU GREY-L; V3 has no slot for it',
    ],
    [
      'all values of a variant that shows none',
      other,
      ({ small, red }) => [red, small],
      'where Colour is Red and Size is S; that variant does not show it',
    ],
    [
      'values that are no variant',
      other,
      ({ colour, red }) => [colour, red],
      'where Colour is Grey and Colour is Red; V3 has no slot for it',
    ],
    ['a value of a variant of two', other, ({ size }) => [size], undefined],
    [
      'a value that V3 does not show',
      other,
      ({ size }) => [size, { product_option_id: 3, option_value_id: 31, sku_id: null }],
      'where Size is L and option 3 is value 31; V3 has no slot for it',
    ],
    [
      'a value and a SKU in one condition',
      other,
      ({ size, sku }) => [{ ...size, ...sku }],
      'where Size is L and SKU GREY-L; V3 has no slot for it',
    ],
  ])('%s', async (_, picture, conditions, why) => {
    await inWorld({ stores }, async (world) => {
      const rule = { image_file: picture, conditions: conditions(planted(world)) };
      const { engine, events } = showing(world, (sku) => [sku], [rule]);
      await audit(engine, auditing);
      expect(found(events).map(({ message }) => message)).toEqual(
        why === undefined ? [] : [`rule 50 shows a picture, ${picture}, ${why}`],
      );
    });
  });
});
