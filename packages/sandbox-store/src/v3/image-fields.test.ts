import { describe, expect, it } from 'vitest';
import { tinyPicture } from '../pictures/tiny-picture.ts';
import type { Switches } from '../switches.ts';
import { noon, openTestStore, pictureForm, pictureUrl, type TestStore } from '../testing/test-store.ts';

const images = '/v3/catalog/products/77/images';
const sortOrderMax = 2_147_483_647;

async function storeWith(
  switches: Partial<Switches> = {},
  sorts: readonly number[] = [0, 1],
): Promise<TestStore> {
  const store = await openTestStore({ switches });
  for (const sort of sorts)
    await store.send('POST', images, { image_url: pictureUrl(1), sort_order: sort, description: `${sort}` });
  return store;
}
const dataOf = async (store: TestStore, path: string): Promise<unknown> =>
  ((await store.send('GET', path)).body as { data: unknown }).data;

describe('include_fields and exclude_fields', () => {
  it.each([
    ['include_fields=sort_order', { id: 247, sort_order: 0 }],
    ['include_fields=sort_order,%20description', { id: 247, sort_order: 0, description: '0' }],
    ['include_fields=name', { id: 247 }],
    ['include_fields=sort_order,description&exclude_fields=description', { id: 247, sort_order: 0 }],
    [
      'exclude_fields=id,url_zoom,url_standard,url_thumbnail,url_tiny,image_file,date_modified',
      { id: 247, product_id: 77, is_thumbnail: true, sort_order: 0, description: '0' },
    ],
  ])('%s', async (query, image) => {
    const store = await storeWith();
    expect(await dataOf(store, `${images}/247?${query}`)).toEqual(image);
    expect(await dataOf(store, `${images}?limit=1&${query}`)).toEqual([image]);
  });

  it('are whole where nothing is named', async () => {
    const store = await storeWith();
    expect(await dataOf(store, `${images}/247?include_fields=&exclude_fields=,`)).toEqual(
      await dataOf(store, `${images}/247`),
    );
  });
});

describe('one picture a request', () => {
  const two = (): FormData => {
    const form = pictureForm(tinyPicture(1), 'one.png');
    form.append('image_file', new File([new Uint8Array(tinyPicture(2))], 'two.png'));
    return form;
  };
  it.each([
    ['POST', images, 422],
    ['PUT', `${images}/247`, 422],
    ['POST', '/v2/products/77/images', 400],
    ['PUT', '/v2/products/77/images/247', 400],
  ])('a second file in a %s of %s is refused', async (method, path, status) => {
    const store = await storeWith({}, [0]);
    const before = store.control.images();
    expect((await store.send(method, path, two())).status).toBe(status);
    expect(store.control.images()).toEqual(before);
  });
});

describe('an address and a file in one body', () => {
  const both = { image_url: pictureUrl(1), image_file: 'one.png' };

  it('are refused: the one cannot be used with the other', async () => {
    const store = await storeWith({}, [0]);
    const before = store.control.images();
    expect(await store.send('POST', images, both)).toMatchObject({
      status: 422,
      body: { title: 'Only one of image_url and image_file may be present' },
    });
    expect(store.control.images()).toEqual(before);
  });

  it('are no fault of an update that sends back what it read, nor of a create that names no file', async () => {
    const store = await storeWith({}, [0]);
    const statuses = [
      await store.send('PUT', `${images}/247`, both),
      await store.send('POST', images, { ...both, image_file: null }),
      await store.send('POST', images, { ...both, image_file: '' }),
    ].map(({ status }) => status);
    expect(statuses).toEqual([200, 200, 200]);
  });
});

describe('v3-image-form-post', () => {
  it.each([
    ['405', 405, false],
    ['updates', 200, true],
  ] as const)('%s', async (value, status, isUpdated) => {
    const store = await storeWith({ 'v3-image-form-post': value }, [0]);
    const form = pictureForm(tinyPicture(6), 'six.png', { description: 'six' });
    expect((await store.send('POST', `${images}/247`, form)).status).toBe(status);
    const [image] = store.control.images();
    expect([/six__\d{5}\.png$/.test(image?.imageFile ?? ''), image?.description]).toEqual(
      isUpdated ? [true, 'six'] : [false, '0'],
    );
  });

  it('is for forms only', async () => {
    const store = await storeWith({ 'v3-image-form-post': 'updates' }, [0]);
    expect((await store.send('POST', `${images}/247`, { description: 'x' })).status).toBe(415);
  });
});

describe('sort-overflow', () => {
  it.each([
    ['kept', 200, [sortOrderMax, sortOrderMax]],
    ['refused', 422, [0, sortOrderMax]],
  ] as const)('%s on update', async (value, status, sorts) => {
    const store = await storeWith({ 'sort-overflow': value }, [0, sortOrderMax]);
    const answer = await store.send('PUT', `${images}/247`, { sort_order: sortOrderMax });
    expect([answer.status, store.control.images().map(({ sortOrder }) => sortOrder)]).toEqual([
      status,
      sorts,
    ]);
  });

  it.each([
    ['kept', 201, 2],
    ['refused', 400, 1],
  ] as const)('%s on create, in V2’s words', async (value, status, count) => {
    const store = await storeWith({ 'sort-overflow': value, 'default-sort': 'last' }, [sortOrderMax]);
    const answer = await store.send('POST', '/v2/products/77/images', { image_file: pictureUrl(2) });
    expect([answer.status, store.control.images().length]).toEqual([status, count]);
    expect(store.control.images().every(({ sortOrder }) => sortOrder === sortOrderMax)).toBe(true);
  });

  it('refuses nothing that has a place', async () => {
    const store = await storeWith({ 'sort-overflow': 'refused' }, [0, sortOrderMax - 1]);
    const answer = await store.send('PUT', `${images}/247`, { sort_order: sortOrderMax - 1 });
    expect([answer.status, store.control.images().map(({ sortOrder }) => sortOrder)]).toEqual([
      200,
      [sortOrderMax - 1, sortOrderMax],
    ]);
  });
});

describe('v3-unwritable-fields', () => {
  const moved = { product_id: 78, date_modified: '2020-01-02T03:04:05+00:00' };
  it.each([
    ['ignored', 200, [77, noon]],
    ['422', 422, [77, noon]],
    ['applied', 200, [78, Date.UTC(2020, 0, 2, 3, 4, 5)]],
  ] as const)('%s on update', async (value, status, row) => {
    const store = await storeWith({ 'v3-unwritable-fields': value }, [0]);
    expect((await store.send('PUT', `${images}/247`, moved)).status).toBe(status);
    const [image] = store.control.images();
    expect([image?.productId, image?.dateModified]).toEqual(row);
  });

  it('applied on create, in a form too, and never two thumbnails', async () => {
    const store = await storeWith({ 'v3-unwritable-fields': 'applied' }, [0]);
    await store.send('POST', images, { image_url: pictureUrl(3), ...moved });
    await store.send('POST', images, pictureForm(tinyPicture(1), 'one.png', { product_id: '78' }));
    await store.send('PUT', `${images}/247`, moved);
    const rows = store.control.images();
    expect(rows.map(({ productId, isThumbnail }) => [productId, isThumbnail])).toEqual([
      [78, true],
      [78, false],
      [78, false],
    ]);
  });

  it.each([{ product_id: 9 }, { product_id: 'x' }, { date_modified: 'yesterday' }])(
    'applied refuses %j',
    async (fields) => {
      const store = await storeWith({ 'v3-unwritable-fields': 'applied' }, [0]);
      expect((await store.send('PUT', `${images}/247`, fields)).status).toBe(422);
    },
  );
});
