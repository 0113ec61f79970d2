// The pages about V2's product images, a row for each of their endpoints, parameters, fields, limits and errors.
import { tinyPicture } from '@cutover/sandbox-store';
import { describe, expect, it } from 'vitest';
import { plantProduct } from '../support/one-store.ts';
import { type Asked, acceptedKinds, fieldsOf, formOf, otherKinds, withWire } from './sandbox-wire.ts';

const imagesOf = (productId: number): string => `/v2/products/${productId}/images`;
const idsOf = (list: unknown): unknown[] => (list as { id: unknown }[]).map(({ id }) => id);
const readFields = [
  'date_created',
  'description',
  'id',
  'image_file',
  'is_thumbnail',
  'product_id',
  'sort_order',
  'standard_url',
  'thumbnail_url',
  'tiny_url',
  'zoom_url',
];
const error = (status: number, message: unknown, details?: object): object[] => [
  { status, message, ...(details === undefined ? {} : { details }) },
];
const missing = error(404, 'The requested resource was not found.');

describe('List Product Images', () => {
  it('is a bare array by id, with every field of the example', async () => {
    await withWire({}, async ({ store, ask }) => {
      const { productId, imageIds } = plantProduct(store, 3);
      store.updateImage(imageIds[0] ?? 0, { sortOrder: 9, description: '' });
      const told = await ask('GET', imagesOf(productId));
      const [first, ...rest] = told.body as Record<string, unknown>[];
      expect([told.status, idsOf(told.body), [first, ...rest].map(fieldsOf)]).toEqual([
        200,
        imageIds,
        [readFields, readFields, readFields],
      ]);
      expect(first).toMatchObject({
        product_id: productId,
        image_file: expect.stringMatching(/^[a-z]\/\d{3}\/view-0__\d{5}\.png$/),
        zoom_url: expect.stringMatching(/\/view-0__\d{5}\.\d{10}\.1280\.1280\.png\?c=\d$/),
        is_thumbnail: true,
        sort_order: 9,
        description: null,
        date_created: 'Mon, 04 May 2026 00:00:00 +0000',
      });
    });
  });

  it('shows 50 unless told otherwise, 250 at most, and 204 past the end', async () => {
    await withWire({}, async ({ store, ask }) => {
      const { productId } = plantProduct(store, 260);
      const told = [];
      for (const query of [
        '',
        '?limit=250',
        '?page=2&limit=250',
        '?page=3&limit=250',
        '?limit=251',
        '?limit=x',
      ]) {
        const { status, body } = await ask('GET', `${imagesOf(productId)}${query}`);
        told.push(status === 200 ? (body as unknown[]).length : status);
      }
      expect(told).toEqual([50, 250, 10, 204, 413, 400]);
    });
  });

  it('counts the store’s images, and a product’s', async () => {
    await withWire({}, async ({ store, ask }) => {
      const { productId } = plantProduct(store, 3);
      plantProduct(store, 2);
      expect((await ask('GET', '/v2/products/images/count')).body).toEqual({ count: 5 });
      expect((await ask('GET', `${imagesOf(productId)}/count`)).body).toEqual({ count: 3 });
    });
  });
});

describe('Create a Product Image', () => {
  it('takes an address, an import path or a form, and says where the image is', async () => {
    await withWire({}, async ({ store, origin, hash, ask }) => {
      const { productId } = plantProduct(store, 0);
      const image_file = store.originalUrl(plantProduct(store, 1).imageIds[0] ?? 0);
      store.putImportFile('autumn/hat.png', tinyPicture(4));
      const asks: Asked[] = [
        { json: { image_file, is_thumbnail: true, sort_order: 7, description: 'text' } },
        { json: { image_file: 'autumn/hat.png', description: null } },
        { form: formOf(tinyPicture(5), 'a.png', { is_thumbnail: 'false', sort_order: '-3' }) },
      ];
      for (const asked of asks) {
        const told = await ask('POST', imagesOf(productId), asked);
        const { id } = told.body as { id: number };
        expect([told.status, told.headers['location'], fieldsOf(told.body)]).toEqual([
          201,
          `${origin}/stores/${hash}${imagesOf(productId)}/${id}`,
          readFields,
        ]);
      }
      expect(
        store
          .images(productId)
          .map(({ isThumbnail, sortOrder, description }) => [isThumbnail, sortOrder, description]),
      ).toEqual([
        [true, 7, 'text'],
        [false, 0, ''],
        [false, -3, ''],
      ]);
    });
  });

  it('answers with the fields of the page’s example where the switch says so, as an update does', async () => {
    await withWire({ switches: { 'v2-write-answer': 'short' } }, async ({ store, ask }) => {
      const { productId, imageIds } = plantProduct(store, 1);
      const made = await ask('POST', imagesOf(productId), { form: formOf(tinyPicture(5), 'a.png') });
      const changed = await ask('PUT', `${imagesOf(productId)}/${imageIds[0]}`, {
        json: { description: '' },
      });
      const fields = [
        'date_created',
        'description',
        'id',
        'image_file',
        'is_thumbnail',
        'product_id',
        'sort_order',
      ];
      expect([fieldsOf(made.body), fieldsOf(changed.body)]).toEqual([fields, fields]);
      expect([made.body, changed.body]).toMatchObject([{ description: '' }, { description: '' }]);
    });
  });

  it.each(Object.entries(acceptedKinds))('takes %s', async (kind, bytes) => {
    await withWire({}, async ({ store, ask }) => {
      const { productId } = plantProduct(store, 0);
      expect((await ask('POST', imagesOf(productId), { form: formOf(bytes, `it.${kind}`) })).status).toBe(
        201,
      );
    });
  });

  const unusable = (named: string): object[] =>
    error(400, "The field 'image_file' is invalid.", {
      invalid_reason: `The file '${named}' is missing or is not usable by this resource.`,
    });
  const readOnly = [
    'id',
    'product_id',
    'date_created',
    'zoom_url',
    'standard_url',
    'thumbnail_url',
    'tiny_url',
  ];
  const refusals: [string, number, Asked, unknown][] = [
    ...readOnly.map((name): [string, number, Asked, unknown] => [
      name,
      400,
      { json: { image_file: 'a.png', [name]: 1 } },
      error(
        400,
        `The field '${name}' cannot be written to. Please remove it from your request before trying again.`,
      ),
    ]),
    ...Object.entries(otherKinds).map(([kind, bytes]): [string, number, Asked, unknown] => [
      kind,
      400,
      { form: formOf(bytes, `it.${kind}`) },
      unusable(`it.${kind}`),
    ]),
    [
      'image_url',
      400,
      { json: { image_url: 'http://127.0.0.1:1/a.png' } },
      error(400, "The field 'image_url' is not supported by this resource."),
    ],
    [
      'no image_file',
      400,
      { json: { description: 'x' } },
      error(400, 'Required fields missing [image_file]'),
    ],
    ['a path that is not there', 400, { json: { image_file: 'a.png' } }, unusable('a.png')],
    [
      'an address that nothing answers',
      400,
      { json: { image_file: 'http://127.0.0.1:1/a.png' } },
      error(400, "The field 'image_file' is invalid.", {
        invalid_reason:
          "The resource at 'http://127.0.0.1:1/a.png' could not be downloaded and may be invalid.",
      }),
    ],
    [
      'a sort_order beyond int32',
      400,
      { json: { image_file: 'a.png', sort_order: 2_147_483_648 } },
      error(400, "The field 'sort_order' is invalid."),
    ],
    [
      'a thumbnail that is no boolean',
      400,
      { json: { image_file: 'a.png', is_thumbnail: 'so' } },
      error(400, "The field 'is_thumbnail' is invalid."),
    ],
    ['a body of no type', 415, { raw: '{}' }, error(415, expect.any(String))],
    [
      'what is no JSON',
      400,
      { raw: '{', headers: { 'content-type': 'application/json' } },
      error(400, expect.any(String)),
    ],
  ];
  it.each(refusals)('refuses %s with %i, in V2’s words', async (_, status, asked, words) => {
    await withWire({}, async ({ store, ask }) => {
      const { productId } = plantProduct(store, 0);
      const told = await ask('POST', imagesOf(productId), asked);
      expect([told.status, told.body, store.images(productId)]).toEqual([status, words, []]);
    });
  });

  it('takes a thousand for a product, and none for no product', async () => {
    await withWire({}, async ({ store, ask }) => {
      const { productId } = plantProduct(store, 999);
      const statuses = [];
      for (const product of [productId, productId, 9_999])
        statuses.push(
          (await ask('POST', imagesOf(product), { form: formOf(tinyPicture(1), 'a.png') })).status,
        );
      expect([statuses, store.images(productId).length]).toEqual([[201, 403, 404], 1000]);
    });
  });
});

describe('Get, Update and Delete', () => {
  it('changes what is named, the picture too, and nothing else', async () => {
    await withWire({}, async ({ store, ask }) => {
      const { productId, imageIds } = plantProduct(store, 2);
      const path = `${imagesOf(productId)}/${imageIds[1]}`;
      const before = (await ask('GET', path)).body as object;
      const told = await ask('PUT', path, { json: { description: 'new', is_thumbnail: true } });
      expect([told.status, told.body]).toEqual([200, { ...before, description: 'new', is_thumbnail: true }]);
      expect(store.images(productId).map(({ isThumbnail }) => isThumbnail)).toEqual([false, true]);
      store.putImportFile('hat.png', tinyPicture(70));
      expect((await ask('PUT', path, { json: { image_file: 'hat.png' } })).status).toBe(200);
      expect(Buffer.from(await store.pictureBytes(imageIds[1] ?? 0))).toEqual(Buffer.from(tinyPicture(70)));
    });
  });

  it('renumbers those at or behind a lower priority', async () => {
    await withWire({}, async ({ store, ask }) => {
      const { productId, imageIds } = plantProduct(store, 3);
      await ask('PUT', `${imagesOf(productId)}/${imageIds[0]}`, { json: { sort_order: 1 } });
      expect(store.images(productId).map(({ sortOrder }) => sortOrder)).toEqual([1, 2, 3]);
    });
  });

  it.each(['id', 'product_id', 'date_created'])('refuses %s in an update', async (name) => {
    await withWire({}, async ({ store, ask }) => {
      const { productId, imageIds } = plantProduct(store, 1);
      const before = store.images();
      const told = await ask('PUT', `${imagesOf(productId)}/${imageIds[0]}`, { json: { [name]: 1 } });
      expect([told.status, store.images()]).toEqual([400, before]);
    });
  });

  it('deletes one, and a page of them', async () => {
    await withWire({}, async ({ store, ask }) => {
      const { productId, imageIds } = plantProduct(store, 60);
      const path = `${imagesOf(productId)}/${imageIds[0]}`;
      expect([(await ask('DELETE', path)).status, (await ask('GET', path)).body]).toEqual([204, missing]);
      const left = [];
      for (const query of ['?limit=3&page=2', '']) {
        expect((await ask('DELETE', `${imagesOf(productId)}${query}`)).status).toBe(204);
        left.push(store.images(productId).length);
      }
      expect(left).toEqual([56, 6]);
    });
  });

  it.each([
    ['GET', imagesOf(9_999), 404],
    ['DELETE', imagesOf(9_999), 404],
    ['GET', `${imagesOf(9_999)}/1`, 404],
    ['PUT', imagesOf(77), 405],
    ['POST', `${imagesOf(77)}/1`, 405],
    ['POST', '/v2/products/images/count', 405],
    ['GET', `${imagesOf(77)}/`, 404],
  ])('%s %s is %i, an array of one', async (method, path, status) => {
    await withWire({}, async ({ ask }) => {
      const told = await ask(method, path);
      expect([told.status, told.body]).toEqual([status, error(status, expect.any(String))]);
    });
  });
});
