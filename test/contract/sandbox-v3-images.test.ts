// The pages about V3's product images: listing, getting, updating and deleting them, a row for each parameter, field,
// limit and error.
import { tinyPicture } from '@cutover/sandbox-store';
import { describe, expect, it } from 'vitest';
import { plantProduct } from '../support/one-store.ts';
import {
  type Asked,
  dataOf,
  fieldsOf,
  formOf,
  imagesOf,
  otherKinds,
  v3Error,
  v3Fields,
  v3Missing,
  withWire,
} from './sandbox-wire.ts';

const idsOf = (list: readonly { readonly id: number }[]): number[] => list.map(({ id }) => id);

describe('Get All Product Images', () => {
  it('shows every field of the example, the pagination, and bare links', async () => {
    await withWire({}, async ({ store, ask }) => {
      const { productId } = plantProduct(store, 5);
      const told = await ask('GET', `${imagesOf(productId)}?page=2&limit=2`);
      const rows = dataOf(told) as Record<string, unknown>[];
      expect([told.status, rows.map(fieldsOf)]).toEqual([200, [v3Fields, v3Fields]]);
      expect(rows[0]).toMatchObject({
        image_file: expect.stringMatching(/^[a-z]\/\d{3}\/.+__\d{5}\.png$/),
        url_zoom: expect.stringMatching(/\/products\/\d+\/images\/\d+\/.+\.\d{10}\.1280\.1280\.png\?c=\d$/),
        date_modified: '2026-05-04T00:00:00+00:00',
      });
      expect(told.body).toMatchObject({
        meta: {
          pagination: {
            total: 5,
            count: 2,
            per_page: 2,
            current_page: 2,
            total_pages: 3,
            links: { previous: '?page=1&limit=2', current: '?page=2&limit=2', next: '?page=3&limit=2' },
          },
        },
      });
    });
  });

  it('shows 50 unless told otherwise, and 250 at most', async () => {
    await withWire({}, async ({ store, ask }) => {
      const { productId } = plantProduct(store, 260);
      const counts = [];
      for (const query of ['', '?limit=250', '?limit=251', '?page=2&limit=250', '?page=3&limit=250'])
        counts.push((dataOf(await ask('GET', `${imagesOf(productId)}${query}`)) as unknown[]).length);
      expect(counts).toEqual([50, 250, 250, 10, 0]);
    });
  });

  it('shows the fields that are named, and the id whatever is named', async () => {
    await withWire({}, async ({ store, ask }) => {
      const { productId, imageIds } = plantProduct(store, 1);
      const shown = async (query: string): Promise<unknown> => {
        const one = fieldsOf(dataOf(await ask('GET', `${imagesOf(productId)}/${imageIds[0]}?${query}`)));
        const all = dataOf(await ask('GET', `${imagesOf(productId)}?${query}`)) as unknown[];
        expect(all.map(fieldsOf)).toEqual([one]);
        return one;
      };
      expect(await shown('include_fields=description,sort_order')).toEqual([
        'description',
        'id',
        'sort_order',
      ]);
      expect(await shown('exclude_fields=id,url_zoom,url_tiny')).toEqual(
        v3Fields.filter((name) => !['url_zoom', 'url_tiny'].includes(name)),
      );
    });
  });

  it('is 204 for a product without images and 404 for none', async () => {
    await withWire({}, async ({ store, ask }) => {
      const { productId } = plantProduct(store, 0);
      const none = await ask('GET', imagesOf(productId));
      const nowhere = await ask('GET', imagesOf(9_999));
      expect([none.status, none.body]).toEqual([204, undefined]);
      expect([nowhere.status, nowhere.body]).toEqual([404, v3Missing('/products/9999/images')]);
    });
  });
});

describe('Get, Update and Delete a Product Image', () => {
  it('changes what is named and nothing else', async () => {
    await withWire({}, async ({ store, ask }) => {
      const { productId, imageIds } = plantProduct(store, 3);
      const path = `${imagesOf(productId)}/${imageIds[2]}`;
      const before = dataOf(await ask('GET', path));
      const told = await ask('PUT', path, { json: { description: 'new' } });
      expect([told.status, told.body]).toEqual([
        200,
        { data: { ...(before as object), description: 'new' }, meta: {} },
      ]);
      expect((await ask('PUT', path, { json: { is_thumbnail: true } })).status).toBe(200);
      expect(store.images(productId).map(({ isThumbnail }) => isThumbnail)).toEqual([false, false, true]);
    });
  });

  it('renumbers those at or behind a lower priority', async () => {
    await withWire({}, async ({ store, ask }) => {
      const { productId, imageIds } = plantProduct(store, 3);
      await ask('PUT', `${imagesOf(productId)}/${imageIds[0]}`, { json: { sort_order: 1 } });
      expect(store.images(productId).map(({ sortOrder }) => sortOrder)).toEqual([1, 2, 3]);
    });
  });

  it('replaces the picture by address and by form', async () => {
    await withWire({}, async ({ store, ask }) => {
      const { productId, imageIds } = plantProduct(store, 2);
      const id = imageIds[0] ?? 0;
      const path = `${imagesOf(productId)}/${id}`;
      const json = { image_url: store.originalUrl(imageIds[1] ?? 0) };
      expect((await ask('PUT', path, { json })).status).toBe(200);
      expect(await store.pictureBytes(id)).toEqual(await store.pictureBytes(imageIds[1] ?? 0));
      expect((await ask('PUT', path, { form: formOf(tinyPicture(77), 'a.png') })).status).toBe(200);
      expect(Buffer.from(await store.pictureBytes(id))).toEqual(Buffer.from(tinyPicture(77)));
    });
  });

  it.each<[number, Asked]>([
    [422, { json: { sort_order: 2_147_483_648 } }],
    [422, { json: { image_url: `https://a.example/${'b'.repeat(234)}.png` } }],
    [422, { form: formOf(otherKinds['svg'] ?? tinyPicture(1), 'a.svg') }],
    [400, { json: { image_url: 'http://127.0.0.1:1/b.png' } }],
    [400, { raw: '{', headers: { 'content-type': 'application/json' } }],
    [415, { raw: '{}' }],
  ])('refuses an update with %i and changes nothing', async (status, asked) => {
    await withWire({}, async ({ store, ask }) => {
      const { productId, imageIds } = plantProduct(store, 1);
      const before = store.images();
      const told = await ask('PUT', `${imagesOf(productId)}/${imageIds[0]}`, asked);
      expect([told.status, told.body]).toEqual([status, v3Error(status)]);
      expect(store.images()).toEqual(before);
    });
  });

  it('deletes with 204, and shows 404 for what is not there or another product’s', async () => {
    await withWire({}, async ({ store, ask }) => {
      const { productId, imageIds } = plantProduct(store, 1);
      const other = plantProduct(store, 1);
      const path = `${imagesOf(productId)}/${imageIds[0]}`;
      const strange = `${imagesOf(productId)}/${other.imageIds[0]}`;
      const told = [];
      for (const [method, where] of [
        ['GET', strange],
        ['PUT', strange],
        ['DELETE', path],
        ['GET', path],
        ['PUT', path],
      ] as const)
        told.push((await ask(method, where, method === 'PUT' ? { json: {} } : {})).status);
      expect([told, idsOf(store.images())]).toEqual([[404, 404, 204, 404, 404], other.imageIds]);
    });
  });
});

it.each([
  ['DELETE', imagesOf(77), 405],
  ['PUT', imagesOf(77), 405],
  ['POST', `${imagesOf(77)}/300`, 405],
  ['GET', `${imagesOf(77)}/count`, 404],
  ['GET', `${imagesOf(77)}/`, 403],
])('%s %s is not there: %i', async (method, path, status) => {
  await withWire({}, async ({ ask }) => {
    expect((await ask(method, path)).status).toBe(status);
  });
});
