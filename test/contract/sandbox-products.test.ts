// What the pages of products say (V3: "products_catalog.v3.yml"; V2: the archived "Products V2"), row by row.

import { tinyPicture } from '@cutover/sandbox-store';
import { describe, expect, it } from 'vitest';
import { dataOf, v3Error, v3Missing, withWire } from './sandbox-wire.ts';

const products = '/v3/catalog/products';
const url = 'https://pictures.example/a.png';
const resolvePicture = async (): Promise<Uint8Array> => await Promise.resolve(tinyPicture(1));
const basic = { name: 'Mug', type: 'physical', weight: 1, price: 12.5 };

describe('Create a Product (V3)', () => {
  it('makes the product with its images, and a base variant', async () => {
    await withWire({ resolvePicture }, async ({ ask, store }) => {
      const images = [
        { image_url: url, description: 'front' },
        { image_url: url, is_thumbnail: true, sort_order: 4 },
      ];
      const told = await ask('POST', products, { json: { ...basic, sku: 'MUG', images } });
      const [variant] = store.variants();
      expect([told.status, told.body]).toEqual([
        200,
        {
          data: expect.objectContaining({
            ...basic,
            sku: 'MUG',
            is_visible: true,
            base_variant_id: variant?.id,
            images: [
              expect.objectContaining({ description: 'front', is_thumbnail: false, sort_order: 0 }),
              expect.objectContaining({ description: '', is_thumbnail: true, sort_order: 4 }),
            ],
            variants: [expect.objectContaining({ id: variant?.id, sku: 'MUG', option_values: [] })],
          }),
          meta: {},
        },
      ]);
    });
  });

  it('makes variants with the options that their words name, and pictures of them', async () => {
    await withWire({ resolvePicture }, async ({ ask, store }) => {
      const variants = ['Red', 'Blue'].map((label) => ({
        sku: `MUG-${label}`,
        option_values: [{ option_display_name: 'Color', label }],
        image_url: url,
      }));
      const told = await ask('POST', products, { json: { ...basic, variants } });
      const [product] = store.products();
      expect(told.status).toBe(200);
      expect(product?.options.map(({ displayName, values }) => [displayName, values.length])).toEqual([
        ['Color', 2],
      ]);
      expect(store.variants().map(({ sku, image }) => [sku, image?.file.endsWith('.png')])).toEqual([
        ['MUG-Red', true],
        ['MUG-Blue', true],
      ]);
    });
  });

  it.each<[string, object, number]>([
    ['without a name', { ...basic, name: undefined }, 422],
    ['without a type', { ...basic, type: undefined }, 422],
    ['without a weight', { ...basic, weight: undefined }, 422],
    ['without a price', { ...basic, price: undefined }, 422],
    ['of another type', { ...basic, type: 'service' }, 422],
    ['with a name of 250 characters', { ...basic, name: 'm'.repeat(250) }, 200],
    ['with a name of 251 characters', { ...basic, name: 'm'.repeat(251) }, 422],
    ['with a name that is taken', { ...basic, name: 'Lamp' }, 409],
    ['with a SKU that is taken', { ...basic, sku: 'LAMP' }, 409],
    ['of another availability', { ...basic, availability: 'soon' }, 422],
    [
      'with an address that nothing answers',
      { ...basic, images: [{ image_url: 'http://127.0.0.1:1/' }] },
      400,
    ],
  ])('%s: %o is %i', async (_, json, status) => {
    await withWire({}, async ({ ask, store }) => {
      store.addProduct({ name: 'Lamp', sku: 'LAMP' });
      const told = await ask('POST', products, { json });
      expect([told.status, store.products().length]).toEqual([status, status === 200 ? 2 : 1]);
      if (status !== 200) expect(told.body).toEqual(v3Error(status));
    });
  });

  it('takes 600 variants and no more', async () => {
    await withWire({}, async ({ ask, store }) => {
      const variants = Array.from({ length: 601 }, (_, place) => ({
        sku: `MUG-${place}`,
        option_values: [{ option_display_name: 'Size', label: `${place}` }],
      }));
      const tooMany = await ask('POST', products, { json: { ...basic, variants } });
      const enough = await ask('POST', products, { json: { ...basic, variants: variants.slice(1) } });
      expect([tooMany.status, enough.status, store.variants().length]).toEqual([403, 200, 600]);
    });
  });
});

describe('Update a Product (V3)', () => {
  it('passes over what is read-only, and the SKU of the base variant follows', async () => {
    await withWire({}, async ({ ask, store }) => {
      const made = dataOf(await ask('POST', products, { json: { ...basic, sku: 'MUG' } })) as { id: number };
      const json = {
        id: 9,
        sku: 'CUP',
        calculated_price: 1,
        date_created: 'then',
        base_variant_id: 3,
        brand_id: 4,
      };
      const told = dataOf(await ask('PUT', `${products}/${made.id}`, { json })) as Record<string, unknown>;
      expect(told).toMatchObject({ id: made.id, sku: 'CUP', calculated_price: 12.5, brand_id: 4 });
      expect([told['date_created'], store.variants().map(({ sku }) => sku)]).toEqual([
        '2026-05-04T00:00:00+00:00',
        ['CUP'],
      ]);
    });
  });
});

describe('Delete Products (V3)', () => {
  it('removes one with all that belongs to it', async () => {
    await withWire({ products: 30, images: 90 }, async ({ ask, store }) => {
      const { productId } = store.images()[0] ?? { productId: 0 };
      const told = await ask('DELETE', `${products}/${productId}`);
      expect([told.status, store.images(productId), store.variants(productId)]).toEqual([204, [], []]);
      const missing = v3Missing(`/catalog/products/${productId}`);
      expect(await ask('GET', `${products}/${productId}`)).toMatchObject({ status: 404, body: missing });
    });
  });

  it('removes what a filter finds, and nothing without one', async () => {
    await withWire({ products: 4 }, async ({ ask, store }) => {
      const [first, second, third] = store.products().map(({ id }) => id);
      const without = await ask('DELETE', products);
      const some = await ask('DELETE', `${products}?id:in=${first},${third}`);
      expect([without.status, some.status, store.products()[0]?.id, store.products().length]).toEqual([
        422,
        204,
        second,
        2,
      ]);
    });
  });

  it('removes 250 at once and no more', async () => {
    await withWire({}, async ({ ask, store }) => {
      for (let at = 0; at < 251; at += 1) store.addProduct();
      const last = store.products().at(-1)?.id ?? 0;
      const all = await ask('DELETE', `${products}?id:min=1`);
      const most = await ask('DELETE', `${products}?id:less=${last}`);
      expect([all.status, most.status, store.products().length]).toEqual([422, 204, 1]);
    });
  });
});

const shelf = [
  {
    name: 'Blue mug',
    sku: 'A',
    price: 5,
    fields: { brand_id: 7, categories: [1], inventory_level: 3, weight: 2 },
  },
  {
    name: 'Red mug',
    sku: 'B',
    price: 9,
    isVisible: false,
    fields: {
      categories: [1, 2],
      condition: 'Used',
      is_featured: true,
      description: 'from blue clay',
      upc: '123',
      mpn: 'M1',
      inventory_tracking: 'product',
      inventory_warning_level: 2,
      type: 'digital',
    },
  },
  {
    name: 'Lamp',
    sku: 'C',
    price: 30,
    fields: {
      availability: 'disabled',
      is_free_shipping: true,
      total_sold: 4,
      date_last_imported: '2026-01-02T00:00:00+00:00',
      product_tax_code: 'T',
      search_keywords: 'light',
    },
  },
];

describe('Get All Products (V3)', () => {
  it.each([
    ['brand_id=7', 'A'],
    ['price=9', 'B'],
    ['weight=2', 'A'],
    ['condition=used', 'B'],
    ['availability=disabled', 'C'],
    ['type=digital', 'B'],
    ['upc=123', 'B'],
    ['mpn=M1', 'B'],
    ['categories=1', 'A'],
    ['categories:in=1', 'AB'],
    ['categories:in=1,2', 'B'],
    ['channel_id:in=1,9', 'ABC'],
    ['channel_id:in=9', ''],
    ['is_visible=false', 'B'],
    ['is_featured=1', 'B'],
    ['is_free_shipping=1', 'C'],
    ['total_sold=4', 'C'],
    ['inventory_level=3', 'A'],
    ['inventory_level:in=3,4', 'A'],
    ['inventory_level:not_in=3', 'BC'],
    ['inventory_level:min=1', 'A'],
    ['inventory_level:max=0', 'BC'],
    ['inventory_level:greater=2', 'A'],
    ['inventory_level:less=3', 'BC'],
    ['inventory_low=1', 'B'],
    ['out_of_stock=1', 'B'],
    ['date_last_imported:min=2026-01-01T00:00:00Z', 'C'],
    ['date_last_imported:max=2026-01-01T00:00:00Z', ''],
    ['date_last_imported:not=2026-01-02T00:00:00Z', 'AB'],
    ['date_last_imported=2026-01-02T00:00:00Z', 'C'],
    ['keyword=blue', 'AB'],
    ['sort=price&direction=desc', 'CBA'],
    ['sort=inventory_level&direction=desc', 'ABC'],
    ['sort=total_sold&direction=desc', 'CAB'],
    ['sort=calculated_price', 'ABC'],
    ['sort=date_last_imported&direction=desc', 'CAB'],
  ])('%s finds %s', async (query, skus) => {
    await withWire({}, async ({ ask, store }) => {
      for (const product of shelf) store.addProduct(product);
      const rows = dataOf(await ask('GET', `${products}?${query}`)) as { sku: string }[];
      expect(rows.map(({ sku }) => sku).join('')).toBe(skus);
    });
  });

  it.each(['price=cheap', 'brand_id=x', 'categories:in=1,b', 'inventory_level:min=few'])(
    'refuses %s with 422',
    async (query) => {
      await withWire({}, async ({ ask }) => {
        expect(await ask('GET', `${products}?${query}`)).toMatchObject({ status: 422, body: v3Error(422) });
      });
    },
  );
});

describe('List Products (V2)', () => {
  it.each([
    ['min_price=9', 'BC'],
    ['max_price=9', 'AB'],
    ['keyword_filter=light', 'C'],
    ['description=from blue clay', 'B'],
    ['condition=Used', 'B'],
    ['availability=disabled', 'C'],
    ['brand_id=7', 'A'],
    ['min_number_sold=4', 'C'],
    ['max_number_sold=3', 'AB'],
    ['is_visible=false', 'B'],
    ['is_featured=true', 'B'],
    ['min_inventory_level=1', 'A'],
    ['max_inventory_level=0', 'BC'],
    ['category=2', 'B'],
    ['product_tax_code=T', 'C'],
    ['min_date_last_imported=2026-01-01', 'C'],
    ['max_date_last_imported=2026-01-03', 'C'],
    ['sku=A&include_sku=true', 'A'],
  ])('%s finds %s, and counts as many', async (query, skus) => {
    await withWire({}, async ({ ask, store }) => {
      for (const product of shelf) store.addProduct(product);
      const { body } = await ask('GET', `/v2/products?${encodeURI(query)}`);
      const counted = await ask('GET', `/v2/products/count?${encodeURI(query)}`);
      expect([(body as { sku: string }[]).map(({ sku }) => sku).join(''), counted.body]).toEqual([
        skus,
        { count: skus.length },
      ]);
    });
  });

  it.each(['is_visible=perhaps', 'min_price=', 'category=x', 'min_date_last_imported=x'])(
    'refuses %s with 400',
    async (query) => {
      await withWire({}, async ({ ask }) => {
        expect((await ask('GET', `/v2/products?${query}`)).status).toBe(400);
      });
    },
  );

  it('shows the fields of @summary, and leaves them out', async () => {
    await withWire({}, async ({ ask, store }) => {
      const { id } = store.addProduct();
      const fields = async (query: string): Promise<string[]> =>
        Object.keys((await ask('GET', `/v2/products/${id}?${query}`)).body as object).toSorted();
      const always = ['date_modified', 'id', 'name', 'primary_image'];
      const summary = ['availability', 'calculated_price', 'inventory_level', 'inventory_tracking'];
      const more = ['inventory_warning_level', 'is_featured', 'is_visible', 'sku'];
      expect(await fields('include=@summary')).toEqual([...always, ...summary, ...more].toSorted());
      const without = await fields('exclude=@summary,name');
      expect([without.includes('sku'), without.includes('name'), without.includes('rules')]).toEqual([
        false,
        true,
        true,
      ]);
    });
  });
});

describe('Create, Update and Delete a Product (V2)', () => {
  const least = {
    name: 'Plain T-Shirt',
    type: 'physical',
    description: 'This timeless fashion staple will never go out of style!',
    price: '29.99',
    categories: [18],
    availability: 'available',
    weight: '0.5',
  };

  it('makes the product of the example, not visible, for both versions', async () => {
    await withWire({}, async ({ ask, store, hash, origin }) => {
      const told = await ask('POST', '/v2/products', { json: least });
      const [product] = store.products();
      expect([told.status, told.headers['location']]).toEqual([
        201,
        `${origin}/stores/${hash}/v2/products/${product?.id}`,
      ]);
      expect(told.body).toMatchObject({ ...least, price: '29.9900', weight: '0.5000', is_visible: false });
      expect(dataOf(await ask('GET', `${products}/${product?.id}`))).toMatchObject({
        price: 29.99,
        weight: 0.5,
        categories: [18],
        is_visible: false,
      });
    });
  });

  it.each(['name', 'price', 'categories', 'type', 'availability', 'weight'])('requires %s', async (name) => {
    await withWire({}, async ({ ask }) => {
      const told = await ask('POST', '/v2/products', { json: { ...least, [name]: undefined } });
      expect([told.status, told.body]).toEqual([
        400,
        [{ status: 400, message: `Required fields missing [${name}]` }],
      ]);
    });
  });

  it.each<[string, object, number]>([
    ['an unknown field', { colour: 'red' }, 400],
    ['another condition', { condition: 'Worn' }, 400],
    ['number_sold', { number_sold: 99 }, 400],
    ['images', { images: [] }, 400],
    ['primary_image', { primary_image: {} }, 400],
    ['date_created', { date_created: 'then' }, 400],
    ['a thousand and one categories', { categories: Array.from({ length: 1001 }, (_, at) => at) }, 403],
    ['an address and a name', { custom_url: '/plain-tshirt/', name: 'Shirt' }, 200],
  ])('an update with %s: %o is %i', async (_, json, status) => {
    await withWire({}, async ({ ask, store }) => {
      const { id } = store.addProduct();
      const told = await ask('PUT', `/v2/products/${id}`, { json });
      expect(told.status).toBe(status);
      expect(told.body).toMatchObject(status === 200 ? json : [{ status }]);
    });
  });

  it.each(['id', 'number_sold', 'rating_count', 'date_modified', 'date_last_imported', 'options'])(
    'an update that sets %s, which is read-only, is refused in V2’s words',
    async (name) => {
      await withWire({}, async ({ ask, store }) => {
        const { id } = store.addProduct();
        const told = await ask('PUT', `/v2/products/${id}`, { json: { [name]: 1 } });
        const message = `The field '${name}' cannot be written to. Please remove it from your request before trying again.`;
        expect([told.status, told.body]).toEqual([400, [{ status: 400, message }]]);
      });
    },
  );

  it('deletes one; the deletion of all is sunset', async () => {
    await withWire({ products: 3 }, async ({ ask, store }) => {
      const [first] = store.products();
      const one = await ask('DELETE', `/v2/products/${first?.id}`);
      const again = await ask('DELETE', `/v2/products/${first?.id}`);
      const all = await ask('DELETE', '/v2/products');
      expect([one.status, again.status, all.status, store.products().length]).toEqual([204, 404, 405, 2]);
    });
  });

  it('shows what V3 calls otherwise under its own names', async () => {
    await withWire({}, async ({ ask, store }) => {
      const { id } = store.addProduct({
        fields: { inventory_tracking: 'variant', related_products: [3, 6], meta_keywords: ['a', 'b'] },
      });
      expect((await ask('GET', `/v2/products/${id}`)).body).toMatchObject({
        inventory_tracking: 'sku',
        related_products: '3, 6',
        meta_keywords: 'a, b',
      });
      await ask('PUT', `/v2/products/${id}`, {
        json: { inventory_tracking: 'simple', related_products: '4,5', meta_keywords: 'c, d' },
      });
      expect(dataOf(await ask('GET', `${products}/${id}`))).toMatchObject({
        inventory_tracking: 'product',
        related_products: [4, 5],
        meta_keywords: ['c', 'd'],
      });
    });
  });
});
