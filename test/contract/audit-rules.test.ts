// Each rule of `audit` has a product that has its fault and one that barely has not, and every one of them is audited at once:
// the real engine, real clients, a sandbox store.
import type { ImagePlan, ProductRow, StoreControl } from '@cutover/sandbox-store';
import { type Probe, type Rule, type RuleId, ruleIds, rules, type StorePort } from '@cutover/sync-engine';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { type Asking, audit } from '../support/commands.ts';
import { moving, photo, plain, shirt } from '../support/photo.ts';
import { inWorld, type World } from '../support/world.ts';

type Images = readonly Omit<ImagePlan, 'productId'>[];
interface Planted {
  readonly product?: Partial<ProductRow>;
  readonly images?: Images;
  readonly variantPicture?: string;
}
interface Case {
  readonly has: Planted;
  readonly barelyNot: Planted;
}

const words = ['Front of the mug', 'Handle from the left', 'Mug with a lid', 'Mug in a hand'];
/** So many images without any fault that fields could have. */
const sound = (count: number, over: (index: number) => Omit<ImagePlan, 'productId'> = () => ({})): Images =>
  Array.from({ length: count }, (_, index) => ({
    picture: { tiny: 1 },
    fileName: `mug-${index}.png`,
    description: `${words[index % words.length] ?? ''} ${index}`,
    sortOrder: index,
    isThumbnail: index === 0,
    ...over(index),
  }));
const said = (description: string, fileName = 'mug.png'): Planted => ({
  images: sound(1, () => ({ description, fileName })),
});
const described = (description: string): Planted => ({
  product: { fields: { description } },
  images: sound(1),
});
const placed = (...places: readonly number[]): Planted => ({
  images: sound(places.length, (index) => ({ sortOrder: places[index] ?? 0 })),
});
const flagged = (...flags: readonly boolean[]): Planted => ({
  images: sound(flags.length, (index) => ({ isThumbnail: flags[index] ?? false })),
});
const named = (...names: readonly string[]): Planted => ({
  images: sound(names.length, (index) => ({ fileName: names[index] ?? 'a.png' })),
});
const repeated = (...texts: readonly string[]): Planted => ({
  images: sound(texts.length, (index) => ({ description: texts[index] ?? '' })),
});

/** Several cases of one rule stand under its name with a number behind. */
const cases: Readonly<Record<string, Case>> = {
  'thumbnail-missing': { has: flagged(false, false), barelyNot: flagged(false, true) },
  'thumbnail-multiple': { has: flagged(true, true, false), barelyNot: flagged(true, false, false) },
  'product-without-images': { has: {}, barelyNot: { product: { isVisible: false } } },
  'many-images': { has: { images: sound(251) }, barelyNot: { images: sound(250) } },
  'order-tie': { has: placed(4, 4), barelyNot: placed(4, 5) },
  'order-overflow': { has: placed(2_147_482_648), barelyNot: placed(2_147_482_647) },
  'order-overflow 2': { has: placed(-2_147_482_649), barelyNot: placed(-2_147_482_648) },
  'alt-text-missing': { has: said('  '), barelyNot: said('a') },
  'alt-text-too-long': { has: said('😀'.repeat(256)), barelyNot: said('😀'.repeat(255)) },
  'alt-text-filename': { has: said('IMG_2034'), barelyNot: said('IMG Academy 2034') },
  'alt-text-filename 2': { has: said('dsc-001.jpg'), barelyNot: said('Saved as .jpg') },
  'alt-text-filename 3': {
    has: said('Red-Mug_2', 'red-mug_2.png'),
    barelyNot: said('T-shirt', 't-shirt.png'),
  },
  'alt-text-repeated': { has: repeated('a mug', 'a mug', ' a mug'), barelyNot: repeated('a mug', 'a mug') },
  'alt-text-repeated 2': {
    has: repeated('mug', 'mug', 'mug', 'mug'),
    barelyNot: repeated('mug', 'mug', 'mug', 'Mug'),
  },
  'alt-text-markup': { has: said('a <b>red</b> mug'), barelyNot: said('a mug < 3 litres, size <M>') },
  'alt-text-markup 2': { has: said('salt &amp; pepper'), barelyNot: said('salt & pepper; R&D;') },
  'file-name-generic': {
    has: named('IMG_1234.png', 'DSC01234.png', 'mug.png'),
    barelyNot: named('IMG_1234.png', 'mug.png'),
  },
  'file-name-generic 2': { has: named('20240131_101112.png'), barelyNot: named('scan-a-mug.png') },
  'description-points-at-store': {
    has: described(
      '<p><img alt="x" src="https://cdn11.bigcommerce.com/s-audited/images/a.jpg?b=1&amp;c=2"></p>',
    ),
    barelyNot: described('<p><img src="https://cdn11.bigcommerce.com/s-another/images/a.jpg"></p>'),
  },
  'description-points-at-store 2': {
    has: described(
      '<picture><source srcset="https://pics.example/a.jpg 1x, /product_images/b.jpg 2x"></picture>',
    ),
    barelyNot: described(
      '<a href="/product_images/b.jpg">the picture</a> <img src="data:image/gif;base64,R0lGOD">',
    ),
  },
  'description-points-at-store 3': {
    has: described(`<div style="background: url('https://store-audited.mybigcommerce.com/a.jpg')">`),
    barelyNot: described(
      `<!-- <img src="/a.jpg"> --><div style="background: url(https://pics.example/a.jpg)">`,
    ),
  },
  'variant-picture-is-rendition': {
    has: {
      images: sound(1),
      variantPicture: 'https://cdn11.bigcommerce.com/s-x/products/1/images/2/mug__1.1700000000.386.513.jpg',
    },
    barelyNot: {
      images: sound(1),
      variantPicture:
        'https://cdn11.bigcommerce.com/s-x/images/stencil/original/products/1/2/mug__1.1700000000.jpg',
    },
  },
};

function plant(store: StoreControl, sku: string, { product = {}, images = [] }: Planted): number {
  const { id: productId } = store.addProduct({ sku, name: sku, ...product });
  for (const image of images) store.addImage({ productId, ...image });
  return productId;
}

/** The store shows pictures of variants that no request could give it. */
function withVariants(engine: Asking, picture: (sku: string) => string | undefined): Asking {
  const { v3 } = engine.source;
  const source: StorePort = {
    ...engine.source,
    v3: {
      ...v3,
      async *sweepProducts(sweep) {
        for await (const page of v3.sweepProducts(sweep)) {
          const products = page.products.map((product) => {
            const address = picture(product.sku) ?? '';
            const variant = {
              id: 7,
              product_id: product.id,
              sku: 'V',
              image_url: address,
              option_values: [],
            };
            return { ...product, variants: [variant] };
          });
          yield { ...page, products };
        }
      },
    },
  };
  return { ...engine, source, target: source };
}

/** Which rules were told of which product, by its SKU; a severity that is not the rule's own stands behind it. */
async function told({ engine, source }: World, probe: Probe): Promise<Map<string, Set<string>>> {
  const rulesOf = new Map<string, Set<string>>();
  const heard = engine({ mode: 'parity' });
  const audited = withVariants(heard, (sku) => {
    const [name = '', which] = sku.split(', ');
    return cases[name]?.[which === 'has' ? 'has' : 'barelyNot'].variantPicture;
  });
  await audit(audited, { failOn: 'critical', probe });
  for (const event of heard.events) {
    if (event.type !== 'finding' || event.rule === undefined) continue;
    const id = event.source?.productId;
    const sku = source.products().find((product) => product.id === id)?.sku ?? '';
    const row: Rule | undefined = Object.entries(rules).find(([rule]) => rule === event.rule)?.[1];
    const own = row?.inAudit ?? row?.severity;
    const name = event.severity === own ? event.rule : `${event.rule} ${event.severity}`;
    rulesOf.set(sku, (rulesOf.get(sku) ?? new Set()).add(event.rule).add(name));
  }
  return rulesOf;
}

const ruleOf = (name: string): string => name.split(' ')[0] ?? '';

describe('a rule that needs no picture', () => {
  it('is told of what has its fault, and not of what barely has not', async () => {
    await inWorld(
      { stores: [{ hash: 'audited', catalog: { kind: 'products-only', products: 0 } }] },
      async (world) => {
        for (const [name, { has, barelyNot }] of Object.entries(cases)) {
          plant(world.source, `${name}, has`, has);
          plant(world.source, `${name}, barely not`, barelyNot);
        }
        const rulesOf = await told(world, 'none');
        const seen = Object.keys(cases).map((name) => [
          name,
          rulesOf.get(`${name}, has`)?.has(ruleOf(name)) ?? false,
          rulesOf.get(`${name}, barely not`)?.has(ruleOf(name)) ?? false,
        ]);
        expect(seen).toEqual(Object.keys(cases).map((name) => [name, true, false]));
      },
    );
  });
});

/** One image without a fault of its fields, showing these bytes. */
const showing = (picture: Uint8Array, over: Omit<ImagePlan, 'productId'> = {}): Planted => ({
  images: sound(1, () => ({ picture, fileName: 'mug.jpg', ...over })),
});
const showingAll = (...pictures: readonly Uint8Array[]): Planted => ({
  images: sound(pictures.length, (index) => ({
    picture: pictures[index] ?? new Uint8Array(),
    fileName: 'mug.jpg',
  })),
});
let seed = 0;
/** Another one each time. */
const jpeg = async (width?: number, height?: number): Promise<Buffer> => {
  seed += 1;
  return await photo(seed, width, height).jpeg().toBuffer();
};
/** Its header says that it is so wide and so high. */
const vast = async (side: number): Promise<Buffer> => {
  const bytes = await photo(9).png().toBuffer();
  bytes.writeUInt32BE(side, 16);
  bytes.writeUInt32BE(side, 20);
  return bytes;
};
const padded = (bytes: Buffer, length: number): Buffer =>
  Buffer.concat([bytes, Buffer.alloc(length - bytes.length)]);
const bmp = padded(Buffer.from('424d3a000000000000003600000028000000010000000100000001001800', 'hex'), 58);

/** By the least probe at which the rule can speak. */
const pictureCases: Readonly<Record<'head' | 'bytes' | 'content', () => Promise<Record<string, Case>>>> = {
  head: async () => {
    const sane = await jpeg();
    return {
      'picture-broken': {
        has: showing(sane, { damage: { original: 'html' } }),
        barelyNot: showing(await jpeg()),
      },
      'picture-broken 2': {
        has: showing(sane, { damage: { original: 'empty' } }),
        barelyNot: showing(Buffer.from([255, 216, 255])),
      },
      'picture-unchecked': {
        has: showing(sane, { damage: { original: 'error' } }),
        barelyNot: showing(sane, { damage: { renditions: 'error' } }),
      },
      'original-unreachable': {
        has: showing(sane, { damage: { original: 'missing', renditions: 'html' } }),
        barelyNot: showing(sane, { damage: { original: 'missing' } }),
      },
      'rendition-only': {
        has: showing(sane, { damage: { original: 'missing' } }),
        barelyNot: showing(sane, { damage: { renditions: 'missing' } }),
      },
      'picture-too-large': {
        has: showing(padded(sane, 8_388_609)),
        barelyNot: showing(padded(sane, 7_999_999)),
      },
      'picture-too-large warning': {
        has: showing(padded(sane, 8_000_000)),
        barelyNot: showing(padded(sane, 8_388_609)),
      },
      'picture-too-large warning 2': { has: showing(padded(sane, 8_388_608)), barelyNot: showing(sane) },
      'address-too-long': {
        has: showing(sane, { imageFile: `a/001/${'m'.repeat(220)}__12345.jpg` }),
        barelyNot: showing(sane, { imageFile: `a/001/${'m'.repeat(120)}__12345.jpg` }),
      },
    };
  },
  bytes: async () => ({
    'picture-broken': { has: showing(Buffer.from('<!doctype html>')), barelyNot: showing(await jpeg()) },
    'picture-type-mismatch': {
      has: showing(await photo(1).png().toBuffer()),
      barelyNot: showing(await jpeg(), { fileName: 'mug.jpeg' }),
    },
    'format-unsupported': {
      has: showing(await photo(2).tiff().toBuffer()),
      barelyNot: showing(await photo(2).webp().toBuffer()),
    },
    'picture-broken 2': {
      has: showing((await photo(6).png().toBuffer()).subarray(0, 60)),
      barelyNot: showing(await photo(6, 1, 1).png().toBuffer()),
    },
    'picture-broken 3': { has: showing(await vast(31_622)), barelyNot: showing(await vast(31_623)) },
    'picture-unchecked': { has: showing(await vast(60_000)), barelyNot: showing(await vast(6_000)) },
    'format-risky': { has: showing(bmp), barelyNot: showing(await photo(2).png().toBuffer()) },
    'format-risky 2': {
      has: showing(await photo(3).toColourspace('cmyk').jpeg().toBuffer()),
      barelyNot: showing(await photo(3).greyscale().jpeg().toBuffer()),
    },
    'format-risky 3': {
      has: showing(await photo(4, 5_121, 8).gif().toBuffer()),
      barelyNot: showing(await photo(4, 5_120, 8).gif().toBuffer()),
    },
    'picture-low-resolution': { has: showing(await jpeg(499)), barelyNot: showing(await jpeg(20, 500)) },
    'picture-rotated': {
      has: showing(await photo(5).withMetadata({ orientation: 6 }).jpeg().toBuffer()),
      barelyNot: showing(await photo(5).withMetadata({ orientation: 1 }).jpeg().toBuffer()),
    },
  }),
  content: async () => {
    const one = await jpeg();
    const shared = await jpeg();
    return {
      'picture-duplicate': {
        has: showingAll(one, await sharp(one).resize(450).jpeg({ quality: 60 }).toBuffer()),
        barelyNot: showingAll(await shirt('red').jpeg().toBuffer(), await shirt('blue').jpeg().toBuffer()),
      },
      'picture-duplicate 2': {
        has: showingAll(await shirt('green').jpeg().toBuffer(), await shirt('green').png().toBuffer()),
        barelyNot: showingAll(
          await shirt('teal').jpeg().toBuffer(),
          await shirt('teal', 230).jpeg().toBuffer(),
        ),
      },
      'picture-duplicate info': { has: showing(shared), barelyNot: showing(shared) },
      'picture-placeholder': {
        has: showing(await plain(0).jpeg().toBuffer()),
        barelyNot: showing(await plain(30).jpeg().toBuffer()),
      },
      'picture-undecodable': {
        has: showing(one.subarray(0, one.length - 200)),
        barelyNot: showing(await jpeg()),
      },
      'picture-broken': {
        has: showing(Buffer.from('<!doctype html>')),
        barelyNot: showing(await vast(60_000)),
      },
      'picture-unchecked': { has: showing(await vast(60_000)), barelyNot: showing(await vast(6_000)) },
      'format-risky': { has: showing(await moving(151)), barelyNot: showing(await moving(150)) },
    };
  },
};

describe.each(['head', 'bytes', 'content'] as const)('a rule that can speak from %s on', (probe) => {
  it('is told of what has its fault, and not of what barely has not', async () => {
    const planted = await pictureCases[probe]();
    await inWorld(
      { stores: [{ hash: 'audited', catalog: { kind: 'products-only', products: 0 } }] },
      async (world) => {
        for (const [name, { has, barelyNot }] of Object.entries(planted)) {
          plant(world.source, `${name}, has`, has);
          plant(world.source, `${name}, barely not`, barelyNot);
        }
        const rulesOf = await told(world, probe);
        const seen = Object.keys(planted).map((name) => [
          name,
          rulesOf.get(`${name}, has`)?.has(name.replace(/ \d$/, '')) ?? false,
          rulesOf.get(`${name}, barely not`)?.has(name.replace(/ \d$/, '')) ?? false,
        ]);
        expect(seen).toEqual(Object.keys(planted).map((name) => [name, true, false]));
      },
    );
  });
});

it.each<[RuleId, has: readonly string[], barelyNot: readonly string[]]>([
  ['product-unmatched', [], ['MUG']],
  ['product-ambiguous', ['MUG', 'MUG'], ['MUG']],
  ['product-case-only', ['mug'], ['mug', 'MUG']],
])('%s is told of a product where the target has %j, and not where it has %j', async (rule, has, barely) => {
  for (const [skus, expected] of [
    [has, [rule]],
    [barely, []],
  ] as const)
    await inWorld(
      {
        stores: ['audited', 'other'].map((hash) => ({
          hash,
          catalog: { kind: 'products-only', products: 0 },
        })),
      },
      async (world) => {
        plant(world.source, 'MUG', { product: { isVisible: false } });
        for (const sku of skus) plant(world.target, sku, {});
        const { byRule } = await audit(world.engine(), { failOn: 'critical' });
        expect(Object.keys(byRule)).toEqual(expected);
      },
    );
});

it.each([
  [19, 'picture-duplicate', 1],
  [20, 'picture-placeholder', 20],
])('a picture that %i products show is a %s, told %i times', async (products, rule, times) => {
  const picture = await jpeg();
  await inWorld(
    { stores: [{ hash: 'audited', catalog: { kind: 'products-only', products: 0 } }] },
    async (world) => {
      for (let index = 0; index < products; index += 1) plant(world.source, `P${index}`, showing(picture));
      const result = await audit(world.engine({ mode: 'parity' }), { failOn: 'critical', probe: 'content' });
      expect(result.byRule).toEqual({ [rule]: times });
    },
  );
});

it('every rule of pictures has a case here', async () => {
  const planted = await Promise.all(
    Object.values(pictureCases).map(async (make) => Object.keys(await make())),
  );
  const withPictures = ruleIds.filter((id) => {
    const { probe = 'none' }: Rule = rules[id];
    return probe !== 'none';
  });
  expect([...new Set(planted.flat().map(ruleOf))].toSorted()).toEqual(withPictures.toSorted());
});

it('every rule that fields alone tell has a case here', () => {
  const elsewhere: ReadonlySet<RuleId> = new Set<RuleId>(['swatch-missing', 'rule-picture']);
  const without = ruleIds.filter((id) => {
    const { probe }: Rule = rules[id];
    return probe === 'none' && !/^(?:view|product-(?!without)|slot)/.test(id) && !elsewhere.has(id);
  });
  expect([...new Set(Object.keys(cases).map(ruleOf))].toSorted()).toEqual(without.toSorted());
});
