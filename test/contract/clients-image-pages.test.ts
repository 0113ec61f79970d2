// One page of images, and images with some of their fields, as the clients read them from a store.
import { describe, expect, it } from 'vitest';
import { outcomeOf, plantProduct, withStore } from '../support/one-store.ts';

const idsOf = (rows: readonly { readonly id: number }[]): number[] => rows.map(({ id }) => id);
const missing = { class: 'rejected', next: 'fail-action', status: 404 };

describe('one page', () => {
  it('is the store’s own, in both versions', async () => {
    await withStore({}, async ({ store, v2, v3 }) => {
      const { productId, imageIds } = plantProduct(store, 7);
      for (const [page, limit] of [
        [1, 3],
        [3, 3],
        [4, 3],
        [1, 250],
      ] as const) {
        const expected = imageIds.slice((page - 1) * limit, page * limit);
        const inV3 = await v3.listImagePage(productId, { page, limit });
        expect(idsOf(await v2.listImagePage(productId, { page, limit }))).toEqual(expected);
        expect([idsOf(inV3.images), inV3.pagination?.total]).toEqual([expected, 7]);
      }
      store.resetRequests();
      await v2.listImagePage(productId);
      await v3.listImagePage(productId);
      expect(store.requests().map(({ path }) => path.split('/').at(-1))).toEqual([
        'images?limit=250',
        'images?limit=250',
      ]);
    });
  });

  it('is empty for a product without images, and 404 for none', async () => {
    await withStore({}, async ({ store, v2, v3 }) => {
      const { productId } = plantProduct(store, 0);
      expect([await v2.listImagePage(productId), (await v3.listImagePage(productId)).images]).toEqual([
        [],
        [],
      ]);
      expect([await outcomeOf(v2.listImagePage(9_999)), await outcomeOf(v3.listImagePage(9_999))]).toEqual([
        missing,
        missing,
      ]);
    });
  });
});

describe('some fields', () => {
  it('are those that were asked for, and the id', async () => {
    await withStore({}, async ({ store, v3 }) => {
      const { productId, imageIds } = plantProduct(store, 2);
      const [first = 0, second = 0] = imageIds;
      const chosen = { includeFields: ['sort_order', 'description'] };
      expect((await v3.listImagePage(productId, chosen)).images).toEqual([
        { id: first, sort_order: 0, description: 'view 0' },
        { id: second, sort_order: 1, description: 'view 1' },
      ]);
      expect(await v3.getImageFields(productId, second, chosen)).toEqual({
        id: second,
        sort_order: 1,
        description: 'view 1',
      });
      const { image_file: _, ...rest } = await v3.getImage(productId, first);
      expect(await v3.getImageFields(productId, first, { excludeFields: ['image_file'] })).toEqual(rest);
      expect(await v3.getImageFields(productId, first, {})).toEqual(await v3.getImage(productId, first));
      expect(await outcomeOf(v3.getImageFields(productId, 9_999, chosen))).toEqual(missing);
    });
  });
});
