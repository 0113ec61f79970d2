import { describe, expect, it } from 'vitest';
import { tinyPicture } from '../pictures/tiny-picture.ts';
import { openTestStore, pictureForm, pictureUrl, type TestStore } from '../testing/test-store.ts';

const products = '/v3/catalog/products';
const seeded = { catalog: { kind: 'seeded', products: 60, seed: 3, pictures: 'tiny' } } as const;
const dataOf = (body: unknown): Record<string, unknown>[] =>
  (body as { data: Record<string, unknown>[] }).data;

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
    const large = new Uint8Array(1_000_001);
    large.set(tinyPicture(1));
    expect((await store.send('POST', `${path}/image`, pictureForm(large, 'large.png'))).status).toBe(status);
  });

  it('takes an address of any length: 255 is the limit of a product’s images', async () => {
    const { store, path } = await open();
    const long = pictureUrl(4, `${'a'.repeat(300)}.png`);
    const set = await store.send('POST', `${path}/image`, { image_url: long });
    const put = await store.send('PUT', path, { image_url: long });
    expect([set.status, put.status]).toEqual([200, 200]);
  });

  it.each([
    ['checked', 404],
    ['ignored', 200],
  ] as const)('variant-product-id %s', async (value, status) => {
    const { store, path } = await open({ switches: { 'variant-product-id': value } });
    const elsewhere = path.replace(/products\/\d+/, 'products/9999');
    const set = await store.send('POST', `${elsewhere}/image`, { image_url: pictureUrl(4) });
    expect([set.status, (await store.send('GET', elsewhere)).status]).toEqual([status, status]);
  });

  it('shows the fields that are asked for', async () => {
    const { store, path, id } = await open();
    const one = await store.send('GET', `${path}?include_fields=sku`);
    const all = await store.send('GET', `/v3/catalog/variants?id:in=${id}&include_fields=sku`);
    const names = (wire: unknown): string[] => Object.keys(wire as object);
    expect([
      names((one.body as { data: unknown }).data),
      (all.body as { data: unknown[] }).data.map(names),
    ]).toEqual([['id', 'sku'], [['id', 'sku']]]);
  });

  it('refuses a second file', async () => {
    const { store, path } = await open();
    const form = pictureForm(tinyPicture(1), 'one.png');
    form.append('other', new File([new Uint8Array(tinyPicture(2))], 'two.png'));
    expect((await store.send('POST', `${path}/image`, form)).status).toBe(422);
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

  it('that are planted are served with their choices and pictures', async () => {
    const { store } = await open();
    const { control } = store;
    const { id } = control.addVariant({
      productId: 77,
      sku: 'P-1',
      choices: { Size: 'S' },
      picture: { tiny: 3 },
    });
    const shown = async () =>
      dataOf((await store.send('GET', `${products}/77/variants`)).body).find((one) => one['id'] === id);
    expect(await shown()).toMatchObject({
      sku: 'P-1',
      image_url: expect.stringContaining(`/attribute_rule_images/${id}_source_`),
      option_values: [{ label: 'S', option_display_name: 'Size' }],
    });
    const before = (await shown())?.['image_url'];
    control.setVariantPicture(id, { tiny: 4 });
    expect((await shown())?.['image_url']).not.toBe(before);
    expect(await control.variantPicture(id)).toEqual(tinyPicture(4));
    control.setVariantPicture(id, null);
    expect([(await shown())?.['image_url'], await control.variantPicture(id)]).toEqual(['', undefined]);
    expect(() => control.setVariantPicture(1, null)).toThrow(RangeError);
  });
});
