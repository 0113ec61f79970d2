// What `audit` finds of pictures that slots show (variants, values of modifiers, swatches), of the source and of a target, where it is
// asked for them: a slot that has the fault beside one that barely has not, and how many requests that takes.
import type { PictureSource, StoreControl } from '@cutover/sandbox-store';
import type { CarriedKind, Probe } from '@cutover/sync-engine';
import { describe, expect, it } from 'vitest';
import { type Asking, audit } from '../support/commands.ts';
import { photo, plain } from '../support/photo.ts';
import { cutInVerify, stores } from '../support/planted.ts';
import { inWorld, type World } from '../support/world.ts';

type Slots = Exclude<CarriedKind, 'product'>;
type Owner = 'source' | 'target';
/** Whose slots are graded, and how what is said of them begins. */
const owners = [
  ['source', ''],
  ['target', 'on the target: '],
] as const satisfies readonly (readonly [Owner, string])[];

function mugOf(store: StoreControl): number {
  const sku = 'MUG';
  return (store.products()[0] ?? store.addProduct({ sku, name: sku, isVisible: false })).id;
}

/** One slot, named after what is planted in it; of a swatch without a picture also its colours. */
function plantSlot(
  store: StoreControl,
  kind: Slots,
  name: string,
  picture?: PictureSource,
  colours?: readonly string[],
): void {
  const productId = mugOf(store);
  const shown = picture === undefined ? {} : { picture };
  if (kind === 'variant') store.addVariant({ productId, sku: name, choices: { Colour: name }, ...shown });
  else
    store.addValue({
      productId,
      of: kind,
      name: kind,
      label: name,
      ...(colours === undefined ? {} : { colours }),
      ...shown,
    });
}

const kinds = ['product', 'variant', 'modifier', 'swatch'] as const;
const jpeg = async (seed: number, width?: number): Promise<Buffer> =>
  await photo(seed, width).jpeg().toBuffer();
const padded = (bytes: Buffer, length: number): Buffer =>
  Buffer.concat([bytes, Buffer.alloc(length - bytes.length)]);
const bmp = Buffer.concat(
  [Buffer.from('424d3a000000000000003600000028000000010000000100000001001800', 'hex')],
  58,
);

/** The rules of each slot, by its name, as `kind rule` with the ids by which a line names it; with a target, of its slots alone. */
async function found(
  { engine, source }: World,
  probe: Probe,
  { owner = 'source', over = (same) => same }: { owner?: Owner; over?: (engine: Asking) => Asking } = {},
) {
  // The source of a target has its counterpart, without a slot.
  if (owner === 'target') mugOf(source);
  const heard = engine({ ...(owner === 'target' ? {} : { mode: 'parity' }), settings: { kinds } });
  const result = await audit(over(heard), { failOn: 'critical', probe });
  const rules: Record<string, string[]> = {};
  for (const event of heard.events) {
    if (event.type !== 'finding' || event.kind === 'product-image') continue;
    const name = event[owner]?.variantSku ?? event[owner]?.label ?? '';
    rules[name] = [...(rules[name] ?? []), `${event.kind} ${event.rule}`];
  }
  return { result, rules, events: heard.events };
}

type Case = readonly [
  slot: Slots,
  rule: string,
  probe: Probe,
  has: () => Promise<PictureSource>,
  barelyNot: () => Promise<PictureSource>,
];

const cases: readonly Case[] = [
  ['variant', 'format-unsupported', 'bytes', async () => await photo(1).webp().toBuffer(), () => jpeg(1)],
  ['modifier', 'format-unsupported', 'bytes', async () => await Promise.resolve(bmp), () => jpeg(2)],
  [
    'swatch',
    'format-unsupported',
    'bytes',
    async () => await photo(3).tiff().toBuffer(),
    async () => await photo(3).gif().toBuffer(),
  ],
  [
    'variant',
    'format-risky',
    'bytes',
    async () => await photo(4).toColourspace('cmyk').jpeg().toBuffer(),
    () => jpeg(4),
  ],
  [
    'modifier',
    'picture-broken',
    'bytes',
    async () => await Promise.resolve(Buffer.from('<!doctype html>')),
    () => jpeg(5),
  ],
  ['variant', 'picture-low-resolution', 'bytes', () => jpeg(6, 499), () => jpeg(6, 500)],
  [
    'modifier',
    'picture-too-large',
    'head',
    async () => padded(await jpeg(7), 8_388_609),
    async () => padded(await jpeg(7), 7_999_999),
  ],
  [
    'swatch',
    'picture-rotated',
    'bytes',
    async () => await photo(8).withMetadata({ orientation: 6 }).jpeg().toBuffer(),
    async () => await photo(8).withMetadata({ orientation: 1 }).jpeg().toBuffer(),
  ],
  [
    'variant',
    'picture-placeholder',
    'content',
    async () => await plain(0).jpeg().toBuffer(),
    async () => await plain(30).jpeg().toBuffer(),
  ],
  ['swatch', 'picture-undecodable', 'content', async () => (await jpeg(9)).subarray(0, -200), () => jpeg(9)],
];

describe.each(owners)('on the %s', (owner, begins) => {
  it.each(cases)(
    'of a %s: %s, told from %s on, and not of what barely has not',
    async (slot, rule, probe, has, barely) => {
      await inWorld({ stores }, async (world) => {
        plantSlot(world[owner], slot, 'HAS', await has());
        plantSlot(world[owner], slot, 'BARELY', await barely());
        const { rules, result, events } = await found(world, probe, { owner });
        const kind = slot === 'swatch' ? slot : `${slot}-image`;
        expect(rules).toEqual({ HAS: [`${kind} ${rule}`] });
        // What is counted is the source's, as it is of images of products.
        const seen = owner === 'source' ? 2 : 0;
        expect(result).toMatchObject({
          images: seen,
          byKind: { product: 0, [slot]: seen },
          byRule: { [rule]: 1 },
        });
        expect(events.find(({ type }) => type === 'finding')).toMatchObject({
          message: expect.stringMatching(new RegExp(`^${begins}[a-z: ]+ HAS: `)),
        });
      });
    },
  );

  it('a swatch without a colour and without a picture is an empty square', async () => {
    await inWorld({ stores }, async (world) => {
      plantSlot(world[owner], 'swatch', 'EMPTY');
      plantSlot(world[owner], 'swatch', 'RED', undefined, ['#ff0000']);
      plantSlot(world[owner], 'modifier', 'ENGRAVED');
      const { rules, result, events } = await found(world, 'none', { owner });
      expect(rules).toEqual({ EMPTY: ['swatch swatch-missing'] });
      expect([result.images, result.notLookedFor.includes('swatch-missing')]).toEqual([0, false]);
      expect(events.flatMap((event) => (event.type === 'finding' ? [event.message] : []))).toEqual([
        `${begins}swatch: EMPTY has neither a colour nor a picture, so shoppers see an empty square`,
      ]);
    });
  });

  it('a swatch may be small, and of one colour', async () => {
    await inWorld({ stores }, async (world) => {
      plantSlot(world[owner], 'swatch', 'SAND', await plain(0).resize(40).png().toBuffer());
      expect((await found(world, 'content', { owner })).rules).toEqual({});
    });
  });
});

it.each(
  owners.flatMap(([owner]) => [
    [owner, 'not-found', 404, 'original-unreachable'] as const,
    [owner, 'unexpected', 403, 'picture-unchecked'] as const,
  ]),
)('a picture on the %s whose address answers %s (%i) is %s', async (owner, reason, status, rule) => {
  await inWorld({ stores }, async (world) => {
    plantSlot(world[owner], 'variant', 'RED', await jpeg(1));
    const failing = (engine: Asking): Asking => ({
      ...engine,
      content: {
        ...engine.content,
        get: async () => await Promise.reject(Object.assign(new Error(reason), { reason, status })),
      },
    });
    const { rules, events } = await found(world, 'bytes', { owner, over: failing });
    expect(rules).toEqual({ RED: [`variant-image ${rule}`] });
    expect(events.find(({ type }) => type === 'finding')).toMatchObject({
      message: expect.stringContaining(`variant RED: `),
    });
  });
});

describe('what is asked for', () => {
  const seen = (world: World): string[] =>
    world.source
      .requests()
      .filter(({ path }) => path.includes('/v3/catalog/products') || path.startsWith('/cdn/'))
      .map(({ path }) => new URL(path, 'http://store').searchParams.get('limit') ?? 'picture');

  it('is one request a picture, and one for ten products where values are read', async () => {
    await inWorld({ stores }, async (world) => {
      for (let index = 0; index < 30; index += 1) world.source.addProduct({ sku: `P${index}`, name: 'p' });
      plantSlot(world.source, 'variant', 'RED', await jpeg(1));
      plantSlot(world.source, 'swatch', 'BLUE', await jpeg(2));
      const { result } = await found(world, 'bytes');
      expect([result.images, seen(world).toSorted()]).toEqual([
        2,
        ['10', '10', '10', '250', 'picture', 'picture'],
      ]);
      world.source.resetRequests();
      await audit(world.engine({ mode: 'parity', settings: { kinds: ['product', 'variant'] } }), {
        failOn: 'critical',
      });
      expect(seen(world)).toEqual(['250', 'picture']);
    });
  });

  it('is no slot where nobody names its kind, and then its pictures are counted as far as they were seen', async () => {
    await inWorld({ stores }, async (world) => {
      plantSlot(world.source, 'variant', 'RED', await photo(1).webp().toBuffer());
      const result = await audit(world.engine({ mode: 'parity' }), { failOn: 'info' });
      expect(result).toMatchObject({ outcome: 'done', images: 0, byRule: {}, notMoved: { variant: 1 } });
      expect(result.byKind).toBe(undefined);
    });
  });

  it('is nothing of product images where slots alone are named', async () => {
    await inWorld({ stores }, async (world) => {
      plantSlot(world.source, 'variant', 'RED', await jpeg(1));
      const [product] = world.source.products();
      world.source.addImage({ productId: product?.id ?? 0, description: '', isThumbnail: false });
      const engine = world.engine({ mode: 'parity', settings: { kinds: ['variant'] } });
      const result = await audit(engine, { failOn: 'info' });
      expect(result).toMatchObject({ images: 1, byKind: { variant: 1 }, byRule: {}, proof: { v2: 'none' } });
      expect(result.notLookedFor).toContain('thumbnail-missing');
    });
  });
});

describe('with a target', () => {
  const productPages = ({ target }: World): string[] =>
    target
      .requests()
      .filter(({ path }) => path.includes('/v3/catalog/products?'))
      .map(({ path }) => new URL(path, 'http://store').searchParams.get('limit') ?? '');

  it('its values are read with its products, once', async () => {
    await inWorld({ stores }, async (world) => {
      for (const store of [world.source, world.target]) {
        plantSlot(store, 'swatch', 'BLUE', await jpeg(2));
        for (let index = 0; index < 14; index += 1) store.addProduct({ sku: `P${index}`, name: 'p' });
      }
      await audit(world.engine({ settings: { kinds } }), { failOn: 'critical' });
      expect(productPages(world)).toEqual(['250', '10', '10']);
      world.target.resetRequests();
      await audit(world.engine({ settings: { kinds: ['product', 'variant'] } }), { failOn: 'critical' });
      expect(productPages(world)).toEqual(['250']);
    });
  });

  it('a run that was begun before they were is continued with them', async () => {
    await inWorld({ stores }, async (world) => {
      for (const store of [world.source, world.target]) plantSlot(store, 'swatch', 'BLUE', await jpeg(2));
      const { run } = await audit(cutInVerify(world, { settings: { kinds } }), { failOn: 'critical' });
      await world.journal.addCounts(run, { targetWithSlots: -1 });
      world.target.resetRequests();
      const result = await audit(world.engine({ settings: { kinds } }), { failOn: 'critical' });
      expect([result.run, result.outcome, productPages(world)]).toEqual([run, 'done', ['10']]);
    });
  });

  it('a slot without a counterpart is told, and one with two; its source has the findings that it has alone', async () => {
    await inWorld({ stores }, async (world) => {
      for (const kind of ['variant', 'modifier', 'swatch'] as const) {
        plantSlot(world.source, kind, `${kind} lost`, await jpeg(1));
        plantSlot(world.source, kind, `${kind} twice`, await jpeg(2, 400));
        plantSlot(world.source, kind, `${kind} there`, await jpeg(3));
        plantSlot(world.source, kind, `${kind} bare`, undefined, ['#111111']);
        for (const name of ['twice', 'twice', 'there']) plantSlot(world.target, kind, `${kind} ${name}`);
      }
      const alone = await found(world, 'bytes');
      const engine = world.engine({ settings: { kinds } });
      const result = await audit(engine, { failOn: 'critical' });
      const rulesOf = (events: typeof engine.events) =>
        events.flatMap((event) =>
          event.type === 'finding' && event.source !== undefined
            ? [`${event.source?.label ?? event.source?.variantSku} ${event.rule}`]
            : [],
        );
      const both = rulesOf(engine.events);
      expect(both.filter((line) => !line.includes('slot-'))).toEqual(rulesOf(alone.events));
      expect(both.filter((line) => line.includes('slot-'))).toEqual([
        'variant lost slot-unmatched',
        'variant twice slot-ambiguous',
        'modifier lost slot-unmatched',
        'modifier twice slot-ambiguous',
        'swatch lost slot-unmatched',
        'swatch twice slot-ambiguous',
      ]);
      expect(result).toMatchObject({
        outcome: 'differs',
        images: 9,
        byKind: { product: 0, variant: 3, modifier: 3, swatch: 3 },
        byRule: { 'slot-unmatched': 3, 'slot-ambiguous': 3, 'picture-low-resolution': 2 },
      });
      expect(engine.events.some((event) => event.type === 'finding' && 'sign' in event)).toBe(false);
    });
  });
});
