import { StoreError } from '@cutover/store-http';
import { createFakeStore } from '@cutover/store-http/testing';
import { describe, expect, it } from 'vitest';
import { createV2Writer, type V2Writer } from './writer.ts';

const image = { id: 9, product_id: 77, is_thumbnail: false, sort_order: 0, description: '' };

describe('each write is one request', () => {
  const table: [
    string,
    number,
    unknown,
    (writer: V2Writer) => Promise<unknown>,
    unknown,
    string,
    string[],
  ][] = [
    [
      'create',
      201,
      image,
      (w) => w.createImage(77, { image_file: 'https://x.example/a.jpg' }),
      image,
      'POST /v2/products/77/images',
      ['{"image_file":"https://x.example/a.jpg"}'],
    ],
    [
      'update',
      200,
      image,
      (w) => w.updateImage(77, 9, { sort_order: 0 }),
      image,
      'PUT /v2/products/77/images/9',
      ['{"sort_order":0}'],
    ],
    ['delete', 204, undefined, (w) => w.deleteImage(77, 9), undefined, 'DELETE /v2/products/77/images/9', []],
    [
      'delete a page',
      204,
      undefined,
      (w) => w.deleteImages(77, { page: 1, limit: 250 }),
      undefined,
      'DELETE /v2/products/77/images?page=1&limit=250',
      [],
    ],
    [
      'SKU image',
      200,
      { id: 3, product_id: 77, sku: 'A', image_file: 'x' },
      (w) => w.setSkuImage(77, 3, 'https://x.example/a.png'),
      { id: 3, product_id: 77, sku: 'A', image_file: 'x' },
      'PUT /v2/products/77/skus/3',
      ['{"image_file":"https://x.example/a.png"}'],
    ],
  ];
  it.each(table)('%s', async (_what, status, body, call, expected, request, bodies) => {
    const store = createFakeStore(() => ({ status, body }));
    expect(await call(createV2Writer(store.http))).toEqual(expected);
    expect({ requests: store.requests, bodies: store.bodies }).toEqual({ requests: [request], bodies });
  });
});

it.each([
  ['an empty 201', 201, undefined, { class: 'unexpected', next: 'reconcile' }],
  ['a 500', 500, '<h1>Oops</h1>', { class: 'ambiguous', next: 'reconcile', storeWords: 'Oops' }],
  [
    'a refusal',
    400,
    [{ status: 400, message: "The field 'image_url' is not supported by this resource." }],
    { class: 'rejected', next: 'fail-action' },
  ],
])('%s is never repeated', async (_what, status, body, expected) => {
  const store = createFakeStore(() => ({ status, body }));
  const error: unknown = await createV2Writer(store.http)
    .createImage(77, { image_file: 'x' })
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(StoreError);
  expect(error).toMatchObject(expected);
  expect(store.requests.length).toBe(1);
});
