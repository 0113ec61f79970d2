import { describe, expect, it } from 'vitest';
import { tinyPicture } from '../pictures/tiny-picture.ts';
import { noon, openTestStore, pictureForm, pictureUrl } from '../testing/test-store.ts';

const products = '/v3/catalog/products';
const seeded = { catalog: { kind: 'seeded', products: 60, seed: 3, pictures: 'tiny' } } as const;
const dataOf = (body: unknown): Record<string, unknown>[] =>
  (body as { data: Record<string, unknown>[] }).data;

describe('product lists', () => {
  it.each([
    ['id=80', [80]],
    ['id:in=80,77,900', [77, 80]],
    ['id:not_in=77,78&limit=2', [79, 80]],
    ['id:greater=134', [135, 136]],
    ['id:less=79', [77, 78]],
    ['id:min=135', [135, 136]],
    ['id:max=78', [77, 78]],
    ['sort=id&direction=desc&limit=2', [136, 135]],
    ['id:greater=77&page=2&limit=3', [81, 82, 83]],
  ])('%s', async (query, ids) => {
    const { send } = await openTestStore({}, seeded);
    expect(dataOf((await send('GET', `${products}?${query}`)).body).map(({ id }) => id)).toEqual(ids);
  });

  it('finds by one SKU, by many, and by name', async () => {
    const { send } = await openTestStore();
    const found = [];
    for (const query of ['sku=MUG-1', 'sku:in=LMP-1,MUG-1', 'name=Lamp']) {
      found.push(dataOf((await send('GET', `${products}?${query}`)).body).map(({ id }) => id));
    }
    expect(found).toEqual([[77], [77, 78], [78]]);
  });

  it.each([
    ['2026-03-02T10:00:01%2B00:00', [78]],
    [String(noon / 1000 + 1), [78]],
    ['2026-03-02', [77, 78]],
  ])('date_modified:min=%s; a date alone takes the time of the request', async (date, ids) => {
    const { control, send } = await openTestStore();
    control.updateProduct(78, { dateModified: noon + 60_000 });
    expect(
      dataOf((await send('GET', `${products}?date_modified:min=${date}`)).body).map(({ id }) => id),
    ).toEqual(ids);
  });

  it('refuses a filter that is no number', async () => {
    const { send } = await openTestStore();
    expect((await send('GET', `${products}?id:in=1,x`)).status).toBe(422);
  });

  it('includes images, variants and a thumbnail; options bring the limit down to 10', async () => {
    const { send } = await openTestStore({}, seeded);
    const { body } = await send('GET', `${products}?include=images,variants,primary_image,options&limit=50`);
    const rows = dataOf(body);
    const withImages = rows.find(({ images }) => Array.isArray(images) && images.length > 1);
    expect(rows.length).toBe(10);
    expect(withImages).toMatchObject({
      images: expect.arrayContaining([expect.objectContaining({ product_id: withImages?.['id'] })]),
      primary_image: { is_thumbnail: true },
      variants: expect.arrayContaining([expect.objectContaining({ product_id: withImages?.['id'] })]),
    });
  });

  it('shows only the fields that include_fields names, and id', async () => {
    const { send } = await openTestStore();
    expect(dataOf((await send('GET', `${products}?include_fields=sku`)).body)[0]).toEqual({
      id: 77,
      sku: 'MUG-1',
    });
  });

  it.each([
    ['none', 12],
    ['10', 10],
    ['50', 12],
  ] as const)('v3-include-images-limit %s', async (value, count) => {
    const { control, send } = await openTestStore({ switches: { 'v3-include-images-limit': value } });
    for (let index = 0; index < 12; index += 1) control.addImage({ productId: 77 });
    const rows = dataOf((await send('GET', `${products}?include=images`)).body);
    expect(rows.map(({ images }) => (images as unknown[]).length)).toEqual([count, 0]);
  });

  it.each([
    ['null', { primary_image: null }],
    ['absent', {}],
  ] as const)('v3-primary-image-absent %s', async (value, shown) => {
    const { send } = await openTestStore({ switches: { 'v3-primary-image-absent': value } });
    const [row = {}] = dataOf((await send('GET', `${products}?include=primary_image`)).body);
    expect(Object.fromEntries(Object.entries(row).filter(([name]) => name === 'primary_image'))).toEqual(
      shown,
    );
  });
});

it('a product without options has a base variant, planted from a file or made', async () => {
  const { control, send } = await openTestStore();
  await send('POST', products, { name: 'Vase', type: 'physical', weight: 1, price: 2 });
  const rows = dataOf((await send('GET', products)).body);
  expect(rows.map(({ base_variant_id }) => base_variant_id)).toEqual(control.variants().map(({ id }) => id));
});

describe('product updates', () => {
  const wanted = { images: [{ image_url: pictureUrl(5), description: 'five', sort_order: 3 }] };
  it.each([
    [
      'append',
      200,
      [
        ['', 0],
        ['five', 3],
      ],
    ],
    ['replace', 200, [['five', 3]]],
    ['ignored', 200, [['', 0]]],
    ['207', 207, [['', 0]]],
    [
      'first',
      200,
      [
        ['', 0],
        ['five', 3],
      ],
    ],
  ] as const)('v3-product-put-images %s', async (value, status, images) => {
    const { control, send } = await openTestStore({ switches: { 'v3-product-put-images': value } });
    control.addImage({ productId: 77 });
    const answer = await send('PUT', `${products}/77`, { name: 'Cup', ...wanted });
    expect([answer.status, control.products()[0]?.name]).toEqual([status, 'Cup']);
    expect(control.images(77).map(({ description, sortOrder }) => [description, sortOrder])).toEqual(images);
  });

  it('v3-product-put-images replace: an update that says nothing of images leaves them', async () => {
    const { control, send } = await openTestStore({ switches: { 'v3-product-put-images': 'replace' } });
    control.addImage({ productId: 77 });
    await send('PUT', `${products}/77`, { name: 'Cup' });
    expect(control.images(77).length).toBe(1);
  });

  it('v3-product-put-images first: the others are ignored, each product by itself', async () => {
    const { control, send } = await openTestStore({ switches: { 'v3-product-put-images': 'first' } });
    const images = [
      { image_url: pictureUrl(1), description: 'one' },
      { image_url: pictureUrl(2), description: 'two' },
    ];
    const answer = await send('PUT', products, [
      { id: 77, images },
      { id: 78, images },
    ]);
    expect([answer.status, control.images().map(({ description }) => description)]).toEqual([
      200,
      ['one', 'one'],
    ]);
  });

  it.each([
    ['request', 422, []],
    ['product', 207, ['one', 'two']],
    ['image', 207, ['one', 'two', 'good']],
  ] as const)('v3-product-put-bad-image %s', async (value, status, descriptions) => {
    const { control, send } = await openTestStore({ switches: { 'v3-product-put-bad-image': value } });
    const answer = await send('PUT', products, [
      {
        id: 77,
        images: [
          { image_url: pictureUrl(1), description: 'one' },
          { image_url: pictureUrl(2), description: 'two' },
        ],
      },
      {
        id: 78,
        images: [
          { image_url: pictureUrl(3), description: 'good' },
          { image_url: 'no address', description: 'bad' },
        ],
      },
    ]);
    expect([answer.status, control.images().map(({ description }) => description)]).toEqual([
      status,
      descriptions,
    ]);
  });

  it.each([
    [0, 200, 2],
    [2, 200, 2],
    [1, 413, 0],
  ])('v3-product-put-images-max %i, over all products of the request', async (most, status, count) => {
    const { control, send } = await openTestStore({ switches: { 'v3-product-put-images-max': most } });
    const answer = await send('PUT', products, [
      { id: 77, ...wanted },
      { id: 78, ...wanted },
    ]);
    expect([answer.status, control.images().length]).toEqual([status, count]);
  });

  it('takes ten at a time and no more, and none where one is missing', async () => {
    const { control, send } = await openTestStore();
    const many = await send('PUT', products, [
      { id: 77, ...wanted },
      { id: 78, ...wanted },
    ]);
    const tooMany = await send(
      'PUT',
      products,
      Array.from({ length: 11 }, () => ({ id: 77, ...wanted })),
    );
    const missing = await send('PUT', products, [{ id: 77, ...wanted }, { id: 9 }]);
    expect([many.status, tooMany.status, tooMany.body, missing.status, control.images().length]).toEqual([
      200,
      413,
      expect.objectContaining({
        title: 'The request payload is too large. The maximum items allowed in the array is 10.',
      }),
      404,
      2,
    ]);
  });

  it('refuses a SKU that another product has', async () => {
    const { send } = await openTestStore();
    expect((await send('PUT', `${products}/77`, { sku: 'LMP-1' })).status).toBe(409);
  });

  it('sums up the catalog', async () => {
    const { send } = await openTestStore({}, seeded);
    expect((await send('GET', '/v3/catalog/summary')).body).toMatchObject({
      data: { variant_count: expect.any(Number), primary_category_id: 23 },
    });
  });
});

describe('modifiers and options', () => {
  it('take an image by file only, and lose it as the switch says', async () => {
    for (const [value, status] of [
      ['204', 204],
      ['404', 404],
      ['405', 405],
    ] as const) {
      const store = await openTestStore({ switches: { 'modifier-image-delete': value } }, seeded);
      const product = store.control.products().find(({ modifiers }) => modifiers.length > 0);
      const [modifier] = product?.modifiers ?? [];
      const path = `${products}/${product?.id}/modifiers/${modifier?.id}/values/${modifier?.values[0]?.id}`;
      const byUrl = await store.send('POST', `${path}/image`, { image_url: pictureUrl(1) });
      const byFile = await store.send('POST', `${path}/image`, pictureForm(tinyPicture(2), 'two.png'));
      const shown = await store.send('GET', path);
      const removed = await store.send('DELETE', `${path}/image`);
      expect([byUrl.status, byFile.status, removed.status]).toEqual([422, 200, status]);
      expect(shown.body).toMatchObject({ data: { adjusters: (byFile.body as { data: unknown }).data } });
    }
  });

  it('set a swatch’s pattern and a modifier value’s picture by URL', async () => {
    const store = await openTestStore({}, seeded);
    const withOption = store.control.products().find(({ options }) => options.length > 0);
    const [option] = withOption?.options ?? [];
    const swatch = await store.send(
      'PUT',
      `${products}/${withOption?.id}/options/${option?.id}/values/${option?.values[0]?.id}`,
      {
        value_data: { image_url: pictureUrl(1) },
      },
    );
    const withModifier = store.control.products().find(({ modifiers }) => modifiers.length > 0);
    const [modifier] = withModifier?.modifiers ?? [];
    const value = await store.send(
      'PUT',
      `${products}/${withModifier?.id}/modifiers/${modifier?.id}/values/${modifier?.values[0]?.id}`,
      {
        adjusters: { image_url: pictureUrl(2) },
      },
    );
    const address = { image_url: expect.stringContaining('/product_images/attribute_rule_images/') };
    expect([swatch.body, value.body]).toMatchObject([
      { data: { value_data: address } },
      { data: { adjusters: address } },
    ]);
  });
});
