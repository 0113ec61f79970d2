import type { ProductImage } from '@cutover/field-mapper';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Journal } from '../journal.ts';
import { someImage, someProduct, someRun, stillJournal } from '../testing/samples.ts';

async function opened(journal: Journal): Promise<{ run: string; snapshot: number }> {
  const { id: run } = await journal.openRun(someRun());
  const { snapshot } = await journal.openSnapshot(run, 'source', 'source1', 'v3');
  return { run, snapshot };
}

describe('a snapshot', () => {
  it('is made once for a run and side', async () => {
    const journal = stillJournal();
    const { run, snapshot } = await opened(journal);
    expect(journal.snapshotOf(run, 'target')).toBeUndefined();
    const again = await journal.openSnapshot(run, 'source', 'source1', 'v3');
    expect(again).toEqual({
      snapshot,
      run,
      side: 'source',
      store: 'source1',
      via: 'v3',
      cursor: undefined,
      complete: false,
      products: 0,
      images: 0,
      expectedImages: undefined,
    });
    expect(journal.snapshotOf(run, 'source')).toEqual(again);
    expect((await journal.openSnapshot(run, 'target', 'target1', 'v2')).snapshot).not.toBe(snapshot);
  });

  it('saves pages with their cursor and gives them back in id order', async () => {
    const journal = stillJournal();
    const { snapshot } = await opened(journal);
    const dated = someImage(2, 20, {
      dateCreated: '2012-09-24T01:14:30Z',
      dateModified: '2018-08-15T14:48:31Z',
    });
    await journal.savePage(snapshot, {
      products: [someProduct(2), someProduct(1)],
      images: [dated, someImage(1, 12), someImage(1, 11)],
      cursor: 2,
      complete: false,
    });
    await journal.savePage(snapshot, { products: [someProduct(3)], images: [], cursor: 3, complete: true });
    await journal.setExpectedImages(snapshot, 4);
    expect(journal.snapshot(snapshot)).toMatchObject({
      cursor: 3,
      complete: true,
      products: 3,
      images: 3,
      expectedImages: 4,
    });
    expect(journal.products(snapshot, 0, 2)).toEqual([someProduct(1), someProduct(2)]);
    expect(journal.products(snapshot, 2, 9)).toEqual([someProduct(3)]);
    expect(journal.product(snapshot, 3)).toEqual(someProduct(3));
    expect(journal.product(snapshot, 4)).toBeUndefined();
    expect(journal.images(snapshot, [2, 1, 3])).toEqual(
      new Map([
        [2, [dated]],
        [1, [someImage(1, 11), someImage(1, 12)]],
        [3, []],
      ]),
    );
    expect(journal.imageCounts(snapshot)).toEqual([
      { productId: 1, images: 2 },
      { productId: 2, images: 1 },
    ]);
    expect(journal.imageCounts(snapshot, 2)).toEqual([{ productId: 1, images: 2 }]);
  });

  it('takes a product that comes again for a whole new list', async () => {
    const journal = stillJournal();
    const { snapshot } = await opened(journal);
    const images = [someImage(1, 11), someImage(1, 12), someImage(2, 21)];
    await journal.savePage(snapshot, {
      products: [someProduct(1), someProduct(2)],
      images,
      cursor: 2,
      complete: false,
    });
    const renamed = someProduct(1, { name: 'Renamed', matchKey: 'other' });
    const changed = someImage(1, 12, { description: 'Changed' });
    await journal.savePage(snapshot, { products: [renamed], images: [changed], cursor: 2, complete: false });
    expect(journal.snapshot(snapshot)).toMatchObject({ products: 2, images: 2 });
    expect(journal.product(snapshot, 1)).toEqual(renamed);
    expect(journal.images(snapshot, [1]).get(1)).toEqual([changed]);
    await journal.saveProductImages(snapshot, 2, [someImage(2, 22), someImage(2, 23)]);
    expect(journal.snapshot(snapshot)).toMatchObject({ products: 2, images: 3 });
    expect(journal.images(snapshot, [2]).get(2)).toEqual([someImage(2, 22), someImage(2, 23)]);
  });

  it('finds products by key and by SKU', async () => {
    const journal = stillJournal();
    const { snapshot } = await opened(journal);
    const twin = someProduct(3, { matchKey: 'sku-1', sku: 'SKU-1' });
    await journal.savePage(snapshot, {
      products: [twin, someProduct(1), someProduct(2)],
      images: [],
      cursor: 3,
      complete: true,
    });
    expect(journal.productsByKey(snapshot, ['sku-1', 'sku-2', "no'body", ''])).toEqual(
      new Map([
        ['sku-1', [1, 3]],
        ['sku-2', [2]],
      ]),
    );
    expect(journal.productsBySku(snapshot, 'SKU-1')).toEqual([someProduct(1), twin]);
    expect(journal.productsBySku(snapshot, 'sku-1')).toEqual([]);
  });

  it('that is not there is said so', async () => {
    const journal = stillJournal();
    const page = { products: [], images: [], cursor: 1, complete: true };
    expect(() => journal.snapshot(7)).toThrow(expect.objectContaining({ code: 'unknown-run' }));
    await expect(journal.savePage(7, page)).rejects.toMatchObject({ code: 'unknown-run' });
    await expect(journal.saveProductImages(7, 1, [])).rejects.toMatchObject({ code: 'unknown-run' });
    await expect(journal.setExpectedImages(7, 1)).rejects.toMatchObject({ code: 'unknown-run' });
  });

  it('counts and holds what a plain map would, whatever the pages repeat', async () => {
    const page = fc.record({
      products: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 4 }),
      images: fc.array(
        fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 5 }), fc.string()),
        { maxLength: 6 },
      ),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(page, { maxLength: 5 }), async (pages) => {
        const journal = stillJournal();
        const { snapshot } = await opened(journal);
        const products = new Set<number>();
        const images = new Map<string, ProductImage>();
        for (const { products: ids, images: rows } of pages) {
          const listed = rows.map(([productId, imageId, description]) =>
            someImage(productId, imageId, { description }),
          );
          await journal.savePage(snapshot, {
            products: ids.map((id) => someProduct(id)),
            images: listed,
            cursor: 1,
            complete: false,
          });
          for (const id of ids) {
            if (products.has(id))
              for (const [key, image] of images) if (image.productId === id) images.delete(key);
            products.add(id);
          }
          for (const image of listed) images.set(`${image.productId}/${image.imageId}`, image);
        }
        expect(journal.snapshot(snapshot)).toMatchObject({ products: products.size, images: images.size });
        const held = [...journal.images(snapshot, [1, 2, 3, 4]).values()].flat();
        const expected = [...images.values()].toSorted(
          (a, b) => a.productId - b.productId || a.imageId - b.imageId,
        );
        expect(held).toEqual(expected);
        await journal.close();
      }),
      { numRuns: 60 },
    );
  });
});
