// Pictures of V3's complex rules, for which V3 has no slot: which an `audit` names, in which words, and what it asks for them.
import type { StoreControl } from '@cutover/sandbox-store';
import type { CarriedKind } from '@cutover/sync-engine';
import { expect, it } from 'vitest';
import { audit } from '../support/commands.ts';
import { inWorld, type World } from '../support/world.ts';

const stores = [{ hash: 'alone', catalog: { kind: 'products-only', products: 0 } }] as const;
const auditing = { failOn: 'critical', probe: 'none' } as const;
const all = ['product', 'variant', 'modifier', 'swatch'] as const;

/** A product with two variants, a modifier of two values and a swatch, and one that has variants alone. */
function plant(store: StoreControl) {
  const { id: productId } = store.addProduct({ sku: 'MUG', name: 'Mug' });
  const plain = store.addProduct({ sku: 'CUP', name: 'Cup' });
  store.addVariant({ productId: plain.id, sku: 'CUP-RED', choices: { Colour: 'Red' } });
  const value = (of: 'modifier' | 'swatch', label: string, picture?: number): number =>
    store.addValue({
      productId,
      of,
      name: of === 'modifier' ? 'Lid' : 'Glaze',
      label,
      ...(picture === undefined ? {} : { picture: { tiny: picture } }),
    });
  const swatch = value('swatch', 'Matt', 8);
  return {
    productId,
    plain: plain.id,
    red: store.addVariant({ productId, sku: 'MUG-RED', choices: { Colour: 'Red' }, picture: { tiny: 1 } }).id,
    blue: store.addVariant({ productId, choices: { Colour: 'Blue' } }).id,
    wood: value('modifier', 'Wood', 5),
    steel: value('modifier', 'Steel'),
    swatch,
  };
}

async function heard({ engine, source }: World, kinds: readonly CarriedKind[] = all) {
  source.resetRequests();
  const asking = engine({
    mode: 'parity',
    settings: { kinds },
  });
  const result = await audit(asking, auditing);
  const told = asking.events.flatMap((event) =>
    event.type === 'finding' && event.rule === 'rule-picture'
      ? [{ product: event.source?.sku, severity: event.severity, message: event.message }]
      : [],
  );
  const asked = source
    .requests()
    .map(({ path }) => path.replace(/^\/stores\/alone|\?.*$/gu, ''))
    .filter((path) => /\/(?:complex-rules|rules)/u.test(path));
  return { result, told, asked };
}

it('names each with its product and its conditions', async () => {
  await inWorld({ stores }, async (world) => {
    const { source } = world;
    const { productId, red, blue, wood, steel, swatch } = plant(source);
    const rule = (
      picture: { readonly tiny: number } | undefined,
      ...conditions: readonly { readonly valueId?: number; readonly variantId?: number }[]
    ): number => source.addRule({ productId, conditions, ...(picture === undefined ? {} : { picture }) });
    const shown = [
      rule({ tiny: 11 }, { valueId: wood }, { valueId: steel }),
      rule({ tiny: 12 }, { valueId: wood, variantId: red }),
      rule({ tiny: 13 }, { valueId: steel }, { variantId: blue }),
      rule({ tiny: 14 }),
      rule({ tiny: 15 }, { valueId: steel }),
      rule({ tiny: 16 }, { variantId: red }),
      rule({ tiny: 17 }, { valueId: swatch }),
    ];
    rule(undefined, { valueId: wood }, { variantId: blue });
    const { told, result } = await heard(world);
    const why = [
      'where Lid is Wood and Lid is Steel; V3 has no slot for it',
      'where Lid is Wood and SKU MUG-RED; V3 has no slot for it',
      'where Lid is Steel and Colour: Blue; V3 has no slot for it',
      'always; V3 has no slot for it',
      'where Lid is Steel; that modifier value does not show it',
      'where SKU MUG-RED; that variant does not show it',
      'where Glaze is Matt; V3 has no slot for it',
    ];
    expect(
      told.map(({ message, ...rest }) => ({
        ...rest,
        message: message.replace(/https?:\S+\/\d+_source_\d+/u, 'A'),
      })),
    ).toEqual(
      shown.map((id, at) => ({
        product: 'MUG',
        severity: 'warning',
        message: `rule ${id} shows a picture, A.png, ${why[at]}`,
      })),
    );
    expect(result).toMatchObject({ outcome: 'done', byRule: { 'rule-picture': 7 } });
    expect(result.notLookedFor).not.toContain('rule-picture');
  });
});

it('says nothing of the rule underneath a value or a variant, whose picture that shows, from whichever host', async () => {
  await inWorld({ stores }, async (world) => {
    const { productId, red, wood } = plant(world.source);
    const given = world.engine({ mode: 'parity', settings: { kinds: all } });
    const { v3 } = given.source;
    const [lid] = await v3.listModifiers(productId);
    const elsewhere = (address: string | undefined) =>
      (address ?? '').replace(/^https?:\/\/[^/]+/u, 'https://cdn');
    const shownBy = async (variantId: number) =>
      elsewhere((await v3.listVariants(productId)).find(({ id }) => id === variantId)?.image_url);
    const none = { modifier_id: null, modifier_value_id: null, variant_id: null };
    const rules = [
      {
        id: 1,
        product_id: productId,
        image_url: elsewhere(lid?.option_values[0]?.adjusters?.image_url),
        conditions: [{ ...none, modifier_id: lid?.id, modifier_value_id: wood }],
      },
      {
        id: 2,
        product_id: productId,
        image_url: await shownBy(red),
        conditions: [{ ...none, variant_id: red }],
      },
    ];
    expect(rules.map(({ image_url: address }) => address.slice(0, 12))).toEqual([
      'https://cdn/',
      'https://cdn/',
    ]);
    const source = {
      ...given.source,
      v3: { ...v3, listComplexRules: async () => await Promise.resolve(rules) },
    };
    const result = await audit({ ...given, source, target: source }, auditing);
    expect(result.byRule['rule-picture']).toBeUndefined();
  });
});

it('asks V3 once for each product with values of modifiers, and V2 not at all', async () => {
  await inWorld({ stores }, async (world) => {
    const { productId } = plant(world.source);
    const other = world.source.addProduct({ sku: 'JUG', name: 'Jug' });
    world.source.addValue({ productId: other.id, of: 'modifier', name: 'Lid', label: 'Wood' });
    const { asked, result } = await heard(world);
    expect(asked.toSorted()).toEqual(
      [productId, other.id].map((id) => `/v3/catalog/products/${id}/complex-rules`).toSorted(),
    );
    expect(result.notLookedFor).not.toContain('rule-picture');
    const without = await heard(world, ['product', 'variant', 'swatch']);
    expect([without.asked, without.result.notLookedFor.includes('rule-picture')]).toEqual([[], true]);
  });
});
