// What is kept of everything that is handed over, whatever it is made of; and that the first bytes at an address are asked
// for once, and nothing else, however often it is handed over.
import { type HandedOver, handedOverBy } from '@cutover/journal';
import { tinyPicture } from '@cutover/sandbox-store';
import type { V3Product } from '@cutover/v3-client';
import { describe, expect, it } from 'vitest';
import { type AskedPicture, noting } from '../support/asked-pictures.ts';
import { type Asking, migrate, revert } from '../support/commands.ts';
import { back, mirror, plant, stores } from '../support/planted.ts';
import { slotShops } from '../support/slots.ts';
import { inShop, plantVariants } from '../support/variants.ts';
import { inWorld, type World, yes } from '../support/world.ts';

const tiny = (seed: number) =>
  ({ contentType: 'image/png', width: 8, height: 8, contentLength: tinyPicture(seed).length }) as const;

/** Of the newest run, in the order in which they were planned. */
function handedOver({ journal }: World): (HandedOver | undefined)[] {
  const [run] = journal.runs();
  return journal.actions(run?.planRun ?? '').map(handedOverBy);
}

const ofSource = (asked: readonly AskedPicture[]): string[] =>
  asked.filter(({ url }) => url.includes('/s-source/')).map(({ how }) => how);

describe('the images of a migration', () => {
  it.each([
    ['auto', 'off', ['first bytes', 'first bytes', 'first bytes']],
    ['auto', 'auto', ['first bytes', 'first bytes', 'first bytes']],
    ['url', 'off', ['first bytes', 'first bytes', 'first bytes']],
    // Some of them first for an estimate, which is then known.
    ['upload', 'off', ['first bytes', 'first bytes', 'first bytes', 'all', 'all', 'all']],
  ] as const)('cost one small request each under %s, batch %s', async (transfer, batch, requests) => {
    await inWorld({ stores }, async (world) => {
      for (const [at, sku] of ['MUG', 'CUP', 'JUG'].entries()) {
        const productId = plant(world.source, sku, []);
        world.source.addImage({ productId, picture: { tiny: at }, fileName: `${sku}.png` });
        plant(world.target, sku, []);
      }
      const given = world.engine({ settings: { transfer, batch, concurrency: 1 } });
      const { content, asked } = noting(given.content);
      expect(await migrate({ ...given, content }, yes)).toMatchObject({ created: 3, failed: 0 });
      expect(ofSource(asked)).toEqual(requests);
      expect(handedOver(world)).toEqual(
        world.source.images().map(({ id }, at) => ({
          is: 'original',
          origin: 'stencil-original',
          url: world.source.originalUrl(id),
          ...tiny(at),
        })),
      );
    });
  });

  it('are asked for no more where the target has refused the address, or has not answered', async () => {
    await inWorld({ stores }, async (world) => {
      const productId = plant(world.source, 'MUG', []);
      world.source.addImage({ productId, picture: { tiny: 1 }, fileName: 'mug.png' });
      plant(world.target, 'MUG', []);
      world.target.failNext({ method: 'POST' }, 'reset-before');
      world.target.failNext({ method: 'POST' }, { name: 'error-before', status: 400 });
      const given = world.engine({ settings: { settleAfterMs: 0, batch: 'off' } });
      const { content, asked } = noting(given.content);
      expect(await migrate({ ...given, content }, yes)).toMatchObject({ created: 1 });
      expect(ofSource(asked)).toEqual(['first bytes', 'all']);
      expect(handedOver(world)).toMatchObject([{ origin: 'stencil-original', ...tiny(1) }]);
    });
  });

  it('that are put back are told as kept bytes, and what hands nothing over as nothing', async () => {
    await inWorld({ stores }, async (world) => {
      plant(world.source, 'MUG', [4]);
      const productId = plant(world.target, 'MUG', [4]);
      world.target.addImage({ productId, picture: { tiny: 5 }, fileName: 'theirs.png', sortOrder: 9 });
      const { run } = await migrate(world.engine({ settings: mirror }), yes);
      expect(handedOver(world)).toEqual([undefined]);
      await revert(world.engine(), back(run));
      expect(handedOver(world)).toEqual([{ is: 'original', origin: 'archive', ...tiny(5) }]);
    });
  });
});

describe.each(slotShops)('a $noun', ({ kind, plant: plantSlots, show }) => {
  it('tells where its picture was found, and what is put back where that was', async () => {
    const settings = { kinds: [kind] };
    await inShop(async (world) => {
      const [red = 0] = plantSlots(world.source, { Red: 1 });
      plantSlots(world.target, { Red: undefined });
      await migrate(world.engine({ settings }), yes);
      expect(handedOver(world)).toEqual([
        { is: 'original', origin: 'slot', url: expect.stringContaining('/s-source/'), ...tiny(1) },
      ]);
      show(world.source, red, { tiny: 3 });
      const { run } = await migrate(world.engine({ settings }), yes);
      expect(handedOver(world)).toMatchObject([{ origin: 'slot', ...tiny(3) }]);
      await revert(world.engine({ settings }), back(run));
      // A swatch takes an address alone, and that of before gives another picture by now.
      expect(handedOver(world)).toEqual([
        kind === 'swatch' ? undefined : { is: 'original', origin: 'archive', ...tiny(1) },
      ]);
    });
  });
});

/** The source as if each of its variants showed what the first one does. */
function showingOne(engine: Asking): Asking {
  const { v3 } = engine.source;
  let first: string | undefined;
  const shown = ({ variants = [], ...product }: V3Product): V3Product => ({
    ...product,
    variants: variants.map((variant) => {
      if (!variant.image_url) return variant;
      first ??= variant.image_url;
      return { ...variant, image_url: first };
    }),
  });
  async function* sweepProducts(...asked: Parameters<typeof v3.sweepProducts>) {
    for await (const page of v3.sweepProducts(...asked))
      yield { ...page, products: page.products.map(shown) };
  }
  return { ...engine, source: { ...engine.source, v3: { ...v3, sweepProducts } } };
}

it('a picture that several variants show is asked for once', async () => {
  await inShop(async (world) => {
    plantVariants(world.source, { S: 1, M: 2, L: 3 });
    plantVariants(world.target, { S: undefined, M: undefined, L: undefined });
    const given = world.engine({ settings: { kinds: ['variant'] } });
    const { content, asked } = noting(given.content);
    expect(await migrate(showingOne({ ...given, content }), yes)).toMatchObject({ set: 3, failed: 0 });
    expect(ofSource(asked)).toEqual(['first bytes']);
    expect(handedOver(world).map((one) => one?.url)).toEqual(Array.from({ length: 3 }, () => asked[0]?.url));
  });
});
