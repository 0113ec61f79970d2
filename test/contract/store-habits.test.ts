// Stores that keep something else than they are sent: what they make of our texts, places and names is nobody's edit, is
// told once where it matters, and is not sent again.
import { describe, expect, it } from 'vitest';
import { migrate, verify } from '../support/commands.ts';
import { linesOf, told } from '../support/planted.ts';
import { inWorld, methodsOf, type World, yes } from '../support/world.ts';

const nothing = { created: 0, updated: 0, removed: 0, failed: 0, remaining: 0, inDoubt: 0, conflicts: 0 };
const storesWith = (switches: object) => [
  { hash: 'source', catalog: { kind: 'seeded', products: 0 } as const },
  {
    hash: 'target',
    catalog: { kind: 'products-only', products: 0 } as const,
    firstIds: { image: 50_001 },
    switches,
  },
];

/** One product of both stores, and an image of the source for each row. */
function plant(
  { source, target }: World,
  rows: readonly { readonly name?: string; readonly text?: string; readonly place?: number }[],
): void {
  const { id: productId } = source.addProduct({ sku: 'MUG', name: 'mug' });
  target.addProduct({ sku: 'MUG', name: 'mug' });
  for (const [index, { name = `mug-${index}`, text, place }] of rows.entries())
    source.addImage({
      productId,
      picture: { tiny: index + 1 },
      fileName: `${name}.png`,
      // As it is, whatever this sandbox would make of such a name.
      ...(name.includes('%') ? { imageFile: `q/123/${name}__4350${index}.png` } : {}),
      description: text ?? `text ${index}`,
      sortOrder: place ?? index,
      isThumbnail: index === 0,
    });
}

/** Migrates again; the target is only read. */
async function isQuiet(world: World): Promise<void> {
  world.target.resetRequests();
  const engine = world.engine();
  expect(await migrate(engine, yes)).toMatchObject({ ...nothing, outcome: 'done' });
  expect(told(engine)).toEqual([]);
  expect(
    Object.keys(methodsOf(world.target)).filter((method) => !['GET', 'picture'].includes(method)),
  ).toEqual([]);
}

describe('a text', () => {
  it.each([
    ['trimmed', '  Test Description \u00A0', 'Test Description', 'trimmed'],
    ['cut-255', 'x'.repeat(300), 'x'.repeat(255), 'cut at 255 characters'],
    ['nfc', 'cafe\u0301', 'caf\u00E9', 'in Unicode’s composed form'],
  ])(
    'that the store keeps %s is told once, and a later change of it is an edit',
    async (kept, text, shown, how) => {
      await inWorld({ stores: storesWith({ 'description-kept': kept }) }, async (world) => {
        plant(world, [{ text }]);
        const engine = world.engine();
        expect(await migrate(engine, yes)).toMatchObject({ ...nothing, outcome: 'done', created: 1 });
        expect(told(engine)).toEqual([
          `text-kept-otherwise 50001 description: the store does not keep the alt text as it was sent: ${how}`,
        ]);
        expect(linesOf(world.target)).toEqual([`50001 ${shown} @0 thumbnail`]);
        await isQuiet(world);
        const checked = world.engine();
        expect(await verify(checked, { level: 'fields', sample: 1 })).toMatchObject({
          outcome: 'done',
          mismatched: 0,
        });
        world.target.updateImage(50_001, { description: 'theirs' });
        expect(await migrate(world.engine(), yes)).toMatchObject({
          ...nothing,
          outcome: 'incomplete',
          conflicts: 1,
        });
      });
    },
  );

  it('that was there before is no cut of the new one: an update that was lost is sent again', async () => {
    await inWorld({ stores: storesWith({}) }, async (world) => {
      const old = 'x'.repeat(120);
      plant(world, [{ text: old }]);
      await migrate(world.engine(), yes);
      const description = `${old} and something new`;
      world.source.updateImage(world.source.images()[0]?.id ?? 0, { description });
      world.target.failNext({ method: 'PUT', path: /images/ }, 'reset-before');
      expect(await migrate(world.engine(), yes)).toMatchObject({ outcome: 'done', updated: 1 });
      expect(linesOf(world.target)).toEqual([`50001 ${description} @0 thumbnail`]);
    });
  });

  it('that somebody writes before a lost answer is settled is theirs', async () => {
    await inWorld({ stores: storesWith({}) }, async (world) => {
      plant(world, [{}, {}]);
      world.target.failNext({ method: 'POST', path: /images/ }, 'reset-after');
      const engine = world.engine({
        onEvent(event) {
          if (event.type === 'progress' && event.phase === 'settling' && world.target.images().length === 1)
            world.target.updateImage(50_001, { description: 'theirs' });
        },
      });
      expect(await migrate(engine, yes)).toMatchObject({ created: 2, updated: 0 });
      expect(linesOf(world.target)[0]).toMatch(/^50001 theirs /);
      expect(await migrate(world.engine(), yes)).toMatchObject({
        ...nothing,
        outcome: 'incomplete',
        conflicts: 1,
      });
      expect(await verify(world.engine(), { level: 'fields', sample: 1 })).toMatchObject({
        outcome: 'differs',
      });
    });
  });

  it('that somebody moves before a lost answer is settled makes no store that renumbers of it', async () => {
    await inWorld({ stores: storesWith({}) }, async (world) => {
      plant(world, [{}, {}]);
      world.target.failNext({ method: 'POST', path: /images/ }, 'reset-after');
      const engine = world.engine({
        onEvent(event) {
          if (event.type === 'progress' && event.phase === 'settling' && world.target.images().length === 1)
            world.target.updateImage(50_001, { sortOrder: -7 });
        },
      });
      await migrate(engine, yes);
      world.target.updateImage(50_001, { sortOrder: -7 });
      expect(await verify(world.engine(), { level: 'fields', sample: 1 })).toMatchObject({
        outcome: 'differs',
      });
    });
  });

  it('that has changed on the source is sent, and kept as the store keeps it', async () => {
    await inWorld({ stores: storesWith({ 'description-kept': 'trimmed' }) }, async (world) => {
      plant(world, [{ text: ' one ' }]);
      await migrate(world.engine(), yes);
      world.source.updateImage(world.source.images()[0]?.id ?? 0, { description: ' two ' });
      expect(await migrate(world.engine(), yes)).toMatchObject({ ...nothing, outcome: 'done', updated: 1 });
      expect(linesOf(world.target)).toEqual(['50001 two @0 thumbnail']);
      await isQuiet(world);
    });
  });
});

describe('a store that knows an order and no places', () => {
  const stores = storesWith({ 'sort-kept': 'renumbered' });
  it('is given the source’s order once, and left in peace', async () => {
    await inWorld({ stores }, async (world) => {
      plant(world, [{ place: 10 }, { place: 20 }, { place: 35 }]);
      expect(await migrate(world.engine(), yes)).toMatchObject({ ...nothing, outcome: 'done', created: 3 });
      expect(await verify(world.engine(), { level: 'fields', sample: 1 })).toMatchObject({ outcome: 'done' });
      await isQuiet(world);
    });
  });

  it.each([
    [50_001, 50_003, 50_002],
    [50_003, 50_002, 50_001],
    [50_002, 50_001, 50_003],
  ])('is left in the order that somebody has given it: %i %i %i', async (...order) => {
    await inWorld({ stores }, async (world) => {
      plant(world, [{ place: 10 }, { place: 20 }, { place: 35 }]);
      await migrate(world.engine(), yes);
      for (const [sortOrder, id] of order.entries()) world.target.updateImage(id, { sortOrder });
      const inTurn = (): number[] =>
        world.target
          .images()
          .toSorted((a, b) => a.sortOrder - b.sortOrder)
          .map(({ id }) => id);
      for (let run = 0; run < 2; run += 1) {
        world.target.resetRequests();
        const { conflicts, ...result } = await migrate(world.engine(), yes);
        expect(result).toMatchObject({ outcome: 'incomplete', updated: 0, failed: 0 });
        expect(conflicts).toBeGreaterThan(0);
        expect(methodsOf(world.target)['PUT']).toBeUndefined();
      }
      expect(inTurn()).toEqual(order);
      expect(await migrate(world.engine({ settings: { prefer: 'source' } }), yes)).toMatchObject({
        outcome: 'done',
      });
      expect(inTurn()).toEqual([50_001, 50_002, 50_003]);
    });
  });

  it('is put in order where it is not', async () => {
    await inWorld({ stores }, async (world) => {
      plant(world, [{ place: 10 }, { place: 20 }, { place: 35 }]);
      await migrate(world.engine(), yes);
      for (const { id, sortOrder } of world.target.images())
        world.target.updateImage(id, { sortOrder: 2 - sortOrder });
      const settings = { prefer: 'source' } as const;
      expect(await migrate(world.engine({ settings }), yes)).toMatchObject({ outcome: 'done', failed: 0 });
      expect(linesOf(world.target).map((line) => line.slice(0, 15))).toEqual([
        '50001 text 0 @0',
        '50002 text 1 @1',
        '50003 text 2 @2',
      ]);
      world.target.resetRequests();
      expect(await migrate(world.engine({ settings }), yes)).toMatchObject({ ...nothing, outcome: 'done' });
    });
  });
});

describe('names, with the journal lost', () => {
  const long = `${'kettle-home'.repeat(6)}-1000x1000__40101.1650000001.386.513__13702.1656500002__49803`;
  it.each([
    ['longer than the target keeps', { 'file-name-length': 64 }, [`${long}-a`, `${long}-b`]],
    [
      'with escapes that are letters',
      { 'file-name-percent': 'kept' },
      ['BOWL7X%20(2)', 'BOWL7X%20(3)', '50% off %28red%29'],
    ],
    ['in letters that the target drops', { 'file-name-unicode': 'ascii' }, ['Käse и сыр', 'Käse и мёд']],
  ])('%s are found again', async (_, switches, names) => {
    await inWorld({ stores: storesWith(switches) }, async (world) => {
      plant(
        world,
        names.map((name) => ({ name })),
      );
      expect(await migrate(world.engine(), yes)).toMatchObject({ outcome: 'done', created: names.length });
      await world.forget();
      await isQuiet(world);
    });
  });

  it.each(['target', 'ask'] as const)(
    'an edit stays on an image that the first run could not tell, since it was shown no place, and the next one could: %s',
    async (prefer) => {
      await inWorld({ stores: storesWith({ 'file-name-length': 40 }) }, async (world) => {
        const name = 'kettle-home'.repeat(6);
        plant(world, [{ name: `${name}-a` }, { name: `${name}-b` }]);
        await migrate(world.engine(), yes);
        await world.forget();
        const [, second] = world.source.images();
        const show = (sortOrder: number | null): unknown =>
          world.source.updateImage(second?.id ?? 0, { viewOverrides: { v3: { sort_order: sortOrder } } });
        show(null);
        await migrate(world.engine(), yes);
        show(1);
        await isQuiet(world);
        world.target.updateImage(50_002, { description: 'theirs' });
        world.target.resetRequests();
        const result = await migrate(world.engine({ settings: { prefer } }), yes);
        expect(result).toMatchObject(
          prefer === 'ask'
            ? { outcome: 'incomplete', conflicts: 1, updated: 0 }
            : { outcome: 'done', updated: 0 },
        );
        expect(linesOf(world.target)[1]).toMatch(/^50002 theirs/);
      });
    },
  );

  it.each([
    ['with escapes', { 'file-name-percent': 'kept' }, 'BOWL7X%20(2)'],
    ['cut', { 'file-name-length': 30 }, 'a'.repeat(60)],
    ['in other letters', { 'file-name-unicode': 'ascii' }, 'сыр'],
  ])('a create whose answer is lost is recognised %s', async (_, switches, name) => {
    await inWorld({ stores: storesWith(switches) }, async (world) => {
      plant(world, [{ name }, {}]);
      world.target.failNext({ method: 'POST', path: /images/ }, 'reset-after');
      expect(await migrate(world.engine(), yes)).toMatchObject({ ...nothing, outcome: 'done', created: 2 });
      expect(methodsOf(world.target)['POST']).toBe(2);
    });
  });
});
