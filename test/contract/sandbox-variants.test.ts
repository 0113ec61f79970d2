// What the pages of variants ("product-variants_catalog.v3.yml") and of V2's SKUs say beside their pictures.
import { tinyPicture } from '@cutover/sandbox-store';
import { describe, expect, it } from 'vitest';
import type { OneStore } from '../support/one-store.ts';
import { dataOf, v3Error, withWire } from './sandbox-wire.ts';

const url = 'https://pictures.example/a.png';
const resolvePicture = async (): Promise<Uint8Array> => await Promise.resolve(tinyPicture(1));
const shown = expect.stringMatching(/\/product_images\/attribute_rule_images\/\d+_source_\d+\.png$/);

/** A product with an option of so many values and no variant yet. */
function plantOption({ store }: OneStore, values = 3) {
  const optionValues = Array.from({ length: values }, (_, place) => ({
    id: 501 + place,
    label: `Size ${place}`,
    sortOrder: place,
    isDefault: false,
  }));
  const option = { id: 500, displayName: 'Size', type: 'dropdown', values: optionValues };
  const { id } = store.addProduct({ name: 'Shirt', sku: 'SHIRT', options: [option] });
  return { id, v3: `/v3/catalog/products/${id}/variants`, v2: `/v2/products/${id}/skus` };
}
const chosen = (value: number): object => ({ option_values: [{ id: value, option_id: 500 }] });
const options = (value: number): object => ({
  options: [{ product_option_id: 500, option_value_id: value }],
});

describe('Create Product Variant', () => {
  it('answers 200 with the variant, its picture and its fields, which V2 shows as a SKU', async () => {
    await withWire({ resolvePicture }, async (one) => {
      const { v3, v2 } = plantOption(one);
      const fields = { upc: '123', inventory_level: 4, cost_price: 2, purchasing_disabled: true };
      const json = { sku: 'S-1', price: 9, image_url: url, ...fields, ...chosen(501) };
      const told = await one.ask('POST', v3, { json });
      expect([told.status, told.body]).toEqual([
        200,
        {
          data: expect.objectContaining({
            sku: 'S-1',
            price: 9,
            calculated_price: 9,
            image_url: shown,
            ...fields,
            option_values: [{ id: 501, label: 'Size 0', option_id: 500, option_display_name: 'Size' }],
          }),
          meta: {},
        },
      ]);
      expect((await one.ask('GET', v2)).body).toMatchObject([
        {
          sku: 'S-1',
          price: '9.0000',
          cost_price: '2.0000',
          upc: '123',
          inventory_level: 4,
          is_purchasing_disabled: true,
          image_file: expect.stringContaining('attribute_rule_images/'),
          ...options(501),
        },
      ]);
    });
  });

  it.each<[string, object, number]>([
    ['no SKU', { ...chosen(502) }, 422],
    ['an empty SKU', { sku: '', ...chosen(502) }, 422],
    ['a SKU of 255 characters', { sku: 's'.repeat(255), ...chosen(502) }, 200],
    ['a SKU of 256 characters', { sku: 's'.repeat(256), ...chosen(502) }, 422],
    ['no option values', { sku: 'S-2' }, 422],
    ['an option value that is not there', { sku: 'S-2', ...chosen(9) }, 422],
    ['the option values of another variant', { sku: 'S-2', ...chosen(501) }, 409],
    ['the SKU of another variant', { sku: 'S-1', ...chosen(502) }, 409],
    [
      'an address that nothing answers',
      { sku: 'S-2', image_url: 'http://127.0.0.1:1/', ...chosen(502) },
      400,
    ],
  ])('with %s: %o is %i', async (_, json, status) => {
    await withWire({}, async (one) => {
      const { v3 } = plantOption(one);
      await one.ask('POST', v3, { json: { sku: 'S-1', ...chosen(501) } });
      const told = await one.ask('POST', v3, { json });
      expect([told.status, one.store.variants().length]).toEqual([status, status === 200 ? 2 : 1]);
      if (status !== 200) expect(told.body).toEqual(v3Error(status));
    });
  });

  it('is 404 for no product, and the picture of what is made can be set', async () => {
    await withWire({ resolvePicture }, async (one) => {
      const { v3 } = plantOption(one);
      const made = dataOf(await one.ask('POST', v3, { json: { sku: 'S', ...chosen(501) } })) as {
        id: number;
      };
      const set = await one.ask('POST', `${v3}/${made.id}/image`, { json: { image_url: url } });
      const missing = await one.ask('POST', '/v3/catalog/products/9/variants', {
        json: { sku: 'T', ...chosen(501) },
      });
      expect([set.status, dataOf(set), missing.status]).toEqual([200, { image_url: shown }, 404]);
    });
  });

  it.each([
    ['V3 takes 600', 'v3', 600],
    ['V2 takes 500', 'v2', 500],
  ] as const)('%s and no more', async (_, version, most) => {
    await withWire({}, async (one) => {
      const planted = plantOption(one, 601);
      const variants = Array.from({ length: most - 1 }, (_, at) => ({ sku: `S-${at}`, value: 501 + at }));
      for (let from = 0; from < variants.length; from += 50) {
        const json = variants
          .slice(from, from + 50)
          .map(({ sku, value }) => ({ product_id: planted.id, sku, ...chosen(value) }));
        expect((await one.ask('PUT', '/v3/catalog/variants', { json })).status).toBe(200);
      }
      const statuses: number[] = [];
      for (const value of [1_100, 1_101]) {
        const json = { sku: `more-${value}`, ...(version === 'v3' ? chosen(value) : options(value)) };
        statuses.push((await one.ask('POST', planted[version], { json })).status);
      }
      expect(statuses).toEqual([version === 'v3' ? 200 : 201, 403]);
    });
  });
});

describe('Update and Delete Product Variants', () => {
  it('updates and creates in one batch, of which V2 shows every SKU', async () => {
    await withWire({}, async (one) => {
      const { id, v3, v2 } = plantOption(one);
      const first = dataOf(await one.ask('POST', v3, { json: { sku: 'S-1', ...chosen(501) } })) as {
        id: number;
      };
      const json = [
        { id: first.id, sku: 'S-one', weight: 3 },
        { product_id: id, sku: 'S-2', ...chosen(502) },
      ];
      const told = await one.ask('PUT', '/v3/catalog/variants', { json });
      expect([told.status, dataOf(told)]).toMatchObject([
        200,
        [
          { id: first.id, sku: 'S-one', weight: 3 },
          { product_id: id, sku: 'S-2' },
        ],
      ]);
      expect((await one.ask('GET', v2)).body).toMatchObject([
        { sku: 'S-one', weight: '3.0000' },
        { sku: 'S-2' },
      ]);
      const broken = await one.ask('PUT', '/v3/catalog/variants', { json: [{ sku: 'S-3' }] });
      expect([broken.status, broken.body]).toEqual([422, { batch_errors: [v3Error(422)] }]);
    });
  });

  it('finds variants by UPC, and deletes one', async () => {
    await withWire({}, async (one) => {
      const { v3 } = plantOption(one);
      const made = dataOf(await one.ask('POST', v3, { json: { sku: 'S-1', upc: '77', ...chosen(501) } }));
      const found = async (upc: string): Promise<unknown> =>
        dataOf(await one.ask('GET', `/v3/catalog/variants?upc=${upc}`));
      expect([await found('77'), await found('78')]).toEqual([[made], []]);
      const { id } = made as { id: number };
      const gone = await one.ask('DELETE', `${v3}/${id}`);
      const again = await one.ask('DELETE', `${v3}/${id}`);
      expect([gone.status, again.status, one.store.variants()]).toEqual([204, 404, []]);
    });
  });

  it('refuses the SKU of another variant with 409', async () => {
    await withWire({}, async (one) => {
      const { v3 } = plantOption(one);
      await one.ask('POST', v3, { json: { sku: 'S-1', ...chosen(501) } });
      const { id } = dataOf(await one.ask('POST', v3, { json: { sku: 'S-2', ...chosen(502) } })) as {
        id: number;
      };
      const told = await one.ask('PUT', `${v3}/${id}`, { json: { sku: 'S-1' } });
      expect([told.status, told.body]).toEqual([409, v3Error(409)]);
    });
  });
});

describe('Product SKUs (V2)', () => {
  it('creates one with 201 and Location, which is a variant in V3', async () => {
    await withWire({ resolvePicture }, async (one) => {
      const { id, v2, v3 } = plantOption(one);
      const json = { sku: 'S-1', price: '4.99', weight: '2', image_file: url, ...options(501) };
      const told = await one.ask('POST', v2, { json });
      const [variant] = one.store.variants(id);
      expect([told.status, told.headers['location']]).toEqual([
        201,
        `${one.origin}/stores/${one.hash}${v2}/${variant?.skuId}`,
      ]);
      expect(told.body).toMatchObject({ sku: 'S-1', price: '4.9900', weight: '2.0000', ...options(501) });
      expect(dataOf(await one.ask('GET', v3))).toMatchObject([
        { sku: 'S-1', price: 4.99, weight: 2, image_url: shown, sku_id: variant?.skuId },
      ]);
    });
  });

  it.each<[string, object, string]>([
    ['no SKU', options(501), 'Required fields missing [sku]'],
    ['no options', { sku: 'S' }, 'Required fields missing [options]'],
    ['options that are not there', { sku: 'S', ...options(9) }, "The field 'options' is invalid."],
    ['a price that is none', { sku: 'S', price: 'x', ...options(501) }, "The field 'price' is invalid."],
    [
      'an adjusted price',
      { sku: 'S', adjusted_price: 1, ...options(501) },
      "The field 'adjusted_price' cannot be written to. Please remove it from your request before trying again.",
    ],
  ])('refuses %s: %o', async (_, json, message) => {
    await withWire({}, async (one) => {
      const { v2 } = plantOption(one);
      const told = await one.ask('POST', v2, { json });
      expect([told.status, told.body]).toEqual([400, [{ status: 400, message }]]);
    });
  });

  it('takes the picture away with an empty image_file, and leaves it where it comes back as read', async () => {
    await withWire({ resolvePicture }, async (one) => {
      const { v2, id } = plantOption(one);
      await one.ask('POST', v2, { json: { sku: 'S-1', image_file: url, ...options(501) } });
      const [made] = one.store.variants(id);
      const put = async (file: unknown): Promise<unknown> => {
        await one.ask('PUT', `${v2}/${made?.skuId}`, { json: { image_file: file } });
        return one.store.variants(id)[0]?.image;
      };
      expect(await put(`attribute_rule_images/${made?.image?.file}`)).toEqual(made?.image);
      expect(await put('')).toBe(null);
    });
  });

  it('filters, counts, and deletes one and a page of what a filter finds', async () => {
    await withWire({}, async (one) => {
      const { v2 } = plantOption(one);
      for (const place of [1, 2, 3]) {
        const json = { sku: `S-${place}`, upc: `${place}`, inventory_level: place, ...options(500 + place) };
        expect((await one.ask('POST', v2, { json })).status).toBe(201);
      }
      const [first] = one.store.variants();
      const found = async (query: string): Promise<unknown> => {
        const { status, body } = await one.ask('GET', `${v2}?${query}`);
        return status === 204 ? [] : (body as { sku: string }[]).map(({ sku }) => sku);
      };
      expect([
        await found('sku=S-2'),
        await found('upc=3'),
        await found('inventory_level=1'),
        await found('min_inventory_level=2'),
        await found('max_inventory_level=1'),
        await found(`max_id=${first?.skuId}`),
        await found(`min_id=${(first?.skuId ?? 0) + 1}`),
        await found('is_low_inventory=true'),
        await found('limit=1&page=2'),
      ]).toEqual([['S-2'], ['S-3'], ['S-1'], ['S-2', 'S-3'], ['S-1'], ['S-1'], ['S-2', 'S-3'], [], ['S-2']]);
      expect((await one.ask('GET', '/v2/products/skus/count')).body).toEqual({ count: 3 });
      expect((await one.ask('DELETE', `${v2}/${first?.skuId}`)).status).toBe(204);
      expect((await one.ask('DELETE', `${v2}?sku=S-3`)).status).toBe(204);
      expect(one.store.variants().map(({ sku }) => sku)).toEqual(['S-2']);
    });
  });
});
