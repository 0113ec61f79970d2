import { tinyPicture } from '@cutover/sandbox-store';
import { describe, expect, it } from 'vitest';
import {
  factsOfRow,
  factsOfWire,
  outcomeOf,
  plantOne,
  plantProduct,
  withStore,
} from '../support/one-store.ts';

const missing = { class: 'rejected', next: 'fail-action', status: 404 };

describe('reads', () => {
  it('brings every product, in the order of their ids', async () => {
    await withStore({ products: 12 }, async ({ store, v2 }) => {
      const rows = store.products();
      const read = await v2.listProducts();
      expect(read.map(({ id, name, sku }) => ({ id, name, sku }))).toEqual(
        rows.map(({ id, name, sku }) => ({ id, name, sku })),
      );
      expect(await v2.countProducts()).toBe(12);
      const [first, second] = rows;
      expect((await v2.listProducts({ minId: second?.id })).length).toBe(11);
      expect((await v2.listProducts({ limit: 5, page: 3 })).map(({ id }) => id)).toEqual(
        rows.slice(10).map(({ id }) => id),
      );
      expect((await v2.getProduct(first?.id ?? 0)).sku).toBe(first?.sku);
    });
  });

  it('tells a product without images from one with', async () => {
    await withStore({}, async ({ store, v2 }) => {
      const { productId, imageIds } = plantProduct(store, 2);
      const empty = plantProduct(store, 0);
      expect((await v2.getProduct(productId)).primary_image?.id).toBe(imageIds[0]);
      expect((await v2.getProduct(empty.productId)).primary_image).toBeUndefined();
      expect(await v2.listImages(empty.productId)).toEqual([]);
      expect(await v2.listSkus(empty.productId)).toEqual([]);
      expect(await v2.listRules(empty.productId)).toEqual([]);
    });
  });

  it.each([1, 49, 50, 51, 249, 250, 251, 501])(
    'brings all of %i images, whatever the pages',
    async (images) => {
      await withStore({}, async ({ store, v2 }) => {
        const { productId } = plantProduct(store, images);
        plantProduct(store, 3);
        expect((await v2.listImages(productId)).map(factsOfWire)).toEqual(
          store.images(productId).map(factsOfRow),
        );
        expect(await v2.countProductImages(productId)).toBe(images);
        expect(await v2.countImages()).toBe(images + 3);
      });
    },
  );

  it('brings one image whole', async () => {
    await withStore({}, async ({ store, v2, origin }) => {
      const { productId, id, imageFile, address } = plantOne({ store, origin });
      expect(await v2.getImage(productId, id)).toEqual({
        id,
        product_id: productId,
        image_file: imageFile,
        is_thumbnail: true,
        sort_order: 0,
        description: 'view 0',
        zoom_url: address('1280.1280'),
        standard_url: address('386.513'),
        thumbnail_url: address('220.290'),
        tiny_url: address('44.58'),
        date_created: 'Mon, 04 May 2026 00:00:00 +0000',
        date_modified: undefined,
        is_sample: undefined,
      });
    });
  });

  it('names what is not there', async () => {
    await withStore({}, async ({ store, v2 }) => {
      const { productId } = plantProduct(store, 1);
      expect(await outcomeOf(v2.getProduct(9_999))).toEqual(missing);
      expect(await outcomeOf(v2.listImages(9_999))).toEqual(missing);
      expect(await outcomeOf(v2.getImage(productId, 9_999))).toEqual(missing);
      expect(await v2.countProductImages(9_999)).toBeUndefined();
      expect(await outcomeOf(v2.listOptionValues(9_999))).toEqual(missing);
    });
  });

  it('sends GET alone', async () => {
    await withStore({ products: 3 }, async ({ store, v2 }) => {
      for (const { id } of await v2.listProducts()) await v2.listImages(id);
      await v2.countImages();
      expect(new Set(store.requests().map(({ method }) => method))).toEqual(new Set(['GET']));
    });
  });
});

describe('writes', () => {
  it('creates by address and by import path, updates and deletes', async () => {
    await withStore({}, async ({ store, v2Writer }) => {
      const { productId, imageIds } = plantProduct(store, 1);
      store.putImportFile('lamp.png', tinyPicture(7));
      const address = store.originalUrl(imageIds[0] ?? 0);
      const fields = { description: 'Лампа', sort_order: 4, is_thumbnail: true };
      const byAddress = await v2Writer.createImage(productId, { image_file: address, ...fields });
      const byPath = await v2Writer.createImage(productId, { image_file: 'lamp.png' });
      expect(store.images(productId).map(factsOfRow)).toEqual([
        { id: imageIds[0], productId, isThumbnail: false, sortOrder: 0, description: 'view 0' },
        { id: byAddress.id, productId, isThumbnail: true, sortOrder: 4, description: 'Лампа' },
        { id: byPath.id, productId, isThumbnail: false, sortOrder: 0, description: '' },
      ]);
      expect(await store.pictureBytes(byPath.id)).toEqual(Buffer.from(tinyPicture(7)));
      const updated = await v2Writer.updateImage(productId, byPath.id, { description: 'ランプ' });
      expect(updated.description).toBe('ランプ');
      await v2Writer.deleteImage(productId, byAddress.id);
      expect(store.images(productId).map(({ id }) => id)).toEqual([imageIds[0], byPath.id]);
    });
  });

  it('deletes a page of images, as documented, not all of them', async () => {
    await withStore({}, async ({ store, v2Writer }) => {
      const { productId, imageIds } = plantProduct(store, 60);
      await v2Writer.deleteImages(productId);
      expect(store.images(productId).map(({ id }) => id)).toEqual(imageIds.slice(50));
      await v2Writer.deleteImages(productId, { page: 2, limit: 4 });
      expect(store.images(productId).map(({ id }) => id)).toEqual([
        ...imageIds.slice(50, 54),
        ...imageIds.slice(58),
      ]);
    });
  });

  it('is refused in words that say why, and changes nothing', async () => {
    await withStore({}, async ({ store, v2Writer, origin }) => {
      const { productId } = plantProduct(store, 1);
      const refused = { class: 'rejected', next: 'fail-action', status: 400 };
      const before = store.images();
      const unreachable = v2Writer.createImage(productId, { image_file: `${origin}/nothing.png` });
      await expect(unreachable).rejects.toMatchObject({
        ...refused,
        storeWords: expect.stringContaining('could not be downloaded'),
      });
      const unusable = v2Writer.createImage(productId, { image_file: 'nowhere.png' });
      await expect(unusable).rejects.toMatchObject({
        ...refused,
        storeWords: expect.stringContaining('is missing or is not usable'),
      });
      expect(await outcomeOf(v2Writer.deleteImage(productId, 9_999))).toEqual(missing);
      expect(store.images()).toEqual(before);
    });
  });
});

describe('access', () => {
  const stop = { class: 'unauthorised', next: 'stop-run' };

  it('stops at a token that is wrong, and at one that may only read', async () => {
    await withStore({}, async ({ store, clients, readOnlyToken }) => {
      const { productId, imageIds } = plantProduct(store, 1);
      const stranger = clients({ token: 'nobody' });
      expect(await outcomeOf(stranger.v2.countImages())).toEqual({ ...stop, status: 401 });
      const reader = clients({ token: readOnlyToken });
      expect(await reader.v2.countImages()).toBe(1);
      expect(await outcomeOf(reader.v2Writer.deleteImage(productId, imageIds[0] ?? 0))).toEqual({
        ...stop,
        status: 403,
      });
      expect(store.images().length).toBe(1);
    });
  });
});
