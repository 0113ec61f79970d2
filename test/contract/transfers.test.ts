import { sourceOf } from '@cutover/journal';
// A whole transfer and a whole parity check by the engine, under every value of every switch that can touch a product's
// images: undocumented means that the engine has to be right either way.
import { parseSwitch, type Switches, type SwitchName, switchTable } from '@cutover/sandbox-store';
import { describe, expect, it } from 'vitest';
import { diff, migrate, verify } from '../support/commands.ts';
import { inWorld, methodsOf, shownBy, type World, yes } from '../support/world.ts';
import { writesTo } from '../support/writes.ts';

const names = Object.keys(switchTable) as SwitchName[];
const productsOf = { products: 12, images: 40 };
const stores = [
  { hash: 'source', catalog: { kind: 'seeded', ...productsOf, pictures: 'tiny' } },
  { hash: 'target', catalog: { kind: 'products-only', products: 12 } },
] as const;

/** Switches of things that no product image meets. */
const elsewhere: ReadonlySet<SwitchName> = new Set([
  'unknown-store',
  'v3-delete-missing',
  'v2-delete-all',
  'v2-negative-sort',
  'v2-unauthorised-body',
  'variant-batch-image',
  'variant-file-limit',
  'variant-image-clear',
  'variant-image-delete',
  'modifier-image-delete',
]);
const amounts: Partial<Record<SwitchName, readonly string[]>> = {
  'fetch-timeout-ms': ['1'],
  'list-lag-ms': ['50'],
  'file-name-length': ['40'],
};

/** Every value but the default, which every other row runs under. */
const settings = names
  .filter((name) => !elsewhere.has(name))
  .flatMap((name) => {
    const row = switchTable[name];
    const values = 'values' in row ? row.values.slice(1) : (amounts[name] ?? []);
    return values.map((value) => ({ name, value }));
  });

describe('a transfer ends verified, and a second one writes nothing', () => {
  it.each([{ name: 'gzip', value: 'off' } as const, ...settings])('$name=$value', async ({ name, value }) => {
    const ahead = { ms: 0 };
    const now = (): number => Date.now() + ahead.ms;
    await inWorld({ stores, now, switches: parseSwitch(`${name}=${value}`) }, async (world) => {
      plantLongList(world);
      expect(await migrate(world.engine(), yes)).toMatchObject({
        outcome: 'done',
        failed: 0,
        remaining: 0,
        inDoubt: 0,
      });
      // A listing that lags has caught up.
      ahead.ms += 60_000;
      // A store that renumbers siblings cannot hold two images at one place, but it can keep their order.
      const places = ['sort-on-create=bump', 'sort-kept=renumbered'].includes(`${name}=${value}`)
        ? 'order'
        : 'numbers';
      const [there, wanted] = [await shownBy(world.target, places), await shownBy(world.source, places)];
      if (name === 'originals') expect(withoutPictures(there)).toEqual(withoutPictures(wanted));
      else expect(there).toEqual(wanted);
      expect(thumbnailsOf(world)).toEqual(new Set([0, 1]));
      expect(await verify(world.engine(), { level: 'content', sample: 1 })).toMatchObject({
        outcome: 'done',
        checked: 60,
        unchecked: 0,
        mismatched: 0,
      });
      world.target.resetRequests();
      expect(await migrate(world.engine(), yes)).toMatchObject({
        outcome: 'done',
        created: 0,
        updated: 0,
        removed: 0,
      });
      expect(Object.keys(methodsOf(world.target))).toEqual(['GET']);
      expect(writesTo(world.source)).toEqual([]);
    });
  });
});

/** What a store that is only read shows; the rest is about writes. */
const shown = settings.filter(({ name }) => /^(?:v2|v3|url|gzip|list|retry)-?/.test(name));

describe('one store’s two views are equal, by GET alone', () => {
  it.each([{ name: 'gzip', value: 'off' } as const, ...shown])('$name=$value', async ({ name, value }) => {
    await inWorld(
      { stores: stores.slice(0, 1), switches: parseSwitch(`${name}=${value}`) },
      async (world) => {
        plantLongList(world);
        const inVariants = world.source.variants().filter(({ image }) => image !== null).length;
        expect(inVariants).toBeGreaterThan(0);
        const settings = { kinds: ['product', 'variant'] } as const;
        expect(await diff(world.engine({ mode: 'parity', settings }))).toMatchObject({
          outcome: 'done',
          byKind: { product: 60, variant: inVariants },
          same: 60 + inVariants,
          changed: 0,
          missing: 0,
          extra: 0,
          error: 0,
        });
        expect(Object.keys(methodsOf(world.source))).toEqual(['GET']);
      },
    );
  });
});

describe('what a switch makes impossible is told, and the rest is done', () => {
  it('description-max=255: an alt text that the store refuses', async () => {
    const switches: Partial<Switches> = { 'description-max': '255' };
    await inWorld({ stores, switches }, async (world) => {
      const image = world.source.images()[0];
      world.source.updateImage(image?.id ?? 0, { description: 'ç'.repeat(256) });
      const result = await migrate(world.engine(), yes);
      expect(result).toMatchObject({
        outcome: 'incomplete',
        created: 39,
        failed: 1,
        remaining: 0,
        inDoubt: 0,
      });
      expect(world.target.images().length).toBe(39);
      const failed = world.journal
        .actions(result.run, { limit: 100 })
        .filter(({ status }) => status === 'failed');
      expect(failed.map((action) => [sourceOf(action)?.imageId, action.reason])).toEqual([
        [image?.id, expect.stringContaining('255 characters')],
      ]);
    });
  });
});

/** A product whose images are as many as a cut-off list would show, twice over. */
function plantLongList({ source, target }: World): void {
  const given = { name: 'Of many views', sku: 'MANY-VIEWS' };
  const { id: productId } = source.addProduct(given);
  if (target !== source) target.addProduct(given);
  for (let place = 0; place < 20; place += 1) {
    const isThumbnail = place === 7;
    const description = `面 ${place}`;
    source.addImage({
      productId,
      sortOrder: place,
      isThumbnail,
      description,
      fileName: `Ansicht größer ${place}.png`,
    });
  }
}

/** How many thumbnails the products of the target have. */
function thumbnailsOf({ target }: World): Set<number> {
  return new Set(
    target.products().map(({ id }) => target.images(id).filter(({ isThumbnail }) => isThumbnail).length),
  );
}

function withoutPictures(shown: Awaited<ReturnType<typeof shownBy>>): unknown {
  return Object.fromEntries(
    Object.entries(shown).map(([sku, images]) => [
      sku,
      images.map((image) => ({ ...image, picture: 'not compared' })),
    ]),
  );
}
