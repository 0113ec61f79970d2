// Pictures of modifiers' values and of swatches on their way from one store to another: what they share with variants, and
// what each does otherwise. How any slot is settled in doubt is told in slot-doubts.test.ts.
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { type Asking, diff, migrate, repair, revert, type Settings, verify } from '../support/commands.ts';
import { back, failedIn, plant, repairing, told } from '../support/planted.ts';
import { modifiers, type SlotShop, slotShops, swatches } from '../support/slots.ts';
import { inShop } from '../support/variants.ts';
import { type World, yes } from '../support/world.ts';
import { writesTo } from '../support/writes.ts';

type Wish = Partial<Settings>;
const asked = ({ kind }: SlotShop, more: Wish = {}): { settings: Wish } => ({
  settings: { kinds: [kind], ...more },
});

const signs = (engine: ReturnType<World['engine']>): string[] =>
  engine.events.flatMap((event) =>
    event.type === 'finding'
      ? [
          `${event.sign ?? ''} ${event.source?.label ?? ''}${event.rule === undefined ? '' : ` ${event.rule}`}`,
        ]
      : [],
  );

const pathsAsked = (store: World['source']): string[] =>
  store
    .requests()
    .filter(({ method, version }) => method === 'GET' && version === 'v3')
    .map(({ path }) => path.replace(/^.*\/v3\/catalog/u, ''))
    .filter((path) => /modifiers|options/u.test(path));

const sentTo: Readonly<Record<string, (product: number, of: number, value: number) => string>> = {
  modifier: (product, of, value) => `POST /${product}/modifiers/${of}/values/${value}/image image_file`,
  swatch: (product, of, value) =>
    `PUT /${product}/options/${of}/values/${value} id label sort_order value_data`,
};

/** The modifier's or the option's id, of which there is one. */
const holderOf = (store: World['target']): number => {
  const [product] = store.products();
  return product?.modifiers[0]?.id ?? product?.options[0]?.id ?? 0;
};

/** Its V3, which leaves the products out that it is asked for by their ids. */
const forgetful = (source: Asking['source']): Asking['source'] => ({
  ...source,
  v3: {
    ...source.v3,
    async *sweepProducts(sweep = {}) {
      for await (const page of source.v3.sweepProducts(sweep))
        yield sweep.ids === undefined ? page : { ...page, products: [] };
    },
  },
});

describe.each([modifiers, swatches])('pictures of a $noun', (shop) => {
  const { kind, noun } = shop;

  it('are those of the product’s own list where the store leaves it out of its answer, and the product is not lost', async () => {
    await inShop(async (world) => {
      shop.plant(world.source, { Red: 1, Blue: 2, Plain: undefined });
      shop.plant(world.target, { Plain: undefined, Red: undefined, Blue: undefined });
      const engine = world.engine({ settings: { kinds: ['product', kind], policy: 'mirror' } });
      const compared = await diff({ ...engine, source: forgetful(engine.source) });
      expect([compared.products, compared.missing, compared.unmatchedProducts]).toEqual([1, 2, 0]);
    });
  });

  it('are set once each, a second run sends nothing, and each level finds them right', async () => {
    await inShop(async (world) => {
      shop.plant(world.source, { Red: 1, Blue: 2, Plain: undefined });
      const product = plant(world.target, 'MUG', []);
      const [, red = 0] = shop.plant(world.target, { Plain: undefined, Red: undefined, Blue: 2 });
      const engine = world.engine(asked(shop));
      expect(await migrate(engine, yes)).toEqual({
        run: expect.any(String),
        outcome: 'done',
        products: 1,
        images: 2,
        byKind: { [kind]: 2 },
        created: 0,
        updated: 0,
        removed: 0,
        set: 1,
        failed: 0,
        remaining: 0,
        inDoubt: 0,
        conflicts: 0,
        unmatchedProducts: 0,
      });
      expect(signs(engine)).toEqual(['+ Red', '= Blue']);
      expect(writesTo(world.target)).toEqual([sentTo[kind]?.(product, holderOf(world.target), red)]);
      expect(await shop.pictures(world.target)).toEqual(await shop.pictures(world.source));
      world.target.resetRequests();
      expect(await migrate(world.engine(asked(shop)), yes)).toMatchObject({ outcome: 'done', set: 0 });
      expect(await diff(world.engine(asked(shop)))).toMatchObject({ outcome: 'done', same: 2 });
      for (const level of ['fields', 'links', 'content'] as const)
        expect(await verify(world.engine(asked(shop)), { level, sample: 1 })).toMatchObject({
          outcome: 'done',
          checked: 2,
          byKind: { [kind]: 2 },
        });
      expect(writesTo(world.target)).toEqual([]);
    });
  });

  it('are named by their ids and their label', async () => {
    await inShop(async (world) => {
      const [from] = shop.plant(world.source, { Red: 1 });
      const [to] = shop.plant(world.target, { Red: undefined });
      const engine = world.engine(asked(shop));
      await diff(engine);
      const holder = kind === 'modifier' ? 'modifierId' : 'optionId';
      expect(engine.events.filter(({ type }) => type === 'finding')).toMatchObject([
        {
          kind: kind === 'modifier' ? 'modifier-image' : 'swatch',
          source: { sku: 'MUG', [holder]: holderOf(world.source), valueId: from, label: 'Red' },
          target: { sku: 'MUG', [holder]: holderOf(world.target), valueId: to, label: 'Red' },
          message: `the ${noun} shows no picture on the target`,
        },
      ]);
    });
  });

  it('are asked of the target only where the source has one, and of the source ten products at a time', async () => {
    await inShop(async (world) => {
      for (const store of [world.source, world.target])
        for (let at = 0; at < 25; at += 1) plant(store, `SKU-${at}`, []);
      shop.plant(world.source, { Red: 1 });
      shop.plant(world.target, { Red: undefined });
      await diff(world.engine(asked(shop)));
      expect(pathsAsked(world.source).length).toBe(3);
      expect(pathsAsked(world.target).length).toBe(1);
      world.target.resetRequests();
      await diff(world.engine());
      expect([...pathsAsked(world.source).slice(3), ...pathsAsked(world.target)]).toEqual([]);
    });
  });

  it('are paired by name and label in any spelling that is one; two candidates or none is told and left', async () => {
    await inShop(async (world) => {
      shop.plant(world.source, { 'Small ': 1, Rosé: 2, Large: 3, Huge: 4 });
      shop.plant(world.target, {
        Small: undefined,
        'ROSE\u0301': undefined,
        large: undefined,
        LARGE: undefined,
      });
      const engine = world.engine(asked(shop));
      expect(await migrate(engine, yes)).toMatchObject({ outcome: 'incomplete', set: 2, failed: 0 });
      const name = kind === 'modifier' ? 'Engraving' : 'Cloth';
      expect(told(engine)).toEqual([
        `slot-ambiguous: it is not clear which ${noun} is the counterpart of ${name}: Large, and none is taken`,
        `slot-unmatched: the target has no ${noun} like ${name}: Huge`,
      ]);
    });
  });

  it('go with images and variants, and a kind that is left out is counted where it came along', async () => {
    await inShop(async (world) => {
      plant(world.source, 'MUG', [7, 8]);
      plant(world.target, 'MUG', []);
      for (const one of [modifiers, swatches]) {
        one.plant(world.source, { Red: 1 });
        one.plant(world.target, { Red: undefined });
      }
      const other = kind === 'modifier' ? 'swatch' : 'modifier';
      expect(await migrate(world.engine({ settings: { kinds: ['product', kind] } }), yes)).toMatchObject({
        outcome: 'done',
        images: 3,
        byKind: { product: 2, [kind]: 1 },
        notMoved: { [other]: 1 },
        created: 2,
        set: 1,
      });
      expect(await migrate(world.engine(), yes)).not.toHaveProperty('notMoved');
      const all = world.engine({ settings: { kinds: ['product', 'variant', 'modifier', 'swatch'] } });
      expect(await migrate(all, yes)).toMatchObject({
        outcome: 'done',
        byKind: { product: 2, variant: 0, modifier: 1, swatch: 1 },
        set: 1,
      });
      for (const one of [modifiers, swatches])
        expect(await one.pictures(world.target)).toEqual(await one.pictures(world.source));
    });
  });

  it('that no run has set are left alone and counted, unless the source is preferred', async () => {
    await inShop(async (world) => {
      shop.plant(world.source, { Red: 1, Blue: 2 });
      shop.plant(world.target, { Red: 9, Blue: undefined });
      const left = world.engine(asked(shop));
      expect(await migrate(left, yes)).toMatchObject({ outcome: 'incomplete', set: 1, conflicts: 1 });
      expect(told(left)).toEqual([
        'edited-on-target image_url: it shows another picture, which no run has set',
      ]);
      await migrate(world.engine(asked(shop, { prefer: 'source' })), yes);
      expect(await shop.pictures(world.target)).toEqual(await shop.pictures(world.source));
    });
  });

  it('are set again where an earlier run has set them and the source has another since; an edit since then is theirs', async () => {
    await inShop(async (world) => {
      const [red = 0] = shop.plant(world.source, { Red: 1 });
      const [theirs = 0] = shop.plant(world.target, { Red: undefined });
      await migrate(world.engine(asked(shop)), yes);
      shop.show(world.source, red, { tiny: 5 });
      const { run } = await migrate(world.engine(asked(shop)), yes);
      expect(await shop.pictures(world.target)).toEqual(await shop.pictures(world.source));
      shop.show(world.target, theirs, { tiny: 6 });
      expect(await migrate(world.engine(asked(shop)), yes)).toMatchObject({ set: 0, conflicts: 1 });
      const reverting = world.engine();
      expect(await revert(reverting, back(run))).toMatchObject({ outcome: 'incomplete', set: 0, left: 1 });
      expect(told(reverting)).toEqual(['changed-since: left as it is: its picture has been changed since']);
    });
  });

  it('stay when what showed none before is taken back, which is told', async () => {
    await inShop(async (world) => {
      shop.plant(world.source, { Red: 1 });
      const [red = 0] = shop.plant(world.target, { Red: undefined });
      const { run } = await migrate(world.engine(asked(shop)), yes);
      const engine = world.engine();
      expect(await revert(engine, back(run))).toMatchObject({ outcome: 'incomplete', set: 0, left: 1 });
      expect(told(engine)).toEqual([
        `slot-not-emptied: left as it is: it showed none before, and V3 cannot take the picture of a ${noun} away`,
      ]);
      expect(engine.events.filter(({ type }) => type === 'finding')).toMatchObject([
        {
          kind: kind === 'modifier' ? 'modifier-image' : 'swatch',
          target: { valueId: red },
        },
      ]);
    });
  });

  it('are found wrong by a verify, and repaired', async () => {
    await inShop(async (world) => {
      shop.plant(world.source, { Red: 1, Blue: 2 });
      const [, blue = 0] = shop.plant(world.target, { Red: undefined, Blue: undefined });
      await migrate(world.engine(asked(shop)), yes);
      shop.show(world.target, blue, null);
      expect(await verify(world.engine(asked(shop)), { level: 'fields', sample: 1 })).toMatchObject({
        outcome: 'differs',
        checked: 2,
        mismatched: 1,
      });
      expect(await repair(world.engine(), repairing)).toMatchObject({
        outcome: 'done',
        set: 1,
        verified: { checked: 2, mismatched: 0 },
      });
      expect(await shop.pictures(world.target)).toEqual(await shop.pictures(world.source));
    });
  });

  it('that are copies of an image of the product are that image, whose original is handed over', async () => {
    await inShop(async (world) => {
      const picture = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#a33' } })
        .jpeg()
        .toBuffer();
      const productId = plant(world.source, 'MUG', []);
      world.source.addImage({ productId, picture, fileName: 'mug.jpg' });
      const [shown] = await world.engine().source.v3.listImages(productId);
      const image_url = shown?.url_tiny;
      shop.plant(world.source, { Red: 1 });
      const [red = 0] = shop.plant(world.target, { Red: undefined });
      const engine = world.engine(asked(shop));
      const { v3 } = engine.source;
      const copying = {
        ...v3,
        async *sweepProducts(sweep: Parameters<typeof v3.sweepProducts>[0]) {
          for await (const page of v3.sweepProducts(sweep))
            yield {
              ...page,
              products: page.products.map((one) => ({
                ...one,
                modifiers: one.modifiers?.map((modifier) => ({
                  ...modifier,
                  option_values: modifier.option_values.map((value) => ({
                    ...value,
                    adjusters: { image_url },
                  })),
                })),
                options: one.options?.map((option) => ({
                  ...option,
                  option_values: option.option_values.map((value) => ({
                    ...value,
                    value_data: { image_url },
                  })),
                })),
              })),
            };
        },
      };
      expect(await migrate({ ...engine, source: { ...engine.source, v3: copying } }, yes)).toMatchObject({
        set: 1,
      });
      expect(Buffer.from((await shop.bytes(world.target, red)) ?? [])).toEqual(picture);
    });
  });

  it('of formats that no slot takes are refused before anything is sent', async () => {
    await inShop(async (world) => {
      const plain = sharp({ create: { width: 40, height: 30, channels: 3, background: '#3a3' } });
      const [red = 0] = shop.plant(world.source, { Red: 1 });
      shop.show(world.source, red, await plain.webp().toBuffer());
      shop.plant(world.target, { Red: undefined });
      const engine = world.engine(asked(shop));
      expect(await migrate(engine, yes)).toMatchObject({ outcome: 'incomplete', set: 0, failed: 1 });
      expect(failedIn(engine)).toEqual([
        `set failed: format-unsupported: the picture is a WebP, and a ${noun} takes GIF, JPEG and PNG alone`,
      ]);
      expect(writesTo(world.target)).toEqual([]);
    });
  });
});

describe('what a modifier’s value showed before', () => {
  it('comes back from the bytes that were kept', async () => {
    await inShop(async (world) => {
      modifiers.plant(world.source, { Red: 1 });
      modifiers.plant(world.target, { Red: 9 });
      const before = await modifiers.pictures(world.target);
      const { run } = await migrate(world.engine(asked(modifiers, { prefer: 'source' })), yes);
      expect(await modifiers.pictures(world.target)).not.toEqual(before);
      expect(await revert(world.engine(), back(run))).toMatchObject({ outcome: 'done', set: 1, left: 0 });
      expect(await modifiers.pictures(world.target)).toEqual(before);
    });
  });

  it('may be larger than a variant’s: 8 MB, and no more', async () => {
    await inShop(async (world) => {
      const pictureOf = async (side: number): Promise<Buffer> =>
        await sharp(Buffer.alloc(side * side * 3, 7), { raw: { width: side, height: side, channels: 3 } })
          .png({ compressionLevel: 0 })
          .toBuffer();
      const [small, large] = [await pictureOf(1_000), await pictureOf(1_700)];
      expect([small.length > 1_000_000, large.length > 8_388_608]).toEqual([true, true]);
      const [red = 0, blue = 0] = modifiers.plant(world.source, { Red: 1, Blue: 2 });
      modifiers.show(world.source, red, small);
      modifiers.show(world.source, blue, large);
      modifiers.plant(world.target, { Red: undefined, Blue: undefined });
      const engine = world.engine(asked(modifiers));
      expect(await migrate(engine, yes)).toMatchObject({ set: 1, failed: 1 });
      expect(failedIn(engine)).toEqual([
        `set failed: picture-too-large: ${large.length} bytes, and a modifier value takes 8 MB as an upload`,
      ]);
    });
  });

  it('is uploaded whatever way was asked for: V3 takes no address', async () => {
    await inShop(async (world) => {
      modifiers.plant(world.source, { Red: 1 });
      modifiers.plant(world.target, { Red: undefined });
      expect(await migrate(world.engine(asked(modifiers, { transfer: 'url' })), yes)).toMatchObject({
        set: 1,
      });
    });
  });
});

describe('a swatch', () => {
  it('keeps its label and its place as the store shows them, and the copies of values are told once', async () => {
    await inShop(async (world) => {
      swatches.plant(world.source, { linen: 1, wool: 2 });
      swatches.plant(world.target, { 'Linen ': undefined, Wool: undefined });
      const engine = world.engine(asked(swatches));
      expect(await migrate(engine, yes)).toMatchObject({ outcome: 'done', set: 2 });
      expect(
        world.target.products()[0]?.options[0]?.values.map(({ label, sortOrder }) => [label, sortOrder]),
      ).toEqual([
        ['Linen ', 0],
        ['Wool', 1],
      ]);
      const notices = engine.events.filter(({ type }) => type === 'notice');
      expect(notices).toEqual([{ type: 'notice', run: expect.any(String), code: 'option-values-copied' }]);
    });
  });

  it('whose value has become a copy under another id by the first write is found again by its label', async () => {
    await inShop(async (world) => {
      swatches.plant(world.source, { Linen: 1, Wool: 2, Silk: 3 });
      swatches.plant(world.target, { Linen: undefined, Wool: undefined, Silk: undefined });
      let copied = false;
      const engine = world.engine({
        ...asked(swatches),
        onEvent(event) {
          if (copied || event.type !== 'action' || event.status !== 'applied') return;
          copied = true;
          const [product] = world.target.products();
          const options = (product?.options ?? []).map((option) => ({
            ...option,
            values: option.values.map((value) => ({ ...value, id: value.id + 1_000 })),
          }));
          world.target.updateProduct(product?.id ?? 0, { options });
        },
      });
      await migrate(engine, yes);
      expect(await swatches.pictures(world.target)).toEqual(await swatches.pictures(world.source));
      world.target.resetRequests();
      expect(await migrate(world.engine(asked(swatches)), yes)).toMatchObject({ outcome: 'done', set: 0 });
      expect(writesTo(world.target)).toEqual([]);
    });
  });

  it.each(['kept', 'copied'] as const)(
    'whose values are %s at the first edit of the product is set once, beside modifiers and variants',
    async (values) => {
      await inShop(
        async (world) => {
          for (const shop of slotShops) {
            shop.plant(world.source, { Linen: 1, Wool: 2, Silk: 3 });
            shop.plant(world.target, { Linen: undefined, Wool: undefined, Silk: undefined });
          }
          const settings = { kinds: ['product', 'variant', 'modifier', 'swatch'] } as const;
          await migrate(world.engine({ settings }), yes);
          for (const shop of slotShops)
            expect(await shop.pictures(world.target)).toEqual(await shop.pictures(world.source));
          const done = world.target.requests().filter(({ applied }) => applied > 0);
          expect(done.map(({ applied }) => applied)).toEqual(Array.from({ length: 9 }, () => 1));
          world.target.resetRequests();
          expect(await migrate(world.engine({ settings }), yes)).toMatchObject({ outcome: 'done', set: 0 });
          expect(writesTo(world.target)).toEqual([]);
        },
        { 'option-values-on-edit': values },
      );
    },
  );

  it('that shows colours on the source has no picture; on the target they are somebody’s choice', async () => {
    await inShop(async (world) => {
      swatches.plant(world.source, { Red: 1 });
      const productId = plant(world.source, 'MUG', []);
      const theirs = plant(world.target, 'MUG', []);
      const colours = { of: 'swatch', name: 'Cloth', colours: ['#c0392b', '#fff'] } as const;
      world.source.addValue({ productId, label: 'Blue', ...colours });
      world.target.addValue({ productId: theirs, label: 'Red', ...colours });
      const left = world.engine(asked(swatches));
      expect(await migrate(left, yes)).toMatchObject({ images: 1, set: 0, conflicts: 1 });
      expect(told(left)).toEqual(['edited-on-target image_url: it shows colours, which no run has set']);
      const { run } = await migrate(world.engine(asked(swatches, { prefer: 'source' })), yes);
      const reverting = world.engine();
      expect(await revert(reverting, back(run))).toMatchObject({ outcome: 'incomplete', set: 0, left: 1 });
      expect(told(reverting)).toEqual([
        'slot-not-emptied: left as it is: it showed the colours #c0392b|#fff before, which are not put back',
      ]);
    });
  });

  it('takes no upload, and that is said before anything is sent', async () => {
    await inShop(async (world) => {
      swatches.plant(world.source, { Red: 1 });
      swatches.plant(world.target, { Red: undefined });
      const engine = world.engine(asked(swatches, { transfer: 'upload' }));
      expect(await migrate(engine, yes)).toMatchObject({ set: 0, failed: 1 });
      expect(failedIn(engine)).toEqual([
        'set failed: address-only: a swatch takes an address alone, and only uploads may be sent',
      ]);
      expect(writesTo(world.target)).toEqual([]);
    });
  });

  it('whose address the store cannot fetch fails, and says so', async () => {
    await inShop(async (world) => {
      world.target.setSwitches({ 'fetch-ports': 'standard' });
      swatches.plant(world.source, { Red: 1 });
      swatches.plant(world.target, { Red: undefined });
      const engine = world.engine(asked(swatches));
      expect(await migrate(engine, yes)).toMatchObject({ set: 0, failed: 1 });
      expect(failedIn(engine)).toEqual([
        'set failed: address-only: a swatch takes an address alone, and the store could not fetch this one',
      ]);
    });
  });

  it('gets its former address again where that gives its picture still, and else that is told', async () => {
    await inShop(async (world) => {
      swatches.plant(world.source, { Red: 1 });
      swatches.plant(world.target, { Red: 9 });
      const before = await swatches.pictures(world.target);
      const [product] = world.target.products();
      const [option] = product?.options ?? [];
      if (product === undefined || option === undefined) throw new Error('nothing was planted');
      const { run } = await migrate(world.engine(asked(swatches, { prefer: 'source' })), yes);
      const gone = world.engine();
      expect(await revert(gone, back(run))).toMatchObject({ outcome: 'incomplete', set: 0, failed: 1 });
      expect(failedIn(gone)).toEqual([
        'set failed: address-only: the address at which it showed its picture before does not give that any more, and a swatch takes no upload',
      ]);
      // A store may keep what it does not show any more; here another swatch shows it.
      const now = world.target.products()[0]?.options ?? [];
      const keeper = { ...option, id: 1, displayName: 'Keeps it', values: option.values };
      world.target.updateProduct(product.id, { options: [...now, keeper] });
      expect(await revert(world.engine(), back(run))).toMatchObject({ outcome: 'done', set: 1, left: 0 });
      expect(await swatches.pictures(world.target)).toEqual(before);
    });
  });
});
