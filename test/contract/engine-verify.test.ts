// What verify calls right, wrong and unchecked: an image of the target's own is nobody's fault, one that came after the
// plan is; what could not be looked at is never called fine, and nothing is counted twice.
import type { ImagePlan } from '@cutover/sandbox-store';
import { ContentError } from '@cutover/store-http';
import type { EngineEvent } from '@cutover/sync-engine';
import { describe, expect, it } from 'vitest';
import { type Asking, audit, diff, migrate, verify } from '../support/commands.ts';
import { idsIn, put } from '../support/one-product.ts';
import { photo } from '../support/photo.ts';
import { pairOfAllKinds } from '../support/place.ts';
import { plantViews } from '../support/planted.ts';
import { inWorld, type World, yes } from '../support/world.ts';

const stores = [
  { hash: 'source', catalog: { kind: 'seeded', products: 0 }, firstIds: { image: 101 } },
  { hash: 'target', catalog: { kind: 'products-only', products: 0 }, firstIds: { image: 50_001 } },
] as const;
type Damage = NonNullable<ImagePlan['damage']>;
const missingBoth: Damage = { stencil: 'missing', original: 'missing' };
const fields = { level: 'fields', sample: 1 } as const;
const fine = {
  run: expect.any(String),
  outcome: 'done',
  products: 1,
  images: 2,
  checked: 2,
  unchecked: 0,
  mismatched: 0,
  onlyOnTarget: 0,
  level: 'fields',
};

describe('images that only the target has', () => {
  it('are left alone when they were there before the first plan, namesakes too', async () => {
    await inWorld({ stores }, async (world) => {
      plantViews(world.source, 'MUG', 2);
      const productId = plantViews(world.target, 'MUG', 0);
      // Another picture under a name of ours, and one of a name that nobody has.
      world.target.addImage({ productId, picture: { tiny: 7 }, fileName: 'MUG-0.png', sortOrder: 8 });
      world.target.addImage({ productId, picture: { tiny: 7 }, fileName: 'MUG-0.png', sortOrder: 8 });
      world.target.addImage({ productId, picture: { tiny: 8 }, fileName: 'stranger.png', sortOrder: 9 });
      expect((await migrate(world.engine(), yes)).created).toBe(2);
      const engine = world.engine();
      expect(await verify(engine, fields)).toEqual({ ...fine, images: 5, onlyOnTarget: 3 });
      expect(findingsOf(engine.events)).toEqual([]);
    });
  });

  it('are counted on products that the source does not have, too, before any plan and after one', async () => {
    await inWorld({ stores }, async (world) => {
      plantViews(world.source, 'MUG', 2);
      plantViews(world.target, 'MUG', 0);
      plantViews(world.source, 'CUP', 3); // not on the target
      plantViews(world.target, 'JUG', 4); // not on the source
      const before = await verify(world.engine(), fields);
      expect(before).toMatchObject({ checked: 2, unchecked: 3, mismatched: 2, onlyOnTarget: 4 });
      await migrate(world.engine(), yes);
      const after = await verify(world.engine(), fields);
      expect(after).toMatchObject({ checked: 2, unchecked: 3, mismatched: 0, onlyOnTarget: 4 });
      const settings = {
        products: [{ sourceSku: 'MUG', line: 2 }],
        productsDigest: 'mug',
        productsFile: 'p',
      };
      // Nobody asked about the others.
      expect(await verify(world.engine({ settings }), fields)).toMatchObject({ checked: 2, onlyOnTarget: 0 });
    });
  });

  it('on products that the source does not have are said by a plan to be left alone, with their number', async () => {
    await inWorld({ stores }, async (world) => {
      plantViews(world.source, 'MUG', 2);
      plantViews(world.target, 'MUG', 2);
      const engine = world.engine();
      const told = (events: readonly EngineEvent[]): number[] =>
        events.flatMap((event) =>
          event.type === 'notice' && event.code === 'images-unmet' ? [event.images] : [],
        );
      await diff(engine);
      expect(told(engine.events)).toEqual([]);
      plantViews(world.target, 'JUG', 4);
      const later = world.engine();
      await diff(later);
      expect(told(later.events)).toEqual([4]);
    });
  });

  it('are told when they came after the plan', async () => {
    await inWorld({ stores }, async (world) => {
      plantViews(world.source, 'MUG', 2);
      const productId = plantViews(world.target, 'MUG', 0);
      await migrate(world.engine(), yes);
      world.target.addImage({ productId, picture: { tiny: 0 }, fileName: 'MUG-0.png', sortOrder: 8 });
      world.target.addImage({ productId, picture: { tiny: 8 }, fileName: 'stranger.png', sortOrder: 9 });
      const engine = world.engine();
      expect(await verify(engine, fields)).toEqual({
        ...fine,
        outcome: 'differs',
        images: 4,
        checked: 4,
        mismatched: 2,
      });
      expect(findingsOf(engine.events)).toEqual([
        [
          'surplus-image',
          50_003,
          'a second image of the name of one that belongs here: made twice, or added by somebody',
        ],
        [
          undefined,
          50_004,
          'only on the target, and came after the first plan: made twice, or added by somebody',
        ],
      ]);
    });
  });

  it('are counted alike before and after a comparison that nobody has carried out', async () => {
    await inWorld({ stores }, async (world) => {
      plantViews(world.source, 'MUG', 3);
      const productId = plantViews(world.target, 'MUG', 2);
      world.target.addImage({ productId, picture: { tiny: 0 }, fileName: 'MUG-0.png', sortOrder: 8 });
      world.target.addImage({ productId, picture: { tiny: 8 }, fileName: 'stranger.png', sortOrder: 9 });
      const told = { outcome: 'differs', images: 5, checked: 4, mismatched: 2, onlyOnTarget: 1 } as const;
      expect(await verify(world.engine(), fields)).toMatchObject(told);
      await diff(world.engine());
      expect(await verify(world.engine(), fields)).toMatchObject(told);
      // A declined one is none either; one that was approved is, and what was there before it is the target's own.
      const declined = { ...yes, approve: async () => await Promise.resolve('no' as const) };
      await migrate(world.engine(), declined).catch(() => undefined);
      expect(await verify(world.engine(), fields)).toMatchObject(told);
      await migrate(world.engine(), yes);
      expect(await verify(world.engine(), fields)).toMatchObject({
        outcome: 'done',
        images: 5,
        checked: 3,
        mismatched: 0,
        onlyOnTarget: 2,
      });
    });
  });

  it('are told as long as they are there, whatever was planned meanwhile; of somebody’s own picture only a look tells', async () => {
    await inWorld({ stores }, async (world) => {
      plantViews(world.source, 'MUG', 2);
      const productId = plantViews(world.target, 'MUG', 0);
      await migrate(world.engine(), yes);
      world.target.addImage({ productId, picture: { tiny: 8 }, fileName: 'own.png', sortOrder: 9 });
      world.target.addImage({ productId, picture: { tiny: 0 }, fileName: 'copy.png', sortOrder: 9 });
      const told = { outcome: 'differs', checked: 4, mismatched: 2, onlyOnTarget: 0 } as const;
      expect(await verify(world.engine(), fields)).toMatchObject(told);
      expect(await diff(world.engine())).toMatchObject({ same: 2, extra: 2 });
      expect(await migrate(world.engine(), yes)).toMatchObject({ created: 0, outcome: 'done' });
      expect(await verify(world.engine(), fields)).toMatchObject(told);
      const looked = { outcome: 'differs', checked: 3, mismatched: 1, onlyOnTarget: 1 } as const;
      expect(await verify(world.engine(), { ...fields, level: 'content' })).toMatchObject(looked);
    });
  });

  it('are no fault either after a diff of other products', async () => {
    await inWorld({ stores }, async (world) => {
      for (const sku of ['MUG', 'CUP']) {
        plantViews(world.source, sku, 1);
        const productId = plantViews(world.target, sku, 0);
        world.target.addImage({ productId, picture: { tiny: 7 }, fileName: 'own.png', sortOrder: 9 });
      }
      await migrate(world.engine(), yes);
      const settings = { products: [{ sourceSku: 'MUG', line: 2 }], productsDigest: 'mug' };
      expect((await diff(world.engine({ settings }))).products).toBe(1);
      const engine = world.engine();
      expect(await verify(engine, fields)).toEqual({ ...fine, products: 2, images: 4, onlyOnTarget: 2 });
      expect(findingsOf(engine.events)).toEqual([]);
    });
  });
});

describe('what shoppers see on the page of a product', () => {
  it.each<[string, Damage, string | undefined]>([
    ['is there', {}, undefined],
    ['is missing', { stencil: 'missing' }, "on the product's page, 500x659: not found"],
    ['is a page of text', { stencil: 'html' }, "on the product's page, 500x659: not a picture"],
    ['cannot be told, where the original has no such address either', missingBoth, undefined],
  ])('%s, by a verify of the links', async (_, damage, reason) => {
    await inWorld({ stores }, async (world) => {
      plantOnBoth(world);
      world.target.updateImage(50_001, { damage });
      const engine = world.engine();
      const { checked, mismatched } = await verify(engine, { ...fields, level: 'links' });
      expect([checked, mismatched]).toEqual([2, reason === undefined ? 0 : 1]);
      expect(findingsOf(engine.events)).toEqual(
        reason === undefined ? [] : [['picture-broken', 50_001, reason]],
      );
    });
  });

  it('is asked for twice an image, beside the four copies that the API shows', async () => {
    await inWorld({ stores }, async (world) => {
      plantOnBoth(world);
      const paths: string[] = [];
      const engine = world.engine();
      const head: typeof engine.content.head = async (url, options) => {
        paths.push(new URL(url).pathname.replace(/products.*/u, ''));
        return await engine.content.head(url, options);
      };
      await verify({ ...engine, content: { ...engine.content, head } }, { ...fields, level: 'links' });
      expect(paths.filter((path) => path.includes('stencil')).toSorted()).toEqual([
        '/cdn/s-target/images/stencil/1280x1280/',
        '/cdn/s-target/images/stencil/1280x1280/',
        '/cdn/s-target/images/stencil/500x659/',
        '/cdn/s-target/images/stencil/500x659/',
      ]);
      expect(paths).toHaveLength(12);
    });
  });
});

describe('a verify of the content', () => {
  it.each([
    ['two stores', 'transfer', ['s-source', 's-source', 's-target', 's-target']],
    ['one store, whose views show one address', 'parity', ['s-source', 's-source']],
  ] as const)(
    'of %s fetches each original once, and asks for none of them first',
    async (_, mode, fetched) => {
      await inWorld({ stores }, async (world) => {
        plantOnBoth(world);
        const engine = world.engine({ mode });
        const asked: string[] = [];
        const noted = (method: string, url: string): void => {
          if (url.includes('/original/')) asked.push(`${method} ${new URL(url).pathname.split('/')[2]}`);
        };
        const content: typeof engine.content = {
          async head(url, options) {
            noted('HEAD', url);
            return await engine.content.head(url, options);
          },
          async get(url, options) {
            noted('GET', url);
            return await engine.content.get(url, options);
          },
        };
        const checked = await verify({ ...engine, content }, { level: 'content', sample: 1 });
        const proof = mode === 'parity' ? { proof: { v2: 'full', products: 1 } } : {};
        expect(checked).toEqual({ ...fine, level: 'content', ...proof });
        expect(asked.toSorted()).toEqual(fetched.map((store) => `GET ${store}`));
      });
    },
  );
});

it('counts originals that cannot be asked for as unchecked, not as fine', async () => {
  await inWorld({ stores }, async (world) => {
    plantViews(world.source, 'MUG', 2);
    plantViews(world.target, 'MUG', 2);
    const engine = world.engine();
    const checked = await verify(withoutOriginalsOf('target', engine), { level: 'content', sample: 1 });
    expect(checked).toEqual({ ...fine, outcome: 'incomplete', checked: 0, unchecked: 2, level: 'content' });
    const message = 'could not be looked at: original: no answer';
    expect(findingsOf(engine.events)).toEqual([
      ['picture-unchecked', 50_001, message],
      ['picture-unchecked', 50_002, message],
    ]);
  });
});

/** The header of a progressive JPEG in four colours, 8,000 × 8,000. */
const tooLarge =
  'ffd8ffee000e41646f626500640000000000ffc20014081f401f40044311004d11005911004b1100ffda000e0443004d0059004b00000001';

it('calls a picture that would take too much memory unchecked and says why: neither broken nor fine', async () => {
  await inWorld({ stores }, async (world) => {
    plantOnBoth(world);
    world.target.updateImage(50_001, { picture: Buffer.from(tooLarge, 'hex') });
    const engine = world.engine();
    const checked = await verify(engine, { level: 'content', sample: 1 });
    expect(checked).toEqual({ ...fine, outcome: 'incomplete', checked: 1, unchecked: 1, level: 'content' });
    const message = 'could not be looked at: it would take 768 MB to decode, and 640 MB is the most';
    expect(findingsOf(engine.events)).toEqual([['picture-unchecked', 50_001, message]]);
  });
});

async function vastPng(): Promise<Buffer> {
  const bytes = await photo(7).png().toBuffer();
  bytes.writeUInt32BE(60_000, 16);
  bytes.writeUInt32BE(60_000, 20);
  return bytes;
}

async function vastGif(): Promise<Buffer> {
  const bytes = await photo(7).gif().toBuffer();
  // Of the screen, and of the frame, whose descriptor repeats it behind its place.
  const size = bytes.subarray(6, 10);
  const frame = bytes.indexOf(Buffer.concat([Buffer.from([0x2c, 0, 0, 0, 0]), size]));
  for (const at of [6, frame + 5]) bytes.writeUInt32LE(0xff_ff_ff_ff, at);
  return bytes;
}

it.each([
  ['a PNG of 60,000 × 60,000', vastPng],
  ['a GIF of 65,535 × 65,535', vastGif],
])(
  '%s is unchecked for a verify of the content and for an audit, and broken for neither',
  async (_, made) => {
    await inWorld({ stores }, async (world) => {
      plantOnBoth(world);
      world.target.updateImage(50_001, { picture: await made() });
      const engine = world.engine();
      const checked = await verify(engine, { level: 'content', sample: 1 });
      expect([checked.outcome, findingsOf(engine.events)]).toEqual([
        'incomplete',
        [
          [
            'picture-unchecked',
            50_001,
            expect.stringMatching(/^could not be looked at: \d+ × \d+ is more than 64000000 pixels$/),
          ],
        ],
      ]);
      const { run } = await audit(world.engine(), { failOn: 'critical', probe: 'content', minPixels: 1 });
      const ofPicture = world.journal
        .findings(run)
        .filter(({ target, rule = '' }) => target?.imageId === 50_001 && rule.startsWith('picture-'))
        .map(({ rule, severity, message }) => [rule, severity, message]);
      expect(ofPicture).toEqual([
        [
          'picture-unchecked',
          'warning',
          'on the target: the picture could not be looked at: it has more than 1,000,000,000 pixels',
        ],
      ]);
    });
  },
);

it('counts an image that one view hides once, in the images and in what is wrong', async () => {
  await inWorld({ stores: stores.slice(0, 1) }, async (world) => {
    plantViews(world.source, 'MUG', 2);
    world.source.updateImage(102, { hiddenFrom: 'v2' });
    const engine = world.engine({ mode: 'parity' });
    expect(await verify(engine, fields)).toEqual({
      ...fine,
      outcome: 'differs',
      mismatched: 1,
      proof: { v2: 'full', products: 1 },
    });
    expect(findingsOf(engine.events)).toEqual([
      [
        'listing-incomplete',
        undefined,
        'store source counts 1 image and lists 2: somebody is editing it, or its listing is cut short',
      ],
      ['view-image-missing', 102, 'V3 shows this image and V2 does not'],
    ]);
  });
});

it('of however small a share looks at one product at least, which is one that has images', async () => {
  await inWorld({ stores }, async (world) => {
    for (const store of [world.source, world.target]) plantViews(store, 'BARE', 0);
    plantOnBoth(world);
    expect(await verify(world.engine(), { level: 'fields', sample: 1e-9 })).toEqual({
      ...fine,
      products: 2,
      checked: 2,
      confidence: { code: 'sample-right', percent: 95, products: 1 },
    });
  });
});

describe('a sample', () => {
  const skus = ['MUG', 'CUP', 'JUG', 'POT', 'PAN', 'TIN', 'VAT', 'BIN'];
  const plantAll = (world: World): void => {
    for (const sku of skus) for (const store of [world.source, world.target]) plantViews(store, sku, 2);
  };
  const drawn = (engine: Asking & { readonly events: readonly EngineEvent[] }): string[] =>
    engine.events.flatMap((event) => (event.type === 'finding' ? (event.target?.sku ?? []) : []));

  it('is drawn by product, and what was not drawn comes in turn until all were', async () => {
    await inWorld({ stores }, async (world) => {
      plantAll(world);
      for (const { id } of world.target.images()) world.target.updateImage(id, { description: 'wrong' });
      const seen: string[] = [];
      for (let turn = 0; turn < 4; turn += 1) {
        const engine = world.engine();
        const { checked, unchecked } = await verify(engine, { level: 'fields', sample: 0.25 });
        const skusDrawn = drawn(engine);
        expect(skusDrawn.length).toBeGreaterThan(0);
        expect({ checked, unchecked }).toEqual({
          checked: skusDrawn.length,
          unchecked: 16 - skusDrawn.length,
        });
        seen.push(...skusDrawn);
      }
      // Both images of each product; a turn whose share holds none takes one that comes in another turn, too.
      expect(new Set(seen)).toEqual(new Set(skus));
    });
  });

  it('is the next one only after a verify of the same level and share', async () => {
    await inWorld({ stores }, async (world) => {
      plantAll(world);
      for (const { id } of world.target.images()) world.target.updateImage(id, { description: 'wrong' });
      const first = world.engine();
      await verify(first, { level: 'fields', sample: 0.5 });
      const other = world.engine();
      await verify(other, { level: 'links', sample: 0.5 });
      expect(drawn(other)).toEqual(drawn(first));
      const second = world.engine();
      await verify(second, { level: 'fields', sample: 0.5 });
      expect(new Set([...drawn(first), ...drawn(second)])).toEqual(new Set(skus));
      expect(new Set(drawn(first)).isDisjointFrom(new Set(drawn(second)))).toBe(true);
    });
  });

  it('says how much of all may be wrong, by the products that were looked at', async () => {
    await inWorld({ stores }, async (world) => {
      plantAll(world);
      const { outcome, checked, confidence } = await verify(world.engine(), {
        level: 'fields',
        sample: 0.5,
      });
      const products = checked / 2;
      const percent = 100 * (1 - 0.05 ** (1 / products));
      expect({ outcome, confidence }).toEqual({
        outcome: 'done',
        confidence: { code: 'sample-right', percent, products },
      });
    });
  });

  it('leaves a product out of what it proves of which something is unknown, once for all its images', async () => {
    await inWorld({ stores }, async (world) => {
      plantAll(world);
      for (const store of [world.source, world.target]) plantViews(store, 'BARE', 0);
      // A share that is nearly all draws nearly all, and the one that is not looked at must be drawn.
      const before = await verify(world.engine(), { level: 'fields', sample: 0.999_999 });
      const [first = 0, second = 0] = idsIn(world.target);
      for (const id of [first, second])
        world.target.updateImage(id, { picture: Buffer.from(tooLarge, 'hex') });
      const { unchecked, confidence } = await verify(world.engine(), { level: 'content', sample: 0.999_999 });
      const right = (products: number) => ({
        code: 'sample-right',
        percent: 100 * (1 - 0.05 ** (1 / products)),
        products,
      });
      expect([before.confidence, unchecked, confidence]).toEqual([
        // It knows of each, and then of all but one.
        { code: 'sample-whole', mismatched: 0, checked: skus.length * 2 },
        2,
        right(skus.length),
      ]);
    });
  });

  it('with faults says no more than it shows', async () => {
    await inWorld({ stores }, async (world) => {
      plantAll(world);
      for (const { id } of world.target.images()) world.target.updateImage(id, { description: 'wrong' });
      const { checked, confidence } = await verify(world.engine(), { level: 'fields', sample: 0.5 });
      expect(confidence).toEqual({ code: 'sample-wrong', mismatched: checked, checked, others: 0 });
    });
  });
});

/** The engine while the CDN of one store answers for renditions and for no original. */
function withoutOriginalsOf(store: string, engine: Asking): Asking {
  const refuse = (url: string): void => {
    if (url.includes(`s-${store}/`) && url.includes('/original/'))
      throw new ContentError('no answer', { reason: 'unreachable', url, attempt: 3 });
  };
  const { head, get } = engine.content;
  return {
    ...engine,
    content: {
      async head(url, options) {
        refuse(url);
        return await head(url, options);
      },
      async get(url, options) {
        refuse(url);
        return await get(url, options);
      },
    },
  };
}

function findingsOf(events: readonly EngineEvent[]): [string | undefined, number | undefined, string][] {
  return events.flatMap((event): [string | undefined, number | undefined, string][] =>
    event.type === 'finding' ? [[event.rule, event.target?.imageId, event.message]] : [],
  );
}

function plantOnBoth({ source, target }: World): void {
  for (const store of [source, target]) plantViews(store, 'MUG', 2);
}

it('calls places unchecked that a store shows as none, where they look different', async () => {
  await inWorld({ stores }, async (world) => {
    put(world.source, 'a.png|1|0|a', 'b.png|2|1|b', 'c.png|3|2|c');
    put(world.target, 'a.png|1|2|a', 'b.png|2|1|b', 'c.png|3|0|c');
    const [first = 0] = idsIn(world.target);
    world.target.updateImage(first, { viewOverrides: { v3: { sort_order: null } } });
    const engine = world.engine();
    expect(await verify(engine, fields)).toMatchObject({
      outcome: 'incomplete',
      mismatched: 0,
      checked: 2,
      unchecked: 1,
    });
  });
});

it('counts each image that was seen, those of products without a counterpart, too', async () => {
  await inWorld({ stores }, async (world) => {
    plantOnBoth(world);
    plantViews(world.source, 'ALONE', 3);
    plantViews(world.target, 'THEIRS', 4);
    // And a comparison and a migration count the same.
    expect(await diff(world.engine())).toMatchObject({ products: 2, images: 9, pairedImages: 2 });
    expect(await migrate(world.engine(), yes)).toMatchObject({ products: 2, images: 9 });
    expect(await verify(world.engine(), fields)).toEqual({
      ...fine,
      outcome: 'incomplete',
      products: 2,
      images: 9,
      checked: 2,
      unchecked: 3,
      onlyOnTarget: 4,
    });
  });
});

it('how far it is, is said of pictures of all kinds from the start', async () => {
  await inWorld({ stores: pairOfAllKinds(12, 40) ?? [] }, async (world) => {
    const settings = { kinds: ['product', 'variant', 'modifier', 'swatch'] } as const;
    await migrate(world.engine({ settings }), yes);
    const engine = world.engine({ settings });
    const { checked } = await verify(engine, fields);
    const said = engine.events.flatMap((event) =>
      event.type === 'progress' && event.phase === 'verifying' ? [event] : [],
    );
    expect([...new Set(said.map(({ total }) => total))]).toEqual([checked]);
    expect([said.at(-1)?.done, checked > 40]).toEqual([checked, true]);
  });
});
