import { expect, it } from 'vitest';
import { diff, migrate, verify } from '../support/commands.ts';
import { inWorld, methodsOf, shownBy, yes } from '../support/world.ts';

const two = (products: number, images: number) => [
  { hash: 'source', catalog: { kind: 'seeded' as const, products, images, pictures: 'tiny' as const } },
  { hash: 'target', catalog: { kind: 'products-only' as const, products } },
];

it('moves every image once, and a second run writes nothing', async () => {
  await inWorld({ stores: two(40, 150) }, async (world) => {
    const before = await diff(world.engine());
    expect(before).toMatchObject({
      outcome: 'differs',
      same: 0,
      changed: 0,
      missing: 150,
      extra: 0,
      error: 0,
      unmatchedProducts: 0,
    });

    const first = await migrate(world.engine(), yes);
    expect(first).toMatchObject({
      outcome: 'done',
      created: 150,
      updated: 0,
      failed: 0,
      remaining: 0,
      inDoubt: 0,
    });
    expect(await shownBy(world.target)).toEqual(await shownBy(world.source));

    world.target.resetRequests();
    const second = await migrate(world.engine(), yes);
    expect(second).toMatchObject({ outcome: 'done', created: 0, updated: 0, removed: 0 });
    expect(Object.keys(methodsOf(world.target))).toEqual(['GET']);

    expect(await diff(world.engine())).toMatchObject({ outcome: 'done', same: 150 });
    expect(await verify(world.engine(), { level: 'content', sample: 1 })).toMatchObject({
      outcome: 'done',
      checked: 150,
      unchecked: 0,
      mismatched: 0,
    });
  });
});

it('never creates an image twice when answers are lost after the effect', async () => {
  await inWorld({ stores: two(30, 120), faults: { 'reset-after': 0.3 } }, async (world) => {
    const result = await migrate(world.engine(), yes);
    expect(result).toMatchObject({ outcome: 'done', created: 120, failed: 0, remaining: 0, inDoubt: 0 });
    expect(await shownBy(world.target)).toEqual(await shownBy(world.source));
  });
});
