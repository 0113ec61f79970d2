// One store whose V2 is asked for the lists of a share of its products: exactly those requests, turn after turn of others;
// what V2 was not asked for is never called equal, and what its pages or V3 itself show to be wrong is told all the same.
import type { StoreControl } from '@cutover/sandbox-store';
import { describe, expect, it } from 'vitest';
import { diff, repair, type Settings, verify } from '../support/commands.ts';
import { plantViews } from '../support/planted.ts';
import { inWorld, type World, yes } from '../support/world.ts';

const PRODUCTS = 40;
const IMAGES = 2;
const one = { stores: [{ hash: 'alone', catalog: { kind: 'products-only', products: 0 } as const }] };
const parity = { mode: 'parity' } as const;

function plantProducts(store: StoreControl): number[] {
  return Array.from({ length: PRODUCTS }, (_, index) => plantViews(store, `MUG-${index}`, IMAGES));
}

/** V2 lists that were asked for, by product; and every other request by version and path. */
function asked({ source }: World) {
  const lists: number[] = [];
  const others: Record<string, number> = {};
  for (const { version, path } of source.requests()) {
    const id = /\/v2\/products\/(\d+)\/images/.exec(path)?.[1];
    const name = `${version} ${path.replace(/^.*\/v[23]/, '').replace(/\?.*$/, '')}`;
    if (id === undefined) others[name] = (others[name] ?? 0) + 1;
    else lists.push(Number(id));
  }
  source.resetRequests();
  return { lists: lists.toSorted((a, b) => a - b), others };
}

/** V2's pages of products, and the one that says that there are no more; V2's count of images; V3 in one page. */
const besideLists = { 'v2 /products': 2, 'v2 /products/images/count': 1, 'v3 /catalog/products': 1 };

const commands = {
  diff: async (world: World, sample: number, settings: Partial<Settings> = {}) =>
    await diff(world.engine({ ...parity, settings }), { sample }),
  verify: async (world: World, sample: number, settings: Partial<Settings> = {}) =>
    await verify(world.engine({ ...parity, settings }), { level: 'fields', sample }),
};

describe.each(['diff', 'verify'] as const)('a %s of a share', (command) => {
  it('takes turns of its own for each list of products: those of one are not skipped for the other’s', async () => {
    await inWorld(one, async (world) => {
      const ids = plantProducts(world.source);
      const lists = [ids.slice(0, ids.length / 2), ids.slice(ids.length / 2)].map((some, index) => ({
        products: some.map((sourceProductId, line) => ({ sourceProductId, line })),
        productsDigest: `list ${index}`,
      }));
      const asks: number[] = [];
      for (let turn = 0; turn < 4; turn += 1)
        for (const settings of lists) {
          await commands[command](world, 0.25, settings);
          asks.push(...asked(world).lists);
        }
      expect(new Set(asks)).toEqual(new Set(ids));
    });
  });

  it('asks V2 for the lists of other products each turn, until it has asked for all', async () => {
    await inWorld(one, async (world) => {
      const ids = plantProducts(world.source);
      const drawn: number[] = [];
      for (let turn = 0; turn < 4; turn += 1) {
        const result = await commands[command](world, 0.25);
        const { lists, others } = asked(world);
        expect(others).toEqual(besideLists);
        expect(result).toMatchObject({
          outcome: 'done',
          products: PRODUCTS,
          images: PRODUCTS * IMAGES,
          proof: { v2: 'sample', products: lists.length },
        });
        // Only what was compared is called equal.
        const compared = lists.length * IMAGES;
        const percent = 100 * (1 - 0.05 ** (1 / lists.length));
        expect(result.confidence).toEqual({ code: 'sample-right', percent, products: lists.length });
        expect(result).toMatchObject(
          'same' in result
            ? { same: compared, pairedImages: compared, pairedProducts: lists.length }
            : { checked: compared, unchecked: (PRODUCTS - lists.length) * IMAGES, mismatched: 0 },
        );
        drawn.push(...lists);
      }
      expect(drawn.toSorted((a, b) => a - b)).toEqual(ids);
    });
  });

  it('draws one product at least each turn, in a store whose products lie beside the share', async () => {
    await inWorld(one, async (world) => {
      const ids = Array.from({ length: 3 }, (_, index) => plantViews(world.source, `CUP-${index}`, IMAGES));
      const drawn = new Set<number>();
      for (let turn = 0; turn < 20; turn += 1) {
        const result = await commands[command](world, 0.05);
        const { lists } = asked(world);
        expect(lists.length).toBeGreaterThan(0);
        // The one that V2 was asked for is the one that V3 is held against.
        expect(result).toMatchObject({ outcome: 'done', proof: { v2: 'sample', products: lists.length } });
        for (const id of lists) drawn.add(id);
      }
      expect([...drawn].toSorted((a, b) => a - b)).toEqual(ids);
    });
  });

  it('has one with a picture, if its first page shows any', async () => {
    await inWorld(one, async (world) => {
      for (const name of ['A', 'B', 'C']) plantViews(world.source, name, 0);
      const pictured = plantViews(world.source, 'CUP', IMAGES);
      for (let turn = 0; turn < 5; turn += 1) {
        expect(await commands[command](world, 0.05)).toMatchObject({ outcome: 'done' });
        expect(asked(world).lists).toContain(pictured);
      }
    });
  });

  it('that met no picture is not done while there are pictures elsewhere', async () => {
    await inWorld(one, async (world) => {
      const bare = plantViews(world.source, 'BARE', 0);
      const ids = [bare, plantViews(world.source, 'CUP', IMAGES)];
      // Which products a file names is known before any of them is read, and not yet which have pictures.
      const selection = {
        products: ids.map((sourceProductId, index) => ({ sourceProductId, line: index + 2 })),
        productsDigest: 'two',
      };
      const outcomes: string[] = [];
      for (let turn = 0; turn < 20; turn += 1) {
        const { outcome } = await commands[command](world, 0.05, selection);
        const isBare = asked(world).lists.every((id) => id === bare);
        outcomes.push(`${isBare ? 'bare' : 'pictured'} ${outcome}`);
      }
      expect(new Set(outcomes)).toEqual(new Set(['bare incomplete', 'pictured done']));
    });
  });

  it('counts each product that it drew, with pictures or without', async () => {
    await inWorld(one, async (world) => {
      for (const name of ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H']) plantViews(world.source, name, 0);
      plantViews(world.source, 'CUP', IMAGES);
      plantViews(world.source, 'POT', IMAGES);
      const { confidence, proof } = await commands[command](world, 0.5);
      const drawn = asked(world).lists.length;
      expect({ confidence, proof }).toEqual({
        confidence: { code: 'sample-right', percent: 100 * (1 - 0.05 ** (1 / drawn)), products: drawn },
        proof: { v2: 'sample', products: drawn },
      });
    });
  });

  it('of a store without products has nothing to draw', async () => {
    await inWorld(one, async (world) => {
      expect(await commands[command](world, 0.05)).toMatchObject({ outcome: 'done', products: 0 });
    });
  });

  it('of all asks for each, and holds its count against them', async () => {
    await inWorld(one, async (world) => {
      const ids = plantProducts(world.source);
      const result = await commands[command](world, 1);
      expect(result).toMatchObject({ proof: { v2: 'full', products: PRODUCTS } });
      expect(result.confidence).toBeUndefined();
      expect(asked(world)).toEqual({
        lists: ids,
        others: { ...besideLists, 'v2 /products/images/count': 2 },
      });
    });
  });
});

/** What is told of a product where V2 was not asked for its list, and where it was. */
const faults: readonly {
  readonly name: string;
  readonly plant: (store: StoreControl, images: readonly number[]) => void;
  readonly told: readonly string[];
  readonly toldWhole: readonly string[];
}[] = [
  {
    name: 'another text in V2',
    plant: (store, [first = 0]) =>
      store.updateImage(first, { viewOverrides: { v2: { description: 'another' } } }),
    told: [],
    toldWhole: ['~ view-field-differs'],
  },
  {
    name: 'an image that V2 alone lists behind the main picture',
    plant: (store, [, second = 0]) => store.updateImage(second, { hiddenFrom: 'v3' }),
    told: [],
    toldWhole: ['+ view-image-missing'],
  },
  {
    name: 'no thumbnail',
    plant: (store, [first = 0]) => store.updateImage(first, { isThumbnail: false }),
    told: ['~ thumbnail-missing'],
    toldWhole: ['~ thumbnail-missing'],
  },
  {
    name: 'a main picture that V3 does not list',
    plant: (store, [first = 0]) => store.updateImage(first, { hiddenFrom: 'v3' }),
    told: ['+ view-image-missing', '~ thumbnail-missing'],
    toldWhole: ['+ view-image-missing', '~ thumbnail-missing'],
  },
  {
    name: 'another main picture in V3',
    plant(store, [first = 0, second = 0]) {
      store.updateImage(first, { viewOverrides: { v3: { is_thumbnail: false } } });
      store.updateImage(second, { viewOverrides: { v3: { is_thumbnail: true } } });
    },
    told: ['~ view-field-differs', '~ view-field-differs'],
    toldWhole: ['~ view-field-differs', '~ view-field-differs'],
  },
];

describe('what is wrong', () => {
  it.each(faults)(
    '$name is told where V2 has spoken of it, and not called equal where not',
    async (fault) => {
      await inWorld(one, async (world) => {
        const [id = 0] = plantProducts(world.source);
        fault.plant(
          world.source,
          world.source.images(id).map((image) => image.id),
        );
        let turnsWhole = 0;
        for (let turn = 0; turn < 4; turn += 1) {
          const engine = world.engine(parity);
          const result = await diff(engine, { sample: 0.25 });
          const isAsked = asked(world).lists.includes(id);
          if (isAsked) turnsWhole += 1;
          const about = engine.events.flatMap((event) =>
            event.type === 'finding' && (event.source ?? event.target)?.productId === id ? [event] : [],
          );
          const wrong = about.filter(({ sign }) => sign !== '=');
          expect(wrong.map(({ sign, rule }) => `${sign} ${rule}`).toSorted()).toEqual(
            isAsked ? fault.toldWhole : fault.told,
          );
          expect(about.some(({ sign }) => sign === '=')).toBe(isAsked && about.length > wrong.length);
          const counts = engine.events.some(
            (event) => event.type === 'finding' && event.rule === 'listing-incomplete',
          );
          expect(counts).toBe(fault.name.includes('list'));
          expect(result.outcome).toBe(wrong.length > 0 || counts ? 'differs' : 'done');
        }
        expect(turnsWhole).toBe(1);
      });
    },
  );

  it('in a product whose list was not asked for is repaired and verified, with no more asked of V2', async () => {
    await inWorld(one, async (world) => {
      const ids = plantProducts(world.source);
      for (const { id } of ids.map((productId) => world.source.images(productId)[0] ?? { id: 0 }))
        world.source.updateImage(id, { isThumbnail: false });
      const found = await commands.verify(world, 0.25);
      expect(found).toMatchObject({ outcome: 'differs', mismatched: PRODUCTS });
      const first = asked(world).lists;
      const result = await repair(world.engine(parity), { ...yes, sample: 0.25 });
      expect(result).toMatchObject({ outcome: 'done', updated: PRODUCTS, failed: 0 });
      const { lists, others } = asked(world);
      const gets = Object.entries(others).filter(([name]) => /^v2 \/products\/\d+$/.test(name));
      // Each product's own page, instead of pages of 250: once for either.
      expect([gets.length, new Set(gets.map(([, times]) => times))]).toEqual([PRODUCTS, new Set([2])]);
      const { verified } = result;
      expect((verified?.checked ?? 0) + (verified?.unchecked ?? 0)).toBe(PRODUCTS * IMAGES);
      expect(verified?.mismatched).toBe(0);
      // The repair has had a first turn, too, and its verify, which is part of it, that of the next verify.
      await commands.verify(world, 0.25);
      const second = asked(world).lists;
      expect(lists).toEqual([...first, ...second].toSorted((a, b) => a - b));
      expect(lists.length).toBe(new Set(lists).size);
    });
  });
});

it('a run that is continued draws what it drew, whatever other runs have come and gone', async () => {
  await inWorld(one, async (world) => {
    plantProducts(world.source);
    const first = await diff(world.engine(parity), { sample: 0.25 });
    asked(world);
    const stopping = new AbortController();
    const engine = world.engine({
      ...parity,
      stopping: stopping.signal,
      onEvent(event) {
        if (event.type === 'progress' && event.done > 3) stopping.abort();
      },
    });
    const stopped = await diff(engine, { sample: 0.25 });
    expect(stopped.outcome).toBe('stopped');
    const begun = asked(world).lists;
    expect(await world.journal.forgetRun(first.run)).toBe('forgotten');
    const result = await diff(world.engine(parity), { sample: 0.25 });
    const lists = [...new Set([...begun, ...asked(world).lists])];
    expect(result).toMatchObject({
      run: stopped.run,
      outcome: 'done',
      same: lists.length * IMAGES,
      proof: { v2: 'sample', products: lists.length },
    });
  });
});

describe('of the pictures of variants', () => {
  const kinds = [['product', 'variant'], ['variant']] as const;
  const commandsOf = {
    diff: async (world: World, settings: Partial<Settings>) =>
      await diff(world.engine({ ...parity, settings }), { sample: 0.25 }),
    verify: async (world: World, settings: Partial<Settings>) =>
      await verify(world.engine({ ...parity, settings }), { level: 'fields', sample: 0.25 }),
  };
  const cases = kinds.flatMap((of) => (['diff', 'verify'] as const).map((command) => [command, of] as const));

  it.each(cases)('a %s of %o holds those of the drawn products alone against V2', async (command, of) => {
    await inWorld(one, async ({ source, ...world }) => {
      const ids = plantProducts(source);
      for (const productId of ids)
        source.addVariant({
          productId,
          sku: `V-${productId}`,
          choices: { Colour: 'Red' },
          picture: { tiny: 1 },
        });
      const drawn: number[] = [];
      for (let turn = 0; turn < 4; turn += 1) {
        const result = await commandsOf[command]({ source, ...world }, { kinds: of });
        const requests = source.requests().map(({ path }) => path);
        source.resetRequests();
        const idsIn = (what: RegExp) => requests.flatMap((path) => Number(what.exec(path)?.[1] ?? 0) || []);
        const skus = idsIn(/\/v2\/products\/(\d+)\/skus/);
        const lists = idsIn(/\/v2\/products\/(\d+)\/images/);
        expect(skus.filter((id) => !lists.includes(id))).toEqual([]);
        const images = of.length === 1 ? 0 : IMAGES;
        const compared = lists.length * images + skus.length;
        const all = PRODUCTS * images + ids.length;
        expect(result).toMatchObject({
          outcome: 'done',
          images: all,
          byKind: { variant: ids.length },
          proof: { v2: 'sample', products: lists.length },
        });
        expect(result).toMatchObject(
          'same' in result
            ? { same: compared, error: 0, pairedImages: compared, pairedProducts: lists.length }
            : { checked: compared, mismatched: 0, unchecked: all - compared },
        );
        drawn.push(...skus);
      }
      expect(drawn.toSorted((a, b) => a - b)).toEqual(ids);
    });
  });
});
