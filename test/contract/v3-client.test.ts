import { tinyPicture } from '@cutover/sandbox-store';
import { systemClock } from '@cutover/store-http';
import { describe, expect, it } from 'vitest';
import {
  factsOfRow,
  factsOfWire,
  type OneStore,
  outcomeOf,
  pictureFile,
  plantOne,
  plantProduct,
  withStore,
} from '../support/one-store.ts';

const missing = { class: 'rejected', next: 'fail-action', status: 404 };
const refused = { class: 'rejected', next: 'fail-action', status: 422 };

async function swept(
  v3: OneStore['v3'],
  sweep: Parameters<OneStore['v3']['sweepProducts']>[0],
): Promise<{ ids: number[]; images: number[]; pages: number }> {
  const ids: number[] = [];
  const images: number[] = [];
  let pages = 0;
  for await (const page of v3.sweepProducts(sweep)) {
    pages += 1;
    ids.push(...page.products.map(({ id }) => id));
    images.push(...page.products.flatMap((product) => (product.images ?? []).map(({ id }) => id)));
  }
  return { ids, images, pages };
}

describe('reads', () => {
  it('sweeps all products with their images, once each, whatever the page', async () => {
    await withStore({ products: 37, images: 120 }, async ({ store, v3 }) => {
      const ids = store.products().map(({ id }) => id);
      const images = store.products().flatMap(({ id }) => store.images(id).map((image) => image.id));
      for (const [limit, pages] of [
        [250, 1],
        [37, 1],
        [36, 2],
        [10, 4],
        [1, 37],
      ] as const) {
        expect(await swept(v3, { limit, include: ['images'] })).toEqual({ ids, images, pages });
      }
      expect((await swept(v3, { after: ids[20] })).ids).toEqual(ids.slice(21));
      expect((await swept(v3, { ids: [ids[3] ?? 0, 9_999, ids[1] ?? 0] })).ids).toEqual([ids[1], ids[3]]);
    });
  });

  it('reads 250 products with their images in one request', async () => {
    await withStore({ products: 600 }, async ({ store, v3 }) => {
      store.resetRequests();
      expect((await swept(v3, { include: ['images'] })).ids.length).toBe(600);
      expect(store.requests().length).toBe(3);
    });
  });

  it('filters products', async () => {
    await withStore({ products: 9 }, async ({ store, v3 }) => {
      const rows = store.products();
      const ids = async (filter: Parameters<typeof v3.listProducts>[0]): Promise<number[]> =>
        (await v3.listProducts(filter)).products.map(({ id }) => id);
      expect(await ids({ skus: [rows[4]?.sku ?? '', rows[2]?.sku ?? '', 'NO-SUCH'] })).toEqual([
        rows[2]?.id,
        rows[4]?.id,
      ]);
      expect(await ids({ ids: [rows[0]?.id ?? 0] })).toEqual([rows[0]?.id]);
      expect(await ids({ idGreater: rows[6]?.id })).toEqual(rows.slice(7).map(({ id }) => id));
      expect(await ids({ sort: 'id', direction: 'desc', limit: 2, page: 2 })).toEqual([
        rows[6]?.id,
        rows[5]?.id,
      ]);
      expect((await v3.listProducts({ limit: 4, page: 3 })).pagination).toEqual({
        total: 9,
        count: 1,
        per_page: 4,
        current_page: 3,
        total_pages: 3,
      });
      expect((await v3.getProduct(rows[0]?.id ?? 0)).sku).toBe(rows[0]?.sku);
    });
  });

  it.each([0, 1, 49, 50, 51, 249, 250, 251, 501])(
    'brings all of %i images, whatever the pages',
    async (images) => {
      await withStore({}, async ({ store, v3 }) => {
        const { productId } = plantProduct(store, images);
        plantProduct(store, 2);
        expect((await v3.listImages(productId)).map(factsOfWire)).toEqual(
          store.images(productId).map(factsOfRow),
        );
      });
    },
  );

  it('brings one image whole', async () => {
    await withStore({}, async ({ store, v3, origin }) => {
      const { productId, id, imageFile, address } = plantOne({ store, origin });
      expect(await v3.getImage(productId, id)).toEqual({
        id,
        product_id: productId,
        image_file: imageFile,
        image_url: undefined,
        is_thumbnail: true,
        sort_order: 0,
        description: 'view 0',
        url_zoom: address('1280.1280'),
        url_standard: address('386.513'),
        url_thumbnail: address('220.290'),
        url_tiny: address('44.58'),
        date_modified: '2026-05-04T00:00:00+00:00',
      });
    });
  });

  it('names what is not there', async () => {
    await withStore({}, async ({ store, v3 }) => {
      const { productId } = plantProduct(store, 1);
      expect(await outcomeOf(v3.getProduct(9_999))).toEqual(missing);
      expect(await outcomeOf(v3.listImages(9_999))).toEqual(missing);
      expect(await outcomeOf(v3.getImage(productId, 9_999))).toEqual(missing);
      expect(await outcomeOf(v3.listVariants(9_999))).toEqual(missing);
      expect(await outcomeOf(v3.listModifiers(9_999))).toEqual(missing);
      expect(await outcomeOf(v3.listOptions(9_999))).toEqual(missing);
    });
  });
});

describe('writes', () => {
  it('creates by address and by file, and what was sent is what is there', async () => {
    await withStore({}, async ({ store, v3 }) => {
      const { productId } = plantProduct(store, 0);
      const other = plantProduct(store, 1);
      const fields = { description: 'Käsereibe · 面 · مبشرة', sort_order: -3, is_thumbnail: false };
      const first = await v3.createImage(productId, { imageFile: pictureFile(5, 'Käse "1" 面.png') }, fields);
      const second = await v3.createImage(
        productId,
        { imageUrl: store.originalUrl(other.imageIds[0] ?? 0) },
        { description: '', sort_order: 2, is_thumbnail: true },
      );
      expect(store.images(productId).map(factsOfRow)).toEqual([
        { id: first.id, productId, isThumbnail: false, sortOrder: -3, description: fields.description },
        { id: second.id, productId, isThumbnail: true, sortOrder: 2, description: '' },
      ]);
      // The answer to the first, made when it was the only one, says that it became the thumbnail all the same.
      expect(factsOfWire(first)).toEqual({
        id: first.id,
        productId,
        isThumbnail: true,
        sortOrder: -3,
        description: fields.description,
      });
      expect(await store.pictureBytes(first.id)).toEqual(Buffer.from(tinyPicture(5)));
      expect(await store.pictureBytes(second.id)).toEqual(await store.pictureBytes(other.imageIds[0] ?? 0));
    });
  });

  it('updates fields alone, and deletes', async () => {
    await withStore({}, async ({ store, v3 }) => {
      const { productId, imageIds } = plantProduct(store, 3);
      const [a = 0, b = 0, c = 0] = imageIds;
      const updated = await v3.updateImage(productId, c, { description: 'third', is_thumbnail: true });
      expect(factsOfWire(updated)).toEqual({
        id: c,
        productId,
        isThumbnail: true,
        sortOrder: 2,
        description: 'third',
      });
      await v3.deleteImage(productId, b);
      expect(store.images(productId).map(factsOfRow)).toEqual([
        { id: a, productId, isThumbnail: false, sortOrder: 0, description: 'view 0' },
        { id: c, productId, isThumbnail: true, sortOrder: 2, description: 'third' },
      ]);
    });
  });

  it('is refused in words that say why, by one request, and changes nothing', async () => {
    await withStore({}, async ({ store, v3, origin }) => {
      const { productId } = plantProduct(store, 1);
      const before = store.images();
      const create = (imageUrl: string) => (): Promise<unknown> => v3.createImage(productId, { imageUrl });
      const page = { bytes: Buffer.from('<html></html>'), fileName: 'a.png', contentType: 'image/png' };
      const large = { ...pictureFile(1), bytes: Buffer.concat([tinyPicture(1), Buffer.alloc(9_000_000)]) };
      store.resetRequests();
      const calls = [
        [
          create(`${origin}/nothing.png`),
          { ...refused, status: 400, storeWords: expect.stringContaining('could not be downloaded') },
        ],
        [
          create(`${origin}/${'x'.repeat(256)}`),
          { ...refused, storeWords: expect.stringContaining('255 characters') },
        ],
        [create('/lamp.png'), { ...refused, storeWords: expect.stringContaining('fully qualified') }],
        [
          () => v3.createImage(productId, { imageFile: page }),
          { ...refused, storeWords: expect.stringContaining('could not be processed') },
        ],
        [
          () => v3.createImage(productId, { imageFile: large }),
          { ...refused, storeWords: expect.stringContaining('8 MB') },
        ],
        [() => v3.createImage(productId, { imageFile: pictureFile(1) }, { sort_order: 2 ** 40 }), refused],
        [() => v3.createImage(9_999, { imageFile: pictureFile(1) }), missing],
        [() => v3.updateImage(productId, 9_999, { description: '' }), missing],
        [() => v3.deleteImage(productId, 9_999), missing],
      ] as const;
      for (const [call, failure] of calls) await expect(call()).rejects.toMatchObject(failure);
      expect(store.images()).toEqual(before);
      expect(store.requests().filter(({ version }) => version === 'v3').length).toBe(calls.length);
    });
  });

  it('tells a full product from a refusal', async () => {
    await withStore({}, async ({ store, v3 }) => {
      const { productId } = plantProduct(store, 1000);
      expect(await outcomeOf(v3.createImage(productId, { imageFile: pictureFile(1) }))).toEqual({
        class: 'limit',
        next: 'fail-action',
        status: 403,
      });
      expect(store.images(productId).length).toBe(1000);
    });
  });
});

describe('access', () => {
  it('stops at a token that is wrong, and at one that may only read', async () => {
    await withStore({}, async ({ store, clients, readOnlyToken }) => {
      const { productId } = plantProduct(store, 1);
      const stop = { class: 'unauthorised', next: 'stop-run' };
      expect(await outcomeOf(clients({ token: 'nobody' }).v3.listProducts())).toEqual({
        ...stop,
        status: 401,
      });
      const { v3 } = clients({ token: readOnlyToken });
      expect((await v3.listImages(productId)).length).toBe(1);
      expect(await outcomeOf(v3.createImage(productId, { imageFile: pictureFile(1) }))).toEqual({
        ...stop,
        status: 403,
      });
      expect(store.images().length).toBe(1);
    });
  });
});

describe('quota', () => {
  it('keeps within a small quota that V2 and V3 share, and reads everything', async () => {
    await withStore(
      { products: 30, images: 90, quota: { requests: 40, windowMs: 500 }, now: Date.now },
      async ({ store, clients }) => {
        const { v2, v3 } = clients({ clock: systemClock });
        const ids = store.products().map(({ id }) => id);
        store.resetRequests();
        const lists = await Promise.all(ids.flatMap((id) => [v2.listImages(id), v3.listImages(id)]));
        expect(lists.flat().length).toBe(180);
        expect(store.requests().filter(({ status }) => status === 429).length).toBeLessThanOrEqual(1);
      },
    );
  });
});
