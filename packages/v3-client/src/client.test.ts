import { StoreError } from '@cutover/store-http';
import { createFakeStore } from '@cutover/store-http/testing';
import { describe, expect, it } from 'vitest';
import { createV3Client, imageShownInDoubt, type V3Client } from './client.ts';

const image = {
  id: 9,
  product_id: 77,
  is_thumbnail: false,
  sort_order: 0,
  description: '',
  image_file: 'a/521/a__1.jpg',
};
const file = { bytes: Uint8Array.from([0xff, 0xd8]), fileName: 'a.jpg', contentType: 'image/jpeg' };
const boundary = `cutover-${'80000000'.repeat(4)}`;
const form = (...parts: string[]): string =>
  `${parts.map((part) => `--${boundary}\r\ncontent-disposition: form-data; ${part}\r\n`).join('')}--${boundary}--\r\n`;
const filePart = 'name="image_file"; filename="a.jpg"\r\ncontent-type: image/jpeg\r\n\r\n\u00ff\u00d8';

describe('each write is one request', () => {
  const data = { data: image, meta: {} };
  const address = { data: { image_url: 'https://cdn.example/v.png' }, meta: {} };
  const variant = { id: 3, product_id: 77, sku: 'A', image_url: '', option_values: [] };
  const table: [
    string,
    number,
    unknown,
    (client: V3Client) => Promise<unknown>,
    unknown,
    string,
    string[],
  ][] = [
    [
      'create by address',
      200,
      data,
      (c) =>
        c.createImage(77, { imageUrl: 'https://x.example/a.jpg' }, { sort_order: 2, is_thumbnail: true }),
      image,
      'POST /v3/catalog/products/77/images',
      ['{"image_url":"https://x.example/a.jpg","sort_order":2,"is_thumbnail":true}'],
    ],
    [
      'create by bytes',
      201,
      data,
      (c) => c.createImage(77, { imageFile: file }, { description: 'Mug', sort_order: undefined }),
      image,
      'POST /v3/catalog/products/77/images',
      [form(filePart, 'name="description"\r\n\r\nMug')],
    ],
    [
      'create of several products',
      200,
      { data: [], meta: {} },
      (c) =>
        c.createImagesOfProducts([
          { productId: 77, images: [{ imageUrl: 'https://x.example/a.jpg', fields: { sort_order: 2 } }] },
          { productId: 78, images: [] },
        ]),
      undefined,
      'PUT /v3/catalog/products?include_fields=id',
      ['[{"id":77,"images":[{"image_url":"https://x.example/a.jpg","sort_order":2}]},{"id":78,"images":[]}]'],
    ],
    [
      'update',
      200,
      data,
      (c) => c.updateImage(77, 9, { description: '' }),
      image,
      'PUT /v3/catalog/products/77/images/9',
      ['{"description":""}'],
    ],
    [
      'delete',
      204,
      undefined,
      (c) => c.deleteImage(77, 9),
      undefined,
      'DELETE /v3/catalog/products/77/images/9',
      [],
    ],
    [
      'variant image by address',
      200,
      address,
      (c) => c.setVariantImage(77, 3, { imageUrl: 'https://x.example/v.png' }),
      address.data,
      'POST /v3/catalog/products/77/variants/3/image',
      ['{"image_url":"https://x.example/v.png"}'],
    ],
    [
      'variant image by bytes',
      200,
      address,
      (c) => c.setVariantImage(77, 3, { imageFile: file }),
      address.data,
      'POST /v3/catalog/products/77/variants/3/image',
      [form(filePart)],
    ],
    [
      'variant',
      200,
      { data: variant },
      (c) => c.updateVariant(77, 3, { image_url: '' }),
      variant,
      'PUT /v3/catalog/products/77/variants/3',
      ['{"image_url":""}'],
    ],
    [
      'modifier image',
      200,
      address,
      (c) => c.setModifierValueImage(77, 4, 5, file),
      address.data,
      'POST /v3/catalog/products/77/modifiers/4/values/5/image',
      [form(filePart)],
    ],
    [
      'swatch',
      200,
      {
        data: { id: 5, label: 'Linen', sort_order: 3, value_data: { image_url: 'https://x.example/b.png' } },
      },
      (c) =>
        c.updateOptionValue(77, 4, 5, {
          label: 'Linen',
          sort_order: 3,
          image_url: 'https://x.example/a.png',
        }),
      { id: 5, label: 'Linen', sort_order: 3, value_data: { image_url: 'https://x.example/b.png' } },
      'PUT /v3/catalog/products/77/options/4/values/5',
      [
        JSON.stringify({
          id: 5,
          label: 'Linen',
          sort_order: 3,
          value_data: { image_url: 'https://x.example/a.png' },
        }),
      ],
    ],
    [
      'modifier image deleted',
      204,
      undefined,
      (c) => c.deleteModifierValueImage(77, 4, 5),
      'deleted',
      'DELETE /v3/catalog/products/77/modifiers/4/values/5/image',
      [],
    ],
    [
      'modifier image missing',
      404,
      {},
      (c) => c.deleteModifierValueImage(77, 4, 5),
      'not-found',
      'DELETE /v3/catalog/products/77/modifiers/4/values/5/image',
      [],
    ],
    [
      'modifier image not offered',
      405,
      {},
      (c) => c.deleteModifierValueImage(77, 4, 5),
      'not-offered',
      'DELETE /v3/catalog/products/77/modifiers/4/values/5/image',
      [],
    ],
  ];
  it.each(table)('%s', async (_what, status, body, call, expected, request, bodies) => {
    const store = createFakeStore(() => ({ status, body }));
    expect(await call(createV3Client(store.http))).toEqual(expected);
    expect({ requests: store.requests, bodies: store.bodies }).toEqual({ requests: [request], bodies });
  });
});

describe('a create that is not certain is never repeated and never taken for done', () => {
  it.each<[string, number, unknown, Partial<StoreError>]>([
    ['an empty 200', 200, undefined, { class: 'unexpected', next: 'reconcile' }],
    ['broken JSON', 200, '{"data":{"id":', { class: 'unexpected', next: 'reconcile' }],
    ['HTML with 200', 200, '<html>', { class: 'unexpected', next: 'reconcile' }],
    ['no id', 200, { data: { ...image, id: undefined } }, { class: 'unexpected', next: 'reconcile' }],
    [
      'another product',
      200,
      { data: { ...image, product_id: 78 } },
      { class: 'unexpected', next: 'reconcile' },
    ],
    [
      '207',
      207,
      { data: [], errors: { title: 'Half.' } },
      { class: 'partial', next: 'reconcile', storeWords: 'Half.' },
    ],
    ['500', 500, '', { class: 'ambiguous', next: 'reconcile' }],
    [
      '422',
      422,
      { status: 422, title: 'image_url must be present if uploading by url' },
      { class: 'rejected', next: 'fail-action' },
    ],
    ['403', 403, { status: 403, title: 'Too many images' }, { class: 'limit', next: 'fail-action' }],
  ])('%s', async (_what, status, body, expected) => {
    const store = createFakeStore(() => ({ status, body }));
    const error: unknown = await createV3Client(store.http)
      .createImage(77, { imageUrl: 'https://x.example/a.jpg' })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StoreError);
    expect(error).toMatchObject({ method: 'POST', path: '/v3/catalog/products/77/images', ...expected });
    expect(store.requests.length).toBe(1);
  });
});

describe('an answer that leaves open whether the image was made', () => {
  it.each<[string, number, unknown, unknown]>([
    ['shows it', 207, { data: image, errors: { title: 'Half.' } }, image],
    ['shows it beside a server error', 500, { data: image }, image],
    ['shows one of another product', 207, { data: { ...image, product_id: 78 } }, undefined],
    ['shows none', 207, { data: [], errors: { title: 'Half.' } }, undefined],
    ['is no JSON', 502, '<html>', undefined],
  ])('%s', async (_what, status, body, expected) => {
    const client = createV3Client(createFakeStore(() => ({ status, body })).http);
    const error: unknown = await client
      .createImage(77, { imageUrl: 'https://x.example/a.jpg' })
      .catch((thrown: unknown) => thrown);
    if (!(error instanceof StoreError)) throw error;
    expect(imageShownInDoubt(error, 77)).toEqual(expected);
  });
});
