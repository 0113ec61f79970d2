import { expect, it } from 'vitest';
import { openTestStore, pictureUrl } from '../testing/test-store.ts';

const seeded = { catalog: { kind: 'seeded', products: 60, seed: 3, pictures: 'tiny' } } as const;

it('always shows the mandatory fields, and id 0 with nulls where there is no thumbnail', async () => {
  const { send } = await openTestStore();
  await send('POST', '/v2/products/78/images', { image_file: pictureUrl(1) });
  const { body } = await send('GET', '/v2/products?include=sku');
  expect(body).toEqual([
    {
      id: 77,
      name: 'Mug',
      sku: 'MUG-1',
      date_modified: 'Mon, 02 Mar 2026 10:00:00 +0000',
      primary_image: { id: 0, zoom_url: null, thumbnail_url: null, standard_url: null, tiny_url: null },
    },
    {
      id: 78,
      name: 'Lamp',
      sku: 'LMP-1',
      date_modified: 'Mon, 02 Mar 2026 10:00:00 +0000',
      primary_image: expect.objectContaining({ id: 247 }),
    },
  ]);
});

it('shows images as a link', async () => {
  const { sandbox, send } = await openTestStore();
  expect((await send('GET', '/v2/products/77')).body).toMatchObject({
    images: { url: `${sandbox.origin}/stores/abc/v2/products/77/images`, resource: '/products/77/images' },
  });
});

it.each([
  ['min_id=80&max_id=82', [80, 81, 82]],
  ['page=2&limit=2', [79, 80]],
  ['limit=1', [77]],
])('lists products by %s', async (query, ids) => {
  const { send } = await openTestStore({}, seeded);
  const { body } = await send('GET', `/v2/products?${query}`);
  expect((body as { id: number }[]).map(({ id }) => id)).toEqual(ids);
});

it('filters by dates and counts what it filters', async () => {
  const { control, send } = await openTestStore();
  control.updateProduct(78, { dateModified: Date.UTC(2026, 4, 1) });
  const query = 'min_date_modified=Fri,%2003%20Apr%202026%2000:00:00%20%2B0000';
  expect((await send('GET', `/v2/products/count?${query}`)).body).toEqual({ count: 1 });
  expect((await send('GET', '/v2/products/count?min_date_modified=soon')).status).toBe(400);
});

it('answers 204 past the last page', async () => {
  const { send } = await openTestStore();
  expect((await send('GET', '/v2/products?page=9')).status).toBe(204);
});

it('shows V3’s variants as SKUs and modifier values as rules', async () => {
  const { control, send } = await openTestStore({}, seeded);
  const variant = control.variants().find(({ image }) => image !== null);
  const product = control.products().find(({ modifiers }) => modifiers.length > 0);
  const skus = await send('GET', `/v2/products/${variant?.productId}/skus`);
  const rules = await send('GET', `/v2/products/${product?.id}/rules`);
  const count = await send('GET', `/v2/products/${product?.id}/rules/count`);
  expect(skus.body).toContainEqual(
    expect.objectContaining({
      id: variant?.skuId,
      image_file: `attribute_rule_images/${variant?.image?.file}`,
    }),
  );
  // Beside those where the modifier and a variant meet.
  const alone = control.rules().filter(({ productId }) => productId === product?.id).length;
  expect([rules.body, count.body]).toEqual([
    [
      expect.objectContaining({ sort_order: 0, product_id: product?.id }),
      ...Array.from({ length: alone }, () => expect.objectContaining({ product_id: product?.id })),
    ],
    { count: 1 + alone },
  ]);
});

it('sets a SKU’s picture, which is then the variant’s', async () => {
  const { control, send } = await openTestStore({}, seeded);
  const variant = control.variants().find(({ optionValues }) => optionValues.length > 0);
  const path = `/v2/products/${variant?.productId}/skus/${variant?.skuId}`;
  const set = await send('PUT', path, { image_file: pictureUrl(4) });
  const refused = await send('PUT', path, { adjusted_price: 4 });
  expect([set.status, refused.status]).toEqual([200, 400]);
  const now = control.variants(variant?.productId).find(({ id }) => id === variant?.id);
  expect(now?.image?.file).toMatch(/_source_\d+\.png$/);
});

it('shows an option’s values', async () => {
  const { control, send } = await openTestStore({}, seeded);
  const option = control.products().flatMap(({ options }) => options)[0];
  const { body } = await send('GET', `/v2/options/${option?.id}/values`);
  expect((body as { label: string }[]).map(({ label }) => label)).toEqual(
    option?.values.map(({ label }) => label),
  );
});
