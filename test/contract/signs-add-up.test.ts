// A comparison of one store’s two views, whole or of a share: the images that were compared, those beside the sample that were
// seen to be wrong, and those of products that V3 alone lists are all that has a sign; what a store counts and does not list
// is no image. What a sample proves speaks of what was drawn.
import { comparedIn } from '@cutover/sync-engine';
import { describe, expect, it } from 'vitest';
import { diff, verify } from '../support/commands.ts';
import { plantViews } from '../support/planted.ts';
import { inWorld, type World } from '../support/world.ts';

const one = { stores: [{ hash: 'alone', catalog: { kind: 'products-only', products: 0 } as const }] };
const parity = { mode: 'parity' } as const;
const PRODUCTS = 12;
const IMAGES = 2;

const plant = ({ source }: World): number[] =>
  Array.from({ length: PRODUCTS }, (_, index) => plantViews(source, `MUG-${index}`, IMAGES));

/** Products that V2 was asked for the images of. */
function drawn({ source }: World): number[] {
  return source.requests().flatMap(({ path }) => {
    const id = /\/v2\/products\/(\d+)\/images/.exec(path)?.[1];
    return id === undefined ? [] : [Number(id)];
  });
}

/** The main picture is another in V3: both images of the product differ, and V2’s page alone shows it. */
function swapMain({ source }: World, productId: number): void {
  const [first, second] = source.images(productId);
  source.updateImage(first?.id ?? 0, { viewOverrides: { v3: { is_thumbnail: false } } });
  source.updateImage(second?.id ?? 0, { viewOverrides: { v3: { is_thumbnail: true } } });
}

/** V2 counts it, and V3 does not list it; nor does V2’s page show it. */
function hideLast({ source }: World, productId: number): void {
  source.updateImage(source.images(productId).at(-1)?.id ?? 0, { hiddenFrom: 'v3' });
}

/** The same engine, whose V2 does not list the product at all. */
function withoutInV2(world: World, hidden: number) {
  const engine = world.engine(parity);
  const { v2 } = engine.source;
  const source = {
    ...engine.source,
    v2: {
      ...v2,
      listProducts: async (...given: Parameters<typeof v2.listProducts>) =>
        (await v2.listProducts(...given)).filter(({ id }) => id !== hidden),
    },
  };
  return { ...engine, source, target: source };
}

async function compared(world: World, sample: number, engine = world.engine(parity)) {
  const result = await diff(engine, { sample });
  const run = world.journal.run(result.run);
  if (run === undefined) throw new Error('the run is gone');
  const { images, products, beside, alone } = comparedIn(run);
  const { same, changed, missing, extra, error, confidence, outcome } = result;
  const signed = same + changed + missing + extra + error;
  expect(signed).toBe(images + beside.images + alone.images);
  expect(products).toBe(drawn(world).length);
  return {
    images,
    beside,
    alone,
    confidence,
    outcome,
    error,
    shortListings: run.counts['shortListings'] ?? 0,
  };
}

describe('of a share', () => {
  it('wrong main pictures of products that were not drawn are no images of those that were', async () => {
    await inWorld(one, async (world) => {
      const wrong = plant(world).slice(0, 6);
      for (const id of wrong) swapMain(world, id);
      const result = await compared(world, 0.2);
      const ids = drawn(world);
      const others = wrong.filter((id) => !ids.includes(id)).length;
      const mismatched = (wrong.length - others) * IMAGES;
      expect(others).toBeGreaterThan(0);
      expect(result).toEqual({
        images: ids.length * IMAGES,
        beside: { images: others * IMAGES, products: others },
        alone: { images: 0, products: 0 },
        confidence: {
          code: 'sample-wrong',
          mismatched,
          checked: ids.length * IMAGES,
          others: others * IMAGES,
        },
        outcome: 'differs',
        error: 0,
        shortListings: 0,
      });
      world.source.resetRequests();
      const verified = await verify(world.engine(parity), { level: 'fields', sample: 0.2 });
      const drawnNow = drawn(world);
      const unseen = wrong.filter((id) => !drawnNow.includes(id)).length;
      expect(verified.confidence).toEqual({
        code: 'sample-wrong',
        mismatched: (wrong.length - unseen) * IMAGES,
        checked: drawnNow.length * IMAGES,
        others: unseen * IMAGES,
      });
    });
  });

  it('what V2 counts and V3 does not list takes nothing from what was drawn', async () => {
    await inWorld(one, async (world) => {
      const ids = plant(world);
      // Until a turn comes that has not drawn the product whose image is hidden.
      hideLast(world, ids[0] ?? 0);
      let turns = 0;
      for (let turn = 0; turn < 5; turn += 1) {
        world.source.resetRequests();
        const result = await verify(world.engine(parity), { level: 'fields', sample: 0.2 });
        const lists = drawn(world);
        if (lists.includes(ids[0] ?? 0)) continue;
        turns += 1;
        expect(result).toMatchObject({
          outcome: 'incomplete',
          checked: lists.length * IMAGES,
          mismatched: 0,
          confidence: {
            code: 'sample-right',
            percent: 100 * (1 - 0.05 ** (1 / lists.length)),
            products: lists.length,
            isShort: true,
          },
        });
      }
      expect(turns).toBeGreaterThan(0);
    });
  });

  it('that drew every product says how many of all are wrong', async () => {
    await inWorld(one, async (world) => {
      const [first = 0] = plant(world);
      swapMain(world, first);
      const sample = { level: 'fields', sample: 0.9999 } as const;
      const images = PRODUCTS * IMAGES;
      const { confidence } = await verify(world.engine(parity), sample);
      expect(drawn(world)).toHaveLength(PRODUCTS);
      expect(confidence).toEqual({ code: 'sample-whole', mismatched: IMAGES, checked: images });
    });
  });
});

describe('of all', () => {
  it('an image that V3 hides is one sign, and that V2 counts it is none', async () => {
    await inWorld(one, async (world) => {
      const [first = 0] = plant(world);
      hideLast(world, first);
      expect(await compared(world, 1)).toEqual({
        images: PRODUCTS * IMAGES,
        beside: { images: 0, products: 0 },
        alone: { images: 0, products: 0 },
        confidence: undefined,
        outcome: 'differs',
        error: 0,
        shortListings: 1,
      });
    });
  });

  it('images of a product that V3 alone lists have a sign, and are none of the products compared', async () => {
    await inWorld(one, async (world) => {
      const [first = 0] = plant(world);
      const result = await compared(world, 1, withoutInV2(world, first));
      expect(result).toMatchObject({
        images: (PRODUCTS - 1) * IMAGES,
        alone: { images: IMAGES, products: 1 },
        outcome: 'differs',
      });
    });
  });

  it('of a sound store all that was compared is the same', async () => {
    await inWorld(one, async (world) => {
      plant(world);
      expect(await compared(world, 1)).toMatchObject({
        images: PRODUCTS * IMAGES,
        outcome: 'done',
        shortListings: 0,
      });
    });
  });
});
