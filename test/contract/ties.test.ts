// Products whose images share a sort_order, as many do that were made through the API (its own example shows two at 0).
// Their numbers cannot always be reproduced; the order in which a shopper sees them has to be (Q-32: sort_order, then id).
import type { StoreControl } from '@cutover/sandbox-store';
import { describe, expect, it } from 'vitest';
import { migrate, verify } from '../support/commands.ts';
import { inWorld, type World, yes } from '../support/world.ts';

const stores = [
  { hash: 'source', catalog: { kind: 'seeded', products: 0 } },
  { hash: 'target', catalog: { kind: 'products-only', products: 0 } },
] as const;
const tied = { 'all at 0': [0, 0, 0, 0], 'two pairs': [0, 0, 1, 1], 'a pair at the end': [0, 1, 2, 2] };
const wanted = ['front', 'side', 'back', 'detail'];

describe.each(['none', 'bump'] as const)('sort-on-create=%s', (onCreate) => {
  describe.each(['none', 'bump'] as const)('sort-on-update=%s', (onUpdate) => {
    it.each(Object.entries(tied))('%s', async (_name, sortOrders) => {
      const switches = { 'sort-on-create': onCreate, 'sort-on-update': onUpdate };
      await inWorld({ stores, switches }, async (world) => {
        plant(world, sortOrders);
        const migrated = await migrate(world.engine(), yes);
        const verified = await verify(world.engine(), { level: 'fields', sample: 1 });
        expect({
          order: orderIn(world.target),
          thumbnail: world.target.images().find(({ isThumbnail }) => isThumbnail)?.description,
          outcomes: [migrated.outcome, verified.outcome],
        }).toEqual({ order: wanted, thumbnail: 'front', outcomes: ['done', 'done'] });
      });
    });
  });
});

it('verify says so when tied images stand in another order', async () => {
  await inWorld({ stores, switches: { 'sort-on-create': 'none' } }, async (world) => {
    plant(world, [0, 0, 0, 0]);
    expect(await migrate(world.engine(), yes)).toMatchObject({ outcome: 'done', created: 4 });
    for (const [place, { id }] of world.target.images().entries())
      world.target.updateImage(id, { sortOrder: 3 - place });
    expect(orderIn(world.target)).toEqual(wanted.toReversed());
    expect(await verify(world.engine(), { level: 'fields', sample: 1 })).toMatchObject({
      outcome: 'differs',
    });
  });
});

function plant({ source, target }: World, sortOrders: readonly number[]): void {
  const product = { name: 'Mug', sku: 'MUG-1' };
  const { id: productId } = source.addProduct(product);
  target.addProduct(product);
  for (const [place, sortOrder] of sortOrders.entries()) {
    const description = wanted[place] ?? '';
    source.addImage({
      productId,
      sortOrder,
      description,
      fileName: `${description}.png`,
      isThumbnail: place === 0,
    });
  }
}

function orderIn(store: StoreControl): string[] {
  const images = store.images().toSorted((a, b) => a.sortOrder - b.sortOrder || a.id - b.id);
  return images.map(({ description }) => description);
}
