// One store: what `diff` and `verify` say of the pictures of variants that V2 shows of its SKUs. Planted differences are named,
// one picture under two addresses is none, and the counts of every kind add up.
import type { FindingRow } from '@cutover/journal';
import { describe, expect, it } from 'vitest';
import { type Asking, diff, migrate, type Settings, verify } from '../support/commands.ts';
import { plant } from '../support/planted.ts';
import { plantVariants } from '../support/variants.ts';
import { inWorld, type World, yes } from '../support/world.ts';

type Sku = Awaited<ReturnType<Asking['source']['v2']['listSkus']>>[number];

const stores = [{ hash: 'alone', catalog: { kind: 'products-only', products: 0 } }] as const;
const settings = { kinds: ['product', 'variant'] } as const;

/** The store as if V2 showed other SKUs than V3. */
function showing(world: World, skus: (sku: Sku) => Sku[], over: Partial<Settings> = {}) {
  const given = world.engine({ mode: 'parity', settings: { ...settings, ...over } });
  const { v2 } = given.source;
  const asked: number[] = [];
  const source = {
    ...given.source,
    v2: {
      ...v2,
      async listSkus(productId: number) {
        asked.push(productId);
        return (await v2.listSkus(productId)).flatMap(skus);
      },
    },
  };
  return { engine: { ...given, source, target: source }, events: given.events, asked };
}

const told = (events: ReturnType<World['engine']>['events']) =>
  events.flatMap((event) =>
    event.type === 'finding' && event.kind === 'variant-image' && event.sign !== '='
      ? [
          {
            sign: event.sign,
            rule: event.rule,
            sku: skuOf(event),
            message: event.message.replace(/\d+_source_\d+/gu, 'N'),
          },
        ]
      : [],
  );
const skuOf = ({ source, target }: Pick<FindingRow, 'source' | 'target'>) =>
  source?.variantSku ?? target?.variantSku ?? target?.label;

const other = 'product_images/attribute_rule_images/9_source_9.png';

/** A product with an image and four variants, of which V2 shows three otherwise, and one more that V3 lacks. */
function plantDifferences(world: World): (sku: Sku) => Sku[] {
  plantVariants(world.source, { RED: 1, BLUE: 2, GREEN: undefined, GREY: 4 });
  const [product] = world.source.products();
  world.source.addImage({ productId: product?.id ?? 0, isThumbnail: true, description: 'A mug' });
  return (sku) => {
    if (sku.sku === 'RED') return [{ ...sku, image_file: '' }];
    if (sku.sku === 'GREEN') return [{ ...sku, image_file: other }];
    if (sku.sku === 'BLUE') return [{ ...sku, image_file: other }];
    return [sku, { ...sku, id: sku.id + 900, sku: 'GONE' }];
  };
}

const differences = [
  {
    sign: '-',
    rule: 'view-image-missing',
    sku: 'RED',
    message: 'V3 shows a picture of SKU RED, and V2 shows none',
  },
  {
    sign: '~',
    rule: 'view-field-differs',
    sku: 'BLUE',
    message: 'V2 shows N.png as the picture of SKU BLUE, V3 shows N.png',
  },
  {
    sign: '+',
    rule: 'view-image-missing',
    sku: 'GREEN',
    message: 'V2 shows a picture of SKU GREEN, and V3 shows none',
  },
  {
    sign: '+',
    rule: 'view-image-missing',
    sku: 'GONE',
    message: 'V2 shows a picture of SKU GONE, and V3 lists no such variant',
  },
];

describe('planted differences', () => {
  it('are named by diff, and every picture stands in one of its counts', async () => {
    await inWorld({ stores }, async (world) => {
      const { engine, events } = showing(world, plantDifferences(world));
      const result = await diff(engine);
      expect(told(events)).toEqual(differences);
      expect(result).toMatchObject({
        outcome: 'differs',
        images: 6,
        byKind: { product: 1, variant: 5 },
        // The image, and GREY.
        same: 2,
        changed: 1,
        missing: 2,
        extra: 1,
        error: 0,
        planned: 0,
      });
      expect(result.notMoved).toBeUndefined();
      const changed = events.find((event) => event.type === 'finding' && event.sign === '~');
      expect(changed).toMatchObject({
        fields: ['image_url'],
        values: { image_url: [other, expect.stringMatching(/^http.*_source_\d+\.png/u)] },
        source: { sku: 'MUG', variantSku: 'BLUE', variantId: expect.any(Number) },
        target: { sku: 'MUG', variantSku: 'BLUE', variantId: expect.any(Number) },
      });
    });
  });

  it('are named by verify, and every picture stands in one of its counts', async () => {
    await inWorld({ stores }, async (world) => {
      const { engine, events } = showing(world, plantDifferences(world));
      const result = await verify(engine, { level: 'links', sample: 1 });
      expect(told(events).toSorted((a, b) => a.message.localeCompare(b.message))).toEqual(
        differences.toSorted((a, b) => a.message.localeCompare(b.message)),
      );
      expect(result).toMatchObject({
        outcome: 'differs',
        images: 6,
        byKind: { product: 1, variant: 5 },
        checked: 6,
        unchecked: 0,
        mismatched: 4,
        onlyOnTarget: 0,
      });
    });
  });

  it('are repaired by nobody: a migration writes nothing of them', async () => {
    await inWorld({ stores }, async (world) => {
      const { engine } = showing(world, plantDifferences(world));
      world.source.resetRequests();
      const result = await migrate(engine, yes);
      expect(result).toMatchObject({
        outcome: 'done',
        created: 0,
        updated: 0,
        set: 0,
        failed: 0,
        remaining: 0,
        images: 6,
      });
      expect(new Set(world.source.requests().map(({ method }) => method))).toEqual(new Set(['GET']));
    });
  });
});

it('one picture by another address is the same, whoever names its SKU in other letters', async () => {
  await inWorld({ stores }, async (world) => {
    plantVariants(world.source, { RED: 1, Blue: 2, blue: 3, GREEN: 4 });
    const { engine, events } = showing(world, (sku) => {
      const elsewhere = `https://cdn.example/old/${sku.image_file}?c=2`;
      // Its id tells which it is; where V3 does not show it, its text does.
      if (sku.sku === 'RED') return [{ ...sku, sku: 'red', image_file: elsewhere }];
      if (sku.sku === 'GREEN') return [{ ...sku, id: sku.id + 900, sku: 'Green ', image_file: elsewhere }];
      return [{ ...sku, id: sku.id + 900 }];
    });
    const result = await diff(engine);
    expect(told(events)).toEqual([]);
    expect(result).toMatchObject({ outcome: 'done', same: 4, images: 4, byKind: { product: 0, variant: 4 } });
    expect(await verify(engine, { level: 'content', sample: 1 })).toMatchObject({
      outcome: 'done',
      checked: 4,
      unchecked: 0,
    });
  });
});

it('a variant without a SKU is known by V2’s id; a product without options has no SKU, which is said', async () => {
  await inWorld({ stores }, async (world) => {
    const { source } = world;
    const productId = plant(source, 'MUG', []);
    source.addVariant({ productId, choices: { Colour: 'Red' }, picture: { tiny: 1 } });
    source.addVariant({ productId, choices: { Colour: 'Blue' }, picture: { tiny: 2 } });
    const base = plant(source, 'CUP', []);
    source.addVariant({ productId: base, sku: 'CUP', picture: { tiny: 3 } });
    const { engine, events, asked } = showing(world, (sku) => [sku]);
    expect(await diff(engine)).toMatchObject({
      outcome: 'done',
      same: 2,
      images: 2,
      byKind: { product: 0, variant: 2 },
      notMoved: { variant: 1 },
    });
    expect([told(events), asked]).toEqual([[], [productId]]);
    const without = showing(world, (sku) => [{ ...sku, image_file: '' }]);
    expect(await diff(without.engine)).toMatchObject({
      outcome: 'differs',
      extra: 2,
      notMoved: { variant: 1 },
    });
    expect(told(without.events).map(({ sku, message }) => [sku, message])).toEqual([
      ['Red', 'V3 shows a picture of Colour: Red, and V2 shows none'],
      ['Blue', 'V3 shows a picture of Colour: Blue, and V2 shows none'],
    ]);
  });
});

describe('what cannot be compared is never called the same:', () => {
  it.each<[string, (sku: Sku) => Sku[], readonly string[]]>([
    [
      'names that do not tell',
      (sku) => [{ ...sku, image_file: 'a/1/red.png' }],
      [
        'could not be compared: V2 shows red.png as the picture of SKU RED, V3 shows N.png, and these names do not show whether it is one picture',
      ],
    ],
    [
      'two candidates',
      (sku) =>
        [
          { ...sku, id: sku.id + 900 },
          { ...sku, id: sku.id + 901, sku: 'red' },
        ].map((one) => ({ ...one, sku: one.sku.replace('RED', 'Red') })),
      [
        'it is not clear which variant of V3 is SKU Red of V2, and none is taken',
        'it is not clear which variant of V3 is SKU red of V2, and none is taken',
      ],
    ],
  ])('%s', async (_, skus, messages) => {
    await inWorld({ stores }, async (world) => {
      plantVariants(world.source, { RED: 1 });
      const { engine, events } = showing(world, skus);
      expect(await diff(engine)).toMatchObject({ outcome: 'differs', same: 0, error: messages.length });
      expect(told(events)).toEqual(
        messages.map((message) => ({
          sign: '!',
          rule: undefined,
          sku: expect.stringMatching(/^red$/iu),
          message,
        })),
      );
      expect(await verify(engine, { level: 'fields', sample: 1 })).toMatchObject({
        outcome: 'incomplete',
        checked: 0,
        unchecked: messages.length,
      });
    });
  });

  it('the SKUs of a product that V2 does not list', async () => {
    await inWorld({ stores }, async (world) => {
      plantVariants(world.source, { RED: 1, BLUE: undefined });
      world.source.failNext({ path: /\/skus/u }, { name: 'error-before', status: 404 }, 9);
      const { engine, events } = showing(world, (sku) => [sku]);
      expect(await diff(engine)).toMatchObject({ outcome: 'differs', same: 0, error: 1 });
      expect(told(events).map(({ message }) => message)).toEqual([
        'could not be compared: V3 shows a picture of SKU RED, and V2 does not list the SKUs of this product',
      ]);
    });
  });

  it('a V2 that is gone by then', async () => {
    await inWorld({ stores }, async (world) => {
      plantVariants(world.source, { RED: 1 });
      world.source.failNext({ path: /\/skus/u }, { name: 'error-before', status: 410 }, 9);
      await expect(diff(showing(world, (sku) => [sku]).engine)).rejects.toMatchObject({ code: 'v2-gone' });
    });
  });

  it('and what a sample leaves out, for which V2 is not asked', async () => {
    await inWorld({ stores }, async (world) => {
      plantVariants(world.source, { RED: 1, BLUE: 2 });
      // One product is drawn in any case: of these it is one of the others.
      for (const sku of ['A', 'B', 'C', 'D', 'E', 'F']) plant(world.source, sku, [1]);
      const { engine, asked } = showing(world, (sku) => [sku]);
      expect(await verify(engine, { level: 'fields', sample: 1e-9 })).toMatchObject({
        outcome: 'done',
        checked: 1,
        unchecked: 7,
        byKind: { product: 6, variant: 2 },
      });
      expect(asked).toEqual([]);
    });
  });
});

it('a product that V3 alone lists: each of its pictures is told, and counted by its kind', async () => {
  await inWorld({ stores }, async (world) => {
    const variants = plantVariants(world.source, { RED: 1, BLUE: undefined });
    const [product] = world.source.products();
    const hidden = product?.id ?? 0;
    world.source.addImage({ productId: hidden, isThumbnail: true, description: 'A mug' });
    plant(world.source, 'CUP', []);
    const { engine, events } = showing(world, (sku) => [sku]);
    const { v2 } = engine.source;
    const source = {
      ...engine.source,
      v2: {
        ...v2,
        countImages: async () => await Promise.resolve(0),
        listProducts: async (...given: Parameters<typeof v2.listProducts>) =>
          (await v2.listProducts(...given)).filter(({ id }) => id !== hidden),
      },
    };
    const alone = { ...engine, source, target: source };
    expect(await diff(alone)).toMatchObject({ extra: 2, images: 2, byKind: { product: 1, variant: 1 } });
    expect(told(events).map(({ sign, message }) => [sign, message])).toEqual([
      ['-', 'V3 shows a picture of SKU RED, and V2 does not list the product'],
    ]);
    expect(variants.length).toBe(2);
    expect(await verify(alone, { level: 'fields', sample: 1 })).toMatchObject({
      mismatched: 2,
      checked: 2,
      images: 2,
      byKind: { product: 1, variant: 1 },
    });
  });
});

it('V2 is asked once for each product with variants to choose from, and not where variants are left out', async () => {
  await inWorld({ stores }, async (world) => {
    plantVariants(world.source, { RED: 1, BLUE: undefined });
    plant(world.source, 'CUP', []);
    const counted = showing(world, (sku) => [sku]);
    await diff(counted.engine);
    expect(counted.asked.length).toBe(1);
    const without = showing(world, (sku) => [sku], { kinds: ['product'], startNew: true });
    expect(await diff(without.engine)).toMatchObject({ same: 0, notMoved: { variant: 1 } });
    expect(without.asked).toEqual([]);
    const alone = showing(world, (sku) => [sku], { kinds: ['variant'], startNew: true });
    expect(await diff(alone.engine)).toMatchObject({ same: 1, images: 1, byKind: { variant: 1 } });
  });
});
