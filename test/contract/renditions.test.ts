// Pictures whose original is gone, under `--allow-renditions`: a copy is handed over and said to be one everywhere, and the
// original takes its place as soon as it can be reached, exactly once.
import type { StoreControl } from '@cutover/sandbox-store';
import type { EngineEvent } from '@cutover/sync-engine';
import type { V3Product } from '@cutover/v3-client';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { type Asking, diff, migrate, repair, revert, type Settings, verify } from '../support/commands.ts';
import { photo } from '../support/photo.ts';
import { back, cutAfter, failedIn, isAction, plant, repairing, stores, told } from '../support/planted.ts';
import { type SlotShop, slotShops } from '../support/slots.ts';
import { inShop } from '../support/variants.ts';
import { inWorld, shownBy, type World, yes } from '../support/world.ts';
import { writesTo } from '../support/writes.ts';

const allowed = { settings: { allowRenditions: true } } as const;
const longerSide = 1_400;
const copySide = 1_280;
const copyHeight = 192;

/** One image on the source, larger than any copy that its store makes of it, and whose original is gone. */
async function plantGone({ source, target }: World, sku = 'MUG'): Promise<number> {
  const product = source.addProduct({ sku, name: sku });
  target.addProduct({ sku, name: sku });
  return source.addImage({
    productId: product.id,
    picture: await photo(1, longerSide, 210).png().toBuffer(),
    fileName: 'mug.png',
    description: 'a mug',
    isThumbnail: true,
    damage: { original: 'missing' },
  }).id;
}

/** The image has its original again. */
const restore = (store: StoreControl, image: number): void => void store.updateImage(image, { damage: {} });

async function widths(store: StoreControl): Promise<(number | undefined)[]> {
  return await Promise.all(
    store.images().map(async ({ id }) => (await sharp(await store.pictureBytes(id)).metadata()).width),
  );
}

const handedOverIn = (events: readonly EngineEvent[]) =>
  events.flatMap((event) =>
    event.type === 'action' && event.status === 'applied' ? [event.handedOver] : [],
  );

const stays = 'a rendition, because no original could be reached; none can be reached now either';
const replaceable = 'a rendition, because no original could be reached; now one can be';

describe('an image whose original is gone', () => {
  it('is left out where nobody has allowed a rendition', async () => {
    await inWorld({ stores }, async (world) => {
      await plantGone(world);
      const engine = world.engine();
      expect(await migrate(engine, yes)).toMatchObject({ outcome: 'incomplete', created: 0, failed: 1 });
      expect(failedIn(engine)).toEqual([
        'create failed: original-unreachable: tried the CDN’s address of the original (not found)',
      ]);
    });
  });

  it('is left out, too, where the original is there and larger than V3 takes', async () => {
    await inWorld({ stores }, async (world) => {
      const product = world.source.addProduct({ sku: 'MUG', name: 'Mug' });
      world.target.addProduct({ sku: 'MUG', name: 'Mug' });
      const small = await photo(1, 300, 200).png().toBuffer();
      const picture = Buffer.concat([small], 8 * 1024 * 1024 + 1);
      world.source.addImage({ productId: product.id, picture, fileName: 'mug.png', isThumbnail: true });
      for (const transfer of ['auto', 'upload'] as const) {
        const engine = world.engine({ settings: { allowRenditions: true, transfer } });
        expect(await migrate(engine, yes)).toMatchObject({ outcome: 'incomplete', created: 0, failed: 1 });
        expect(failedIn(engine)).toEqual([
          expect.stringMatching(
            /^create failed: picture-too-large: http.*\/mug__\d+\.\d+\.png is larger than 8388608 bytes$/u,
          ),
        ]);
      }
      expect(world.target.images()).toEqual([]);
    });
  });

  it.each([
    ['auto', 'image_url'],
    ['url', 'image_url'],
    ['upload', 'image_file'],
  ] as const)('is copied as its largest rendition, and marked (transfer %s)', async (transfer, field) => {
    await inWorld({ stores }, async (world) => {
      const image = await plantGone(world);
      const engine = world.engine({ settings: { allowRenditions: true, transfer } });
      expect(await migrate(engine, yes)).toMatchObject({
        outcome: 'done',
        created: 1,
        failed: 0,
        renditions: 1,
      });
      expect(await widths(world.target)).toEqual([copySide]);
      expect(writesTo(world.target).at(-1)).toContain(field);
      const [listed] = await engine.source.v3.listImages(world.source.products()[0]?.id ?? 0);
      const rendition = {
        is: 'rendition',
        url: listed?.url_zoom,
        origin: 'zoom',
        contentType: 'image/png',
        width: copySide,
        height: copyHeight,
        contentLength: expect.any(Number),
      };
      expect(handedOverIn(engine.events)).toEqual([rendition]);
      const links = engine.journal.links(world.target.products().map(({ id }) => id));
      expect(links).toMatchObject([{ sourceImageId: image, rendition }]);
    });
  });

  it.each([
    ['the largest by name is gone', '.1.1.'],
    ['the largest by name is the smallest', '.44.58.'],
  ])('is copied as the largest of those that show a picture where %s', async (_, size) => {
    await inWorld({ stores }, async (world) => {
      await plantGone(world);
      const engine = world.engine(allowed);
      const content: Asking['content'] = {
        ...engine.content,
        get: async (url, options) => await engine.content.get(url.replace('.1280.1280.', size), options),
      };
      expect(await migrate({ ...engine, content }, yes)).toMatchObject({ created: 1, renditions: 1 });
      expect(handedOverIn(engine.events)).toMatchObject([{ origin: 'standard', width: 386, height: 58 }]);
    });
  });

  it('is left out where no rendition shows a picture either', async () => {
    await inWorld({ stores }, async (world) => {
      const image = await plantGone(world);
      world.source.updateImage(image, { damage: { original: 'missing', renditions: 'html' } });
      expect(await migrate(world.engine(allowed), yes)).toMatchObject({ created: 0, failed: 1 });
    });
  });

  it('is left out where an address of the original was not asked, because our own rules forbid it', async () => {
    await inWorld({ stores }, async (world) => {
      await plantGone(world);
      const engine = world.engine(allowed);
      const source = { ...engine.source, originals: ['http://10.0.0.1/{image_id}.png'] };
      expect(await migrate({ ...engine, source }, yes)).toMatchObject({ created: 0, failed: 1 });
      expect(failedIn(engine).join()).toContain('--allow-private-hosts');
    });
  });

  it('is no rendition where the original can be reached', async () => {
    await inWorld({ stores }, async (world) => {
      restore(world.source, await plantGone(world));
      const engine = world.engine(allowed);
      const result = await migrate(engine, yes);
      expect(result).toMatchObject({ created: 1 });
      expect(result).not.toHaveProperty('renditions');
      expect(handedOverIn(engine.events)).toMatchObject([
        { is: 'original', origin: 'stencil-original', width: longerSide },
      ]);
      expect(await widths(world.target)).toEqual([longerSide]);
    });
  });

  it('is taken up again by a retry that allows it', async () => {
    await inWorld({ stores }, async (world) => {
      await plantGone(world);
      const { run } = await migrate(world.engine(), yes);
      const engine = world.engine({ settings: { allowRenditions: true, runId: run } });
      expect(await migrate(engine, { ...yes, retryFailed: {} })).toMatchObject({
        outcome: 'done',
        created: 1,
        renditions: 1,
      });
    });
  });
});

describe('a rendition on the target', () => {
  it.each(['fields', 'links', 'content'] as const)('is a finding of a verify of the %s', async (level) => {
    await inWorld({ stores }, async (world) => {
      const image = await plantGone(world);
      await migrate(world.engine(allowed), yes);
      const first = world.engine();
      expect(await verify(first, { level, sample: 1 })).toMatchObject({
        outcome: 'differs',
        checked: 1,
        mismatched: 1,
      });
      expect(told(first)).toEqual([`rendition-copied 50001 image_file: ${stays}`]);
      restore(world.source, image);
      const second = world.engine();
      expect(await verify(second, { level, sample: 1 })).toMatchObject({ mismatched: 1 });
      expect(told(second).join()).toContain(replaceable);
    });
  });

  it('stays while no original can be reached: nothing is written, and that is said', async () => {
    await inWorld({ stores }, async (world) => {
      await plantGone(world);
      await migrate(world.engine(allowed), yes);
      world.target.resetRequests();
      for (const wish of [{}, allowed]) {
        const engine = world.engine(wish);
        expect(await migrate(engine, yes)).toMatchObject({
          outcome: 'done',
          created: 0,
          removed: 0,
          renditionsKept: 1,
        });
        expect(told(engine)).toEqual([`rendition-copied 50001 image_file: ${stays}`]);
      }
      expect(await diff(world.engine())).toMatchObject({ same: 0, changed: 1, planned: 0 });
      expect(writesTo(world.target)).toEqual([]);
    });
  });

  it.each([
    ['with', true],
    ['without', false],
  ])('is replaced by the original, once, %s the option', async (_, allowRenditions) => {
    await inWorld({ stores }, async (world) => {
      const image = await plantGone(world);
      await migrate(world.engine(allowed), yes);
      restore(world.source, image);
      const result = await migrate(world.engine({ settings: { allowRenditions } }), yes);
      expect(result).toMatchObject({ outcome: 'done', created: 1, removed: 1, failed: 0 });
      expect(result).not.toHaveProperty('renditions');
      expect(await shownBy(world.target)).toEqual(await shownBy(world.source));
      world.target.resetRequests();
      const again = await migrate(world.engine(allowed), yes);
      expect(again).toMatchObject({ outcome: 'done', created: 0, removed: 0 });
      expect(again).not.toHaveProperty('renditionsKept');
      expect(writesTo(world.target)).toEqual([]);
      expect(await verify(world.engine(), { level: 'content', sample: 1 })).toMatchObject({
        outcome: 'done',
      });
    });
  });

  it.each([
    ['ask', { outcome: 'incomplete', created: 0, removed: 0, conflicts: 1 }],
    ['target', { outcome: 'done', created: 0, removed: 0, conflicts: 0 }],
    ['source', { outcome: 'done', created: 1, removed: 1, conflicts: 0 }],
  ] as const)(
    'whose text somebody has edited since is theirs to decide, under --prefer %s',
    async (prefer, result) => {
      await inWorld({ stores }, async (world) => {
        const image = await plantGone(world);
        await migrate(world.engine(allowed), yes);
        world.target.updateImage(50_001, { description: 'theirs' });
        restore(world.source, image);
        const engine = world.engine({ settings: { prefer } });
        expect(await migrate(engine, yes)).toMatchObject(result);
        if (prefer === 'ask')
          expect(told(engine).join()).toContain(`edited-on-target 50001 description+image_file`);
      });
    },
  );

  it('is replaced by a repair of what a verify has said', async () => {
    await inWorld({ stores }, async (world) => {
      const image = await plantGone(world);
      await migrate(world.engine(allowed), yes);
      await verify(world.engine(), { level: 'fields', sample: 1 });
      expect(await repair(world.engine(allowed), repairing)).toMatchObject({ created: 0, removed: 0 });
      restore(world.source, image);
      expect(await repair(world.engine(), repairing)).toMatchObject({
        outcome: 'done',
        created: 1,
        removed: 1,
      });
      expect(await widths(world.target)).toEqual([longerSide]);
    });
  });

  it('is not made once more where the original is gone again before it is sent', async () => {
    await inWorld({ stores }, async (world) => {
      const image = await plantGone(world);
      await migrate(world.engine(allowed), yes);
      restore(world.source, image);
      await diff(world.engine());
      world.source.updateImage(image, { damage: { original: 'missing' } });
      const engine = world.engine(allowed);
      expect(await migrate(engine, yes)).toMatchObject({ created: 0, removed: 0, failed: 2 });
      expect(world.target.images().map(({ id }) => id)).toEqual([50_001]);
    });
  });

  it('is put back by a revert, is a rendition still, and is replaced again', async () => {
    await inWorld({ stores }, async (world) => {
      const image = await plantGone(world);
      await migrate(world.engine(allowed), yes);
      restore(world.source, image);
      const { run } = await migrate(world.engine(), yes);
      expect(await revert(world.engine(), back(run))).toMatchObject({
        outcome: 'done',
        created: 1,
        removed: 1,
      });
      expect(await widths(world.target)).toEqual([copySide]);
      const engine = world.engine();
      expect(await verify(engine, { level: 'fields', sample: 1 })).toMatchObject({ mismatched: 1 });
      expect(told(engine).join()).toContain('rendition-copied');
      expect(await migrate(world.engine(), yes)).toMatchObject({ outcome: 'done', created: 1, removed: 1 });
      expect(await widths(world.target)).toEqual([longerSide]);
    });
  });

  it('is none any more where somebody has given it another picture on the target', async () => {
    await inWorld({ stores }, async (world) => {
      const image = await plantGone(world);
      await migrate(world.engine(allowed), yes);
      world.target.updateImage(50_001, { picture: { tiny: 9 }, imageFile: 'z/9/theirs__99999.png' });
      restore(world.source, image);
      world.target.resetRequests();
      for (const prefer of ['ask', 'source'] as const) {
        const engine = world.engine({ settings: { prefer } });
        expect(await migrate(engine, yes)).toMatchObject({ outcome: 'done', created: 0, removed: 0 });
        expect(told(engine)).toEqual([]);
      }
      expect(writesTo(world.target)).toEqual([]);
    });
  });

  it('goes with a run that is stopped, wherever, and with the one that continues it, and is made once', async () => {
    for (let at = 1; at <= 2; at += 1)
      await inWorld({ stores }, async (world) => {
        const image = await plantGone(world);
        await migrate(cutAfter(world, at, allowed, isAction), yes);
        await world.reopen();
        expect(await migrate(world.engine(allowed), yes)).toMatchObject({ outcome: 'done' });
        expect(await widths(world.target)).toEqual([copySide]);
        restore(world.source, image);
        await migrate(cutAfter(world, at, {}, isAction), yes);
        await world.reopen();
        expect(await migrate(world.engine(), yes)).toMatchObject({ outcome: 'done' });
        expect(await shownBy(world.target)).toEqual(await shownBy(world.source));
      });
  });

  it('is known as one where the answer was lost and the image was found', async () => {
    await inWorld({ stores }, async (world) => {
      await plantGone(world);
      world.target.failNext({ method: 'POST', path: /images/ }, 'reset-after');
      const engine = world.engine(allowed);
      expect(await migrate(engine, yes)).toMatchObject({ outcome: 'done', created: 1, renditions: 1 });
    });
  });
});

it('a run is continued as it was begun: with renditions allowed, or without', async () => {
  await inWorld({ stores }, async (world) => {
    await plantGone(world);
    plant(world.source, 'CUP', [1, 2]);
    plant(world.target, 'CUP', []);
    await migrate(cutAfter(world, 1, allowed), yes);
    await expect(migrate(world.engine(), yes)).rejects.toMatchObject({
      code: 'refused-other-options',
      trouble: { otherOptions: [{ option: 'allowRenditions', begunWith: 'yes', given: '' }] },
    });
    expect(await migrate(world.engine(allowed), yes)).toMatchObject({ outcome: 'done', renditions: 1 });
  });
});

/** The source as if each of its slots that shows a picture showed this address. */
function showing(engine: Asking, address: string): Asking {
  const { v3 } = engine.source;
  const swapped = <Value extends { image_url?: unknown } | null | undefined>(value: Value): Value =>
    value?.image_url ? { ...value, image_url: address } : value;
  const shown = ({ variants, modifiers, options, ...product }: V3Product): V3Product => ({
    ...product,
    variants: variants?.map(swapped),
    ...(modifiers === undefined
      ? {}
      : {
          modifiers: modifiers.map((modifier) => ({
            ...modifier,
            option_values: modifier.option_values.map((value) => ({
              ...value,
              adjusters: swapped(value.adjusters),
            })),
          })),
        }),
    ...(options === undefined
      ? {}
      : {
          options: options.map((option) => ({
            ...option,
            option_values: option.option_values.map((value) => ({
              ...value,
              value_data: swapped(value.value_data),
            })),
          })),
        }),
  });
  async function* sweepProducts(...asked: Parameters<typeof v3.sweepProducts>) {
    for await (const page of v3.sweepProducts(...asked))
      yield { ...page, products: page.products.map(shown) };
  }
  return { ...engine, source: { ...engine.source, v3: { ...v3, sweepProducts } } };
}

describe.each(slotShops)('a $noun that shows a copy of an image whose original is gone', (shop) => {
  const asked = (over: Partial<Settings> = {}) => ({ settings: { kinds: [shop.kind], ...over } });

  /** The slot's image is the product's first, of which the kinds asked for leave out the move. */
  async function plantSlot(
    world: World,
  ): Promise<{ image: number; shown: (engine: Asking) => Promise<Asking> }> {
    const image = await plantGone(world);
    shop.plant(world.source, { Red: 1 });
    shop.plant(world.target, { Red: undefined });
    return {
      image,
      async shown(engine) {
        const [listed] = await engine.source.v3.listImages(world.source.products()[0]?.id ?? 0);
        return showing(engine, listed?.url_zoom ?? '');
      },
    };
  }

  async function width({ target }: World, of: SlotShop): Promise<number | undefined> {
    const shown = Object.values(await of.pictures(target))[0];
    return shown === undefined ? undefined : (await sharp(Buffer.from(shown, 'base64')).metadata()).width;
  }

  it('is left empty, or set to the copy and marked where that is allowed', async () => {
    await inShop(async (world) => {
      const { shown } = await plantSlot(world);
      const strict = world.engine(asked());
      expect(await migrate(await shown(strict), yes)).toMatchObject({ set: 0, failed: 1 });
      expect(failedIn(strict).join()).toContain('set failed: original-unreachable');
      const engine = world.engine(asked({ allowRenditions: true }));
      expect(await migrate(await shown(engine), yes)).toMatchObject({
        outcome: 'done',
        set: 1,
        renditions: 1,
      });
      expect(handedOverIn(engine.events)).toMatchObject([{ origin: 'zoom', width: copySide }]);
      expect(await width(world, shop)).toBe(copySide);
      const verifying = world.engine(asked());
      expect(await verify(await shown(verifying), { level: 'content', sample: 1 })).toMatchObject({
        outcome: 'differs',
        mismatched: 1,
      });
      expect(told(verifying)).toEqual([`rendition-copied image_url: ${stays}`]);
    });
  });

  it('keeps the copy while no original can be reached, and is given the original once when it can', async () => {
    await inShop(async (world) => {
      const { image, shown } = await plantSlot(world);
      const over = { allowRenditions: true };
      await migrate(await shown(world.engine(asked(over))), yes);
      world.target.resetRequests();
      const engine = world.engine(asked(over));
      expect(await migrate(await shown(engine), yes)).toMatchObject({
        outcome: 'done',
        set: 0,
        renditionsKept: 1,
      });
      expect(told(engine)).toEqual([`rendition-copied image_url: ${stays}`]);
      expect(writesTo(world.target)).toEqual([]);
      restore(world.source, image);
      const { run, ...result } = await migrate(await shown(world.engine(asked())), yes);
      expect(result).toMatchObject({ outcome: 'done', set: 1 });
      expect(await width(world, shop)).toBe(longerSide);
      expect(await migrate(await shown(world.engine(asked(over))), yes)).toMatchObject({ set: 0 });
      expect(writesTo(world.target).length).toBe(1);
      if (shop.kind === 'swatch') return;
      expect(await revert(world.engine(asked()), back(run))).toMatchObject({ set: 1 });
      expect(await width(world, shop)).toBe(copySide);
      const verifying = world.engine(asked());
      expect(await verify(await shown(verifying), { level: 'fields', sample: 1 })).toMatchObject({
        mismatched: 1,
      });
      expect(told(verifying)).toEqual([`rendition-copied image_url: ${replaceable}`]);
    });
  });

  it('is set to the copy of a picture of another product likewise', async () => {
    await inShop(async (world) => {
      shop.plant(world.source, { Red: 1 });
      shop.plant(world.target, { Red: undefined });
      const image = await plantGone(world, 'CUP');
      const cup = world.source.products().find(({ sku }) => sku === 'CUP')?.id ?? 0;
      const shown = async (engine: Asking): Promise<Asking> =>
        showing(engine, (await engine.source.v3.listImages(cup))[0]?.url_zoom ?? '');
      const engine = world.engine(asked({ allowRenditions: true }));
      expect(await migrate(await shown(engine), yes)).toMatchObject({ set: 1, renditions: 1 });
      expect(handedOverIn(engine.events)).toMatchObject([{ origin: 'slot', width: copySide }]);
      expect(await migrate(await shown(world.engine(asked())), yes)).toMatchObject({
        set: 0,
        renditionsKept: 1,
      });
      restore(world.source, image);
      expect(await migrate(await shown(world.engine(asked())), yes)).toMatchObject({ set: 1 });
      expect(await width(world, shop)).toBe(longerSide);
    });
  });

  it('is known to show the copy where the answer was lost and the slot was looked at', async () => {
    await inShop(async (world) => {
      const { shown } = await plantSlot(world);
      const method = shop.kind === 'swatch' ? 'PUT' : 'POST';
      world.target.failNext({ method, path: /./ }, 'reset-after');
      const engine = world.engine(asked({ allowRenditions: true }));
      expect(await migrate(await shown(engine), yes)).toMatchObject({
        outcome: 'done',
        set: 1,
        renditions: 1,
      });
      expect(writesTo(world.target).length).toBe(1);
      expect(await verify(await shown(world.engine(asked())), { level: 'fields', sample: 1 })).toMatchObject({
        mismatched: 1,
      });
    });
  });

  it('is not set to the copy once more where the original is gone again before it is sent', async () => {
    await inShop(async (world) => {
      const { image, shown } = await plantSlot(world);
      const over = { allowRenditions: true };
      await migrate(await shown(world.engine(asked(over))), yes);
      restore(world.source, image);
      await diff(await shown(world.engine(asked())));
      world.source.updateImage(image, { damage: { original: 'missing' } });
      world.target.resetRequests();
      const engine = world.engine(asked(over));
      expect(await migrate(await shown(engine), yes)).toMatchObject({ set: 0, failed: 1 });
      expect(failedIn(engine).join()).toContain('set failed: original-unreachable');
      expect(writesTo(world.target)).toEqual([]);
    });
  });

  it('is set once where the run is stopped, wherever', async () => {
    for (let at = 1; at <= 2; at += 1)
      await inShop(async (world) => {
        const { image, shown } = await plantSlot(world);
        const over = { allowRenditions: true };
        const cut = async (wish: Partial<Settings>): Promise<void> => {
          const stopped = cutAfter(world, at, asked(wish), isAction);
          await migrate(await shown(stopped), yes);
          await world.reopen();
          await migrate(await shown(world.engine(asked(wish))), yes);
        };
        world.target.resetRequests();
        await cut(over);
        expect(await width(world, shop)).toBe(copySide);
        restore(world.source, image);
        await cut({});
        expect(await width(world, shop)).toBe(longerSide);
        expect(writesTo(world.target).length).toBe(2);
      });
  });
});
