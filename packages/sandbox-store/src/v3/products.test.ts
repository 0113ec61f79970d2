import { describe, expect, it } from 'vitest';
import { tinyPicture } from '../pictures/tiny-picture.ts';
import { noon, openTestStore, pictureForm, pictureUrl, type TestStore } from '../store-for-tests.ts';

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
  ] as const)('v3-product-put-images %s', async (value, status, images) => {
    const { control, send } = await openTestStore({ switches: { 'v3-product-put-images': value } });
    control.addImage({ productId: 77 });
    const answer = await send('PUT', `${products}/77`, { name: 'Cup', ...wanted });
    expect([answer.status, control.products()[0]?.name]).toEqual([status, 'Cup']);
    expect(control.images(77).map(({ description, sortOrder }) => [description, sortOrder])).toEqual(images);
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

describe('variants', () => {
  const open = async (options = {}): Promise<{ store: TestStore; path: string; id: number }> => {
    const store = await openTestStore(options, seeded);
    const variant = store.control.variants().find(({ image }) => image !== null);
    return { store, path: `${products}/${variant?.productId}/variants/${variant?.id}`, id: variant?.id ?? 0 };
  };
  const imageUrl = async ({ store, path }: Awaited<ReturnType<typeof open>>): Promise<unknown> =>
    ((await store.send('GET', path)).body as { data: { image_url: unknown } }).data.image_url;

  it('take an image by URL or by file, each overwriting the last', async () => {
    const opened = await open();
    const byUrl = await opened.store.send('POST', `${opened.path}/image`, { image_url: pictureUrl(3) });
    opened.store.advance(2000);
    const byFile = await opened.store.send(
      'POST',
      `${opened.path}/image`,
      pictureForm(tinyPicture(4), 'four.png'),
    );
    expect([byUrl.status, byFile.status, (byFile.body as { data: unknown }).data]).toEqual([
      200,
      200,
      { image_url: await imageUrl(opened) },
    ]);
    expect(await imageUrl(opened)).toMatch(
      new RegExp(`/product_images/attribute_rule_images/${opened.id}_source_\\d+\\.png$`),
    );
    expect(byUrl.body).not.toEqual(byFile.body);
  });

  it('serve their image on the CDN', async () => {
    const opened = await open();
    await opened.store.send('POST', `${opened.path}/image`, { image_url: pictureUrl(3) });
    const response = await opened.store.sandbox.handle(new Request(String(await imageUrl(opened))));
    expect(Buffer.from(await response.arrayBuffer())).toEqual(Buffer.from(tinyPicture(3)));
  });

  it.each([
    ['500', 500],
    ['none', 200],
  ] as const)('variant-file-limit %s', async (value, status) => {
    const { store, path } = await open({ switches: { 'variant-file-limit': value } });
    const large = new Uint8Array(1_048_577);
    large.set(tinyPicture(1));
    expect((await store.send('POST', `${path}/image`, pictureForm(large, 'large.png'))).status).toBe(status);
  });

  it.each([
    ['clears', false],
    ['ignored', true],
  ] as const)('variant-image-clear %s', async (value, has) => {
    const opened = await open({ switches: { 'variant-image-clear': value } });
    await opened.store.send('PUT', opened.path, { image_url: '' });
    expect((await imageUrl(opened)) !== '').toBe(has);
  });

  it.each([
    ['405', 405],
    ['204', 204],
  ] as const)('variant-image-delete %s', async (value, status) => {
    const { store, path } = await open({ switches: { 'variant-image-delete': value } });
    expect((await store.send('DELETE', `${path}/image`)).status).toBe(status);
  });

  it.each([
    ['ignored', false],
    ['applied', true],
  ] as const)('variant-batch-image %s', async (value, changes) => {
    const opened = await open({ switches: { 'variant-batch-image': value } });
    const before = await imageUrl(opened);
    await opened.store.send('PUT', '/v3/catalog/variants', [{ id: opened.id, image_url: pictureUrl(6) }]);
    expect((await imageUrl(opened)) !== before).toBe(changes);
  });

  it('are refused beyond fifty, and where one is missing', async () => {
    const { store, id } = await open();
    const many = await store.send(
      'PUT',
      '/v3/catalog/variants',
      Array.from({ length: 51 }, () => ({ id })),
    );
    const missing = await store.send('PUT', '/v3/catalog/variants', [{ id: 1 }]);
    expect([many.status, missing.status, missing.body]).toEqual([
      413,
      422,
      { batch_errors: [expect.objectContaining({ status: 404 })] },
    ]);
  });

  it('are listed for a product and for many', async () => {
    const { store } = await open();
    const all = await store.send('GET', '/v3/catalog/variants?product_id:in=77,78&limit=250');
    const one = await store.send('GET', `${products}/77/variants`);
    expect(new Set(dataOf(all.body).map(({ product_id }) => product_id))).toEqual(new Set([77, 78]));
    expect(dataOf(one.body).every(({ product_id }) => product_id === 77)).toBe(true);
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
