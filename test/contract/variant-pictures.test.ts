// Pictures of variants on their way from one store to another: set once, recognised when the answer is lost, left alone
// where somebody else has set another, verified, repaired and taken back.

import { type PictureSource, type StoreControl, tinyPicture } from '@cutover/sandbox-store';
import { ContentError } from '@cutover/store-http';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { diff, migrate, repair, revert, type Settings, verify } from '../support/commands.ts';
import {
  back,
  cutAfter,
  failedIn,
  isAction,
  plant,
  plantViews,
  repairing,
  told,
} from '../support/planted.ts';
import { inShop, plantVariants, variantPictures } from '../support/variants.ts';
import { methodsOf, type World, yes } from '../support/world.ts';
import { writesTo } from '../support/writes.ts';

const variants = { kinds: ['variant'] } as const satisfies Partial<Settings>;
const both = { kinds: ['product', 'variant'] } as const satisfies Partial<Settings>;

const signs = (engine: ReturnType<World['engine']>): string[] =>
  engine.events.flatMap((event) =>
    event.type === 'finding'
      ? [
          `${event.sign ?? ''} ${event.source?.variantSku ?? ''}${event.rule === undefined ? '' : ` ${event.rule}`}`,
        ]
      : [],
  );

describe('pictures of variants', () => {
  it('are set once each, and a second run sends nothing', async () => {
    await inShop(async (world) => {
      plantVariants(world.source, { RED: 1, BLUE: 2, PLAIN: undefined });
      const product = plant(world.target, 'MUG', []);
      const [, red] = plantVariants(world.target, { PLAIN: undefined, RED: undefined, BLUE: 2 });
      const engine = world.engine({ settings: variants });
      expect(await migrate(engine, yes)).toEqual({
        run: expect.any(String),
        outcome: 'done',
        products: 1,
        images: 2,
        byKind: { variant: 2 },
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
      expect(signs(engine)).toEqual(['+ RED', '= BLUE']);
      expect(writesTo(world.target)).toEqual([`POST /${product}/variants/${red}/image image_url`]);
      expect(await variantPictures(world.target)).toEqual(await variantPictures(world.source));
      world.target.resetRequests();
      expect(await migrate(world.engine({ settings: variants }), yes)).toMatchObject({
        outcome: 'done',
        set: 0,
      });
      expect(await diff(world.engine({ settings: variants }))).toMatchObject({ outcome: 'done', same: 2 });
      expect(writesTo(world.target)).toEqual([]);
      expect(
        await verify(world.engine({ settings: variants }), { level: 'content', sample: 1 }),
      ).toMatchObject({
        outcome: 'done',
        checked: 2,
        byKind: { variant: 2 },
      });
    });
  });

  it('go with the images of their product, and say so; without --kinds they stay and cost nothing', async () => {
    await inShop(async (world) => {
      plant(world.source, 'MUG', [7, 8]);
      plant(world.target, 'MUG', []);
      plantVariants(world.source, { RED: 1 });
      plantVariants(world.target, { RED: undefined });
      expect(await migrate(world.engine(), yes)).toMatchObject({
        created: 2,
        set: 0,
        notMoved: { variant: 1 },
      });
      expect(world.target.requests().some(({ path }) => path.includes('variant'))).toBe(false);
      expect(await migrate(world.engine({ settings: both }), yes)).toMatchObject({
        outcome: 'done',
        images: 3,
        byKind: { product: 2, variant: 1 },
        created: 0,
        set: 1,
      });
      expect(await variantPictures(world.target)).toEqual(await variantPictures(world.source));
    });
  });

  it('alone are all that a verify counts, whatever images the target has', async () => {
    await inShop(async (world) => {
      plantVariants(world.source, { RED: 1, BLUE: 2 });
      plantVariants(world.target, { RED: 1, BLUE: 2 });
      plant(world.target, 'CUP', [7, 8]);
      expect(await verify(world.engine({ settings: variants }), { level: 'fields', sample: 1 })).toEqual({
        run: expect.any(String),
        outcome: 'done',
        products: 1,
        images: 2,
        byKind: { variant: 2 },
        checked: 2,
        unchecked: 0,
        mismatched: 0,
        onlyOnTarget: 0,
        level: 'fields',
      });
    });
  });

  it('alone leave what is known of the images as it was: an edit of one stays an edit', async () => {
    await inShop(async (world) => {
      plant(world.source, 'MUG', [7, 8]);
      plant(world.target, 'MUG', []);
      plantVariants(world.source, { RED: 1 });
      plantVariants(world.target, { RED: undefined });
      await migrate(world.engine(), yes);
      const [image] = world.target.images();
      world.target.updateImage(image?.id ?? 0, { description: 'theirs' });
      const { run } = await migrate(world.engine({ settings: variants }), yes);
      expect(world.journal.sightedProducts(run, 0, 9)).toEqual([]);
      expect(await migrate(world.engine({ settings: both }), yes)).toMatchObject({
        updated: 0,
        conflicts: 1,
      });
      expect(await revert(world.engine(), back(run))).toMatchObject({ removed: 0, updated: 0, left: 1 });
      expect(world.target.images()[0]?.description).toBe('theirs');
    });
  });

  it('are paired by their options where a SKU is missing; what has no counterpart, or two, is told and left', async () => {
    await inShop(async (world) => {
      const product = plant(world.source, 'MUG', []);
      const other = plant(world.target, 'MUG', []);
      const add = (productId: number, store: StoreControl, label: string, picture?: PictureSource) =>
        store.addVariant({
          productId,
          choices: { Size: label },
          ...(picture === undefined ? {} : { picture }),
        }).id;
      for (const [label, tiny] of [
        ['Small ', 1],
        ['Rosé', 2],
        ['Large', 3],
        ['Huge', 4],
      ] as const)
        add(product, world.source, label, { tiny });
      const small = add(other, world.target, 'Small');
      const rose = add(other, world.target, 'ROSE\u0301');
      add(other, world.target, 'Large');
      add(other, world.target, 'Large');
      const engine = world.engine({ settings: variants });
      expect(await migrate(engine, yes)).toMatchObject({ outcome: 'incomplete', set: 2, failed: 0 });
      expect(writesTo(world.target)).toEqual([
        `POST /${other}/variants/${small}/image image_url`,
        `POST /${other}/variants/${rose}/image image_url`,
      ]);
      expect(told(engine)).toEqual([
        'slot-ambiguous: it is not clear which variant is the counterpart of Size: Large, and none is taken',
        'slot-unmatched: the target has no variant like Size: Huge',
      ]);
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
      plantVariants(world.source, { RED: 1 });
      plantVariants(world.target, { RED: undefined });
      const engine = world.engine({ settings: variants });
      const { sweepProducts } = engine.source.v3;
      const address = shown?.url_tiny ?? '';
      const v3 = {
        ...engine.source.v3,
        async *sweepProducts(sweep: Parameters<typeof sweepProducts>[0]) {
          for await (const page of sweepProducts(sweep))
            yield {
              ...page,
              products: page.products.map((one) => ({
                ...one,
                variants: one.variants?.map((variant) => ({ ...variant, image_url: address })),
              })),
            };
        },
      };
      expect(await migrate({ ...engine, source: { ...engine.source, v3 } }, yes)).toMatchObject({ set: 1 });
      const [target] = world.target.variants();
      const set = await world.target.variantPicture(target?.id ?? 0);
      expect(Buffer.from(set ?? [])).toEqual(picture);
    });
  });
});

it('variants that a page may have cut off are read from their product', async () => {
  await inShop(async (world) => {
    const skus = Array.from({ length: 60 }, (_, at) => `SKU-${at}`);
    plantVariants(world.source, Object.fromEntries(skus.map((sku, at) => [sku, at + 1])));
    plantVariants(world.target, Object.fromEntries(skus.map((sku) => [sku, undefined])));
    const engine = world.engine({ settings: variants });
    const { v3 } = engine.source;
    const source = {
      ...engine.source,
      v3: {
        ...v3,
        async *sweepProducts(sweep: Parameters<typeof v3.sweepProducts>[0]) {
          for await (const page of v3.sweepProducts(sweep))
            yield {
              ...page,
              products: page.products.map((one) => ({ ...one, variants: one.variants?.slice(0, 50) })),
            };
        },
      },
    };
    expect(await diff({ ...engine, source })).toMatchObject({
      missing: 60,
      error: 0,
      byKind: { variant: 60 },
    });
    const lists = (store: StoreControl): number =>
      store.requests().filter(({ path }) => path.includes('/variants?')).length;
    expect([lists(world.source), lists(world.target)]).toEqual([1, 1]);
  });
});

describe('a set without an answer', () => {
  it.each([
    ['that was done is not sent again', 'reset-after', 1],
    ['that was not done is sent again', 'reset-before', 1],
  ] as const)('%s', async (_, fault, done) => {
    await inShop(async (world) => {
      plantVariants(world.source, { RED: 1 });
      plantVariants(world.target, { RED: 9 });
      world.target.failNext({ method: 'POST' }, fault);
      const settings = { ...variants, prefer: 'source' } as const;
      expect(await migrate(world.engine({ settings }), yes)).toMatchObject({ outcome: 'done', set: done });
      expect(writesTo(world.target).length).toBe(fault === 'reset-after' ? 1 : 2);
      expect(await variantPictures(world.target)).toEqual(await variantPictures(world.source));
    });
  });

  it('is settled by the next run, where the first was stopped', async () => {
    await inShop(async (world) => {
      plantVariants(world.source, { RED: 1, BLUE: 2, GREEN: 3 });
      plantVariants(world.target, { RED: undefined, BLUE: undefined, GREEN: undefined });
      const stopped = cutAfter(world, 2, { settings: variants }, isAction);
      expect(await migrate(stopped, yes)).toMatchObject({ outcome: 'stopped' });
      await world.reopen();
      await expect(migrate(world.engine(), yes)).rejects.toMatchObject({
        code: 'refused-other-options',
        trouble: { otherOptions: [{ option: 'kinds', begunWith: 'variant', given: 'product' }] },
      });
      expect(await migrate(world.engine({ settings: variants }), yes)).toMatchObject({
        outcome: 'done',
        set: 3,
      });
      expect(writesTo(world.target).length).toBe(3);
      expect(await variantPictures(world.target)).toEqual(await variantPictures(world.source));
    });
  });
});

describe('a variant that shows another picture', () => {
  it('that no run has set is left alone and counted, unless the source is preferred; revert puts the bytes back', async () => {
    await inShop(async (world) => {
      plantVariants(world.source, { RED: 1, BLUE: 2 });
      plantVariants(world.target, { RED: 9, BLUE: undefined });
      const before = await variantPictures(world.target);
      const left = world.engine({ settings: variants });
      expect(await migrate(left, yes)).toMatchObject({ outcome: 'incomplete', set: 1, conflicts: 1 });
      expect(told(left)).toEqual([
        'edited-on-target image_url: it shows another picture, which no run has set',
      ]);
      const settings = { ...variants, prefer: 'source' } as const;
      const { run } = await migrate(world.engine({ settings }), yes);
      expect(await variantPictures(world.target)).toEqual(await variantPictures(world.source));
      expect(await revert(world.engine(), back(run))).toMatchObject({ outcome: 'done', set: 1, left: 0 });
      expect(await variantPictures(world.target)).toEqual({
        ...before,
        BLUE: (await variantPictures(world.source))['BLUE'],
      });
      // And again: there is nothing left to take back.
      world.target.resetRequests();
      expect(await revert(world.engine(), back(run))).toMatchObject({ outcome: 'done', set: 0, left: 0 });
      expect(Object.keys(methodsOf(world.target))).not.toContain('POST');
      // What was put back is theirs once more, and is said to be put back.
      const again = world.engine({ settings: variants });
      expect(await migrate(again, yes)).toMatchObject({ set: 0, conflicts: 1 });
      expect(told(again)).toEqual([
        'edited-on-target image_url: it shows another picture, which a revert has put back',
      ]);
    });
  });

  it('is set again where an earlier run has set it and the source has another one since', async () => {
    await inShop(async (world) => {
      const [red = 0] = plantVariants(world.source, { RED: 1 });
      const [theirs = 0] = plantVariants(world.target, { RED: undefined });
      await migrate(world.engine({ settings: variants }), yes);
      world.source.setVariantPicture(red, { tiny: 5 });
      const engine = world.engine({ settings: variants });
      const { run } = await migrate(engine, yes);
      expect(signs(engine)).toEqual(['~ RED']);
      expect(await variantPictures(world.target)).toEqual(await variantPictures(world.source));
      // Somebody's own picture since then is a conflict, and is not taken back.
      world.target.setVariantPicture(theirs, { tiny: 6 });
      expect(await migrate(world.engine({ settings: variants }), yes)).toMatchObject({
        set: 0,
        conflicts: 1,
      });
      const reverting = world.engine();
      expect(await revert(reverting, back(run))).toMatchObject({ outcome: 'incomplete', set: 0, left: 1 });
      expect(told(reverting)).toEqual(['changed-since: left as it is: its picture has been changed since']);
    });
  });

  it('is put back through several runs, the newest first, and not past somebody’s own picture', async () => {
    for (const isEdited of [false, true])
      await inShop(async (world) => {
        const settings = { ...variants, prefer: 'source' } as const;
        const [red = 0] = plantVariants(world.source, { RED: 1 });
        const [theirs = 0] = plantVariants(world.target, { RED: 9 });
        const before = await variantPictures(world.target);
        const first = await migrate(world.engine({ settings }), yes);
        const between = await variantPictures(world.target);
        if (isEdited) world.target.setVariantPicture(theirs, { tiny: 6 });
        world.source.setVariantPicture(red, { tiny: 5 });
        const second = await migrate(world.engine({ settings }), yes);
        const found = isEdited ? { RED: Buffer.from(tinyPicture(6)).toString('base64') } : between;
        expect(await revert(world.engine(), back(second.run))).toMatchObject({ set: 1, left: 0 });
        expect(await variantPictures(world.target)).toEqual(found);
        const last = { set: isEdited ? 0 : 1, left: isEdited ? 1 : 0 };
        expect(await revert(world.engine(), back(first.run))).toMatchObject(last);
        expect(await variantPictures(world.target)).toEqual(isEdited ? found : before);
        expect(await revert(world.engine(), back(first.run))).toMatchObject({ ...last, set: 0 });
      });
  });

  it('stays when what showed none before is taken back, which is told', async () => {
    await inShop(async (world) => {
      plantVariants(world.source, { RED: 1 });
      plantVariants(world.target, { RED: undefined });
      const { run } = await migrate(world.engine({ settings: variants }), yes);
      const engine = world.engine();
      expect(await revert(engine, back(run))).toMatchObject({ outcome: 'incomplete', set: 0, left: 1 });
      expect(told(engine)).toEqual([
        'slot-not-emptied: left as it is: it showed none before, and V3 cannot take the picture of a variant away',
      ]);
    });
  });

  it.each(['fields', 'links', 'content'] as const)(
    'is wrong to a verify of the %s as it is to diff, and what nobody can tell is unchecked',
    async (level) => {
      await inShop(async (world) => {
        plantVariants(world.source, { RED: 1, BLUE: 2, GREEN: 3 });
        const [, , green = 0] = plantVariants(world.target, { RED: 9, BLUE: 2, GREEN: 3 });
        world.target.setVariantPicture(green, Buffer.from('no picture at all'));
        const comparing = world.engine({ settings: variants });
        await diff(comparing);
        const verifying = world.engine({ settings: variants });
        expect(await verify(verifying, { level, sample: 1 })).toMatchObject({
          outcome: 'differs',
          images: 3,
          checked: 3,
          unchecked: 0,
          mismatched: 2,
        });
        expect(signs(verifying)).toEqual(signs(comparing).filter((sign) => !sign.startsWith('=')));
        const blind = world.engine({ settings: variants });
        const get: typeof blind.content.get = async (url) =>
          await Promise.reject(new ContentError('no answer', { reason: 'unreachable', url, attempt: 1 }));
        expect(
          await verify({ ...blind, content: { ...blind.content, get } }, { level, sample: 1 }),
        ).toMatchObject({ outcome: 'incomplete', checked: 0, unchecked: 3, mismatched: 0 });
      });
    },
  );

  it('is not fetched by a verify whose sample the product is not in', async () => {
    await inShop(async (world) => {
      plantVariants(world.source, { RED: 1 });
      plantVariants(world.target, { RED: 9 });
      // Of products that have images one is drawn in any case.
      for (const store of [world.source, world.target]) plantViews(store, 'CUP', 1);
      const engine = world.engine({ settings: variants });
      const fetched: string[] = [];
      const get: typeof engine.content.get = async (url, options) => {
        fetched.push(url);
        return await engine.content.get(url, options);
      };
      const sampling = { ...engine, content: { ...engine.content, get } };
      expect(await verify(sampling, { level: 'content', sample: 1e-9 })).toMatchObject({ unchecked: 1 });
      expect(fetched).toEqual([]);
    });
  });

  it('is found by a verify of the content, and repaired', async () => {
    await inShop(async (world) => {
      plantVariants(world.source, { RED: 1, BLUE: 2 });
      const [, blue = 0] = plantVariants(world.target, { RED: undefined, BLUE: undefined });
      await migrate(world.engine({ settings: variants }), yes);
      const { image } = world.target.variants().find(({ id }) => id === blue) ?? {};
      // The store has lost one, and shows another under the address of the other.
      world.target.setVariantPicture(blue, null);
      expect(image).toBeTruthy();
      const checked = await verify(world.engine({ settings: variants }), { level: 'fields', sample: 1 });
      expect(checked).toMatchObject({ outcome: 'differs', checked: 2, mismatched: 1 });
      expect(await repair(world.engine(), repairing)).toMatchObject({
        outcome: 'done',
        set: 1,
        verified: { checked: 2, mismatched: 0 },
      });
      expect(await variantPictures(world.target)).toEqual(await variantPictures(world.source));
    });
  });
});

describe('what a variant does not take', () => {
  it('is refused before it is sent, and named', async () => {
    await inShop(async (world) => {
      const plain = sharp({ create: { width: 40, height: 30, channels: 3, background: '#3a3' } });
      const productId = plant(world.source, 'MUG', []);
      world.source.addVariant({ productId, sku: 'RED', picture: await plain.webp().toBuffer() });
      plantVariants(world.target, { RED: undefined });
      const engine = world.engine({ settings: variants });
      expect(await migrate(engine, yes)).toMatchObject({ outcome: 'incomplete', set: 0, failed: 1 });
      expect(failedIn(engine)).toEqual([
        'set failed: format-unsupported: the picture is a WebP, and a variant takes GIF, JPEG and PNG alone',
      ]);
      expect(writesTo(world.target)).toEqual([]);
    });
  });

  it('is not asked for twice where the target cannot fetch: what comes after is uploaded at once', async () => {
    await inShop(async (world) => {
      world.target.setSwitches({ 'fetch-ports': 'standard' });
      plantVariants(world.source, { RED: 1, BLUE: 2, GREEN: 3 });
      plantVariants(world.target, { RED: undefined, BLUE: undefined, GREEN: undefined });
      expect(await migrate(world.engine({ settings: variants }), yes)).toMatchObject({
        outcome: 'done',
        set: 3,
      });
      expect(writesTo(world.target).length).toBe(1 + 3);
      expect(await variantPictures(world.target)).toEqual(await variantPictures(world.source));
    });
  });

  it('as an upload goes as an address, and is not sent where it may not', async () => {
    await inShop(async (world) => {
      const noise = Buffer.from(
        Array.from({ length: 700 * 700 * 3 }, (_, at) => (at * 7919 * (at % 13)) % 251),
      );
      const picture = await sharp(noise, { raw: { width: 700, height: 700, channels: 3 } })
        .png({ compressionLevel: 0 })
        .toBuffer();
      expect(picture.length).toBeGreaterThan(1_048_576);
      const productId = plant(world.source, 'MUG', []);
      world.source.addVariant({ productId, sku: 'RED', picture });
      plantVariants(world.target, { RED: undefined });
      const uploading = world.engine({ settings: { ...variants, transfer: 'upload' } });
      expect(await migrate(uploading, yes)).toMatchObject({ set: 0, failed: 1 });
      expect(failedIn(uploading)).toEqual([
        `set failed: picture-too-large: ${picture.length} bytes, and a variant takes 1 MB as an upload`,
      ]);
      expect(writesTo(world.target)).toEqual([]);
      expect(await migrate(world.engine({ settings: variants }), yes)).toMatchObject({
        outcome: 'done',
        set: 1,
      });
    });
  });
});
