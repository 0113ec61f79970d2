import { describe, expect, it } from 'vitest';
import { tinyPicture } from '../pictures/tiny-picture.ts';
import type { Switches } from '../switches.ts';
import { noon, openTestStore, pictureForm, pictureUrl, type TestStore } from '../testing/test-store.ts';

const images = '/v3/catalog/products/77/images';

/** Sort order and thumbnail of each image, by id, as the API shows them. */
async function shape(store: TestStore): Promise<unknown[]> {
  const { body } = await store.send('GET', images);
  const rows = (body as { data: { id: number; sort_order: number; is_thumbnail: boolean }[] }).data;
  return rows.map(({ id, sort_order, is_thumbnail }) => [id, sort_order, is_thumbnail]);
}
async function storeWith(switches: Partial<Switches>, sorts: number[] = [0, 1, 2]): Promise<TestStore> {
  const store = await openTestStore({ switches });
  for (const sort of sorts) {
    await store.send('POST', images, { image_url: pictureUrl(sort), sort_order: sort });
  }
  return store;
}

describe('creating an image', () => {
  it('answers 200 with the whole image, the first one being the thumbnail', async () => {
    const store = await openTestStore();
    const { status, body } = await store.send('POST', images, {
      image_url: pictureUrl(1, 'Red%20Mug.PNG'),
      description: 'a mug',
      sort_order: 4,
    });
    const { image_file: file, ...rest } = (body as { data: Record<string, unknown> }).data;
    expect(file).toMatch(/^[a-z]\/\d{3}\/Red_Mug__\d{5}\.png$/);
    const base = `${store.sandbox.origin}/cdn/s-abc/products/77/images/247/${String(file).slice(6, -4)}.${noon / 1000}`;
    expect({ status, rest }).toEqual({
      status: 200,
      rest: {
        id: 247,
        product_id: 77,
        is_thumbnail: true,
        sort_order: 4,
        description: 'a mug',
        url_zoom: `${base}.1280.1280.png?c=1`,
        url_standard: `${base}.386.513.png?c=1`,
        url_thumbnail: `${base}.220.290.png?c=1`,
        url_tiny: `${base}.44.58.png?c=1`,
        date_modified: '2026-03-02T10:00:00+00:00',
      },
    });
  });

  it('takes multipart with its fields as text and keeps the bytes', async () => {
    const store = await openTestStore();
    const form = pictureForm(tinyPicture(5), 'Größe.png', {
      description: 'é',
      sort_order: '-3',
      is_thumbnail: 'false',
    });
    const { status, body } = await store.send('POST', images, form);
    expect({ status, data: (body as { data: unknown }).data }).toMatchObject({
      status: 200,
      data: { sort_order: -3, description: 'é', is_thumbnail: true },
    });
    expect(Buffer.from(await store.control.pictureBytes(247))).toEqual(Buffer.from(tinyPicture(5)));
  });

  it('gives ascending ids across products and a fresh suffix to equal names', async () => {
    const store = await openTestStore();
    for (const pid of [77, 78, 77]) {
      await store.send('POST', `/v3/catalog/products/${pid}/images`, { image_url: pictureUrl(1) });
    }
    const rows = store.control.images();
    expect(rows.map(({ id, productId }) => [id, productId])).toEqual([
      [247, 77],
      [248, 78],
      [249, 77],
    ]);
    expect(new Set(rows.map(({ imageFile }) => imageFile)).size).toBe(3);
  });

  const tooBig = new Uint8Array(8_388_609);
  tooBig.set(tinyPicture(1));
  const refusals: [string, unknown, number, string][] = [
    ['no picture', { description: 'x' }, 422, 'image_url must be present if uploading by url'],
    [
      'a wrong type of a field',
      { image_url: pictureUrl(1), sort_order: 'first' },
      422,
      'JSON data is missing or invalid',
    ],
    [
      'a sort_order beyond 32 bits',
      { image_url: pictureUrl(1), sort_order: 2 ** 31 },
      422,
      'JSON data is missing or invalid',
    ],
    [
      'an address over 255 characters',
      { image_url: pictureUrl(1, `${'n'.repeat(255)}.png`) },
      422,
      'Product image was not valid.',
    ],
    ['a relative address', { image_url: 'import/mug.png' }, 422, 'Product image was not valid.'],
    [
      'an address that cannot be fetched',
      { image_url: 'http://127.0.0.1:1/mug.png' },
      400,
      'The requested resource could not be downloaded and may be invalid. Possible reasons include malformed request syntax or the file host blocking requests.',
    ],
    [
      'what is no picture',
      pictureForm(Buffer.from('<html>'), 'mug.png'),
      422,
      'The image could not be processed and may not be valid image',
    ],
    ['more than 8 MB', pictureForm(tooBig, 'mug.png'), 422, 'Product image was not valid.'],
    ['a body that is no object', [1], 422, 'JSON data is missing or invalid'],
  ];
  it.each(refusals)('refuses %s', async (_, body, status, title) => {
    const store = await openTestStore();
    const answer = await store.send('POST', images, body);
    expect({ status: answer.status, body: answer.body }).toMatchObject({ status, body: { status, title } });
    expect(store.control.images()).toEqual([]);
  });

  it('says what is missing when image_url comes as multipart', async () => {
    const store = await openTestStore();
    const form = new FormData();
    form.set('image_url', pictureUrl(1));
    const { status, body } = await store.send('POST', images, form);
    expect({ status, body }).toMatchObject({
      status: 422,
      body: { title: 'image_url must be present if uploading by url' },
    });
  });

  it('answers 415 without a Content-Type, 400 to broken JSON, 404 for a missing product', async () => {
    const { sandbox, send } = await openTestStore();
    const raw = (type: string, body: string): Promise<Response> =>
      sandbox.handle(
        new Request(`${sandbox.origin}/stores/abc${images}`, {
          method: 'POST',
          headers: { 'x-auth-token': 'full', 'content-type': type },
          body,
        }),
      );
    const statuses = [
      (await raw('text/plain', '{}')).status,
      (await raw('application/json', '{')).status,
      (await send('POST', '/v3/catalog/products/9/images', { image_url: pictureUrl(1) })).status,
    ];
    expect(statuses).toEqual([415, 400, 404]);
  });

  it('refuses the 1001st image with 403', async () => {
    const { control, send } = await openTestStore();
    for (let index = 0; index < 1000; index += 1) control.addImage({ productId: 77, picture: { drawn: 1 } });
    const { status } = await send('POST', images, { image_url: pictureUrl(1) });
    expect({ status, images: control.images(77).length }).toEqual({ status: 403, images: 1000 });
  });
});

describe('lists', () => {
  it('shows pages with bare query links', async () => {
    const store = await storeWith({}, [0, 1, 2, 3, 4]);
    const { body } = await store.send('GET', `${images}?limit=2&page=2`);
    expect((body as { meta: unknown }).meta).toEqual({
      pagination: {
        total: 5,
        count: 2,
        per_page: 2,
        current_page: 2,
        total_pages: 3,
        links: { previous: '?page=1&limit=2', current: '?page=2&limit=2', next: '?page=3&limit=2' },
      },
    });
  });

  it.each([
    ['204', 204, undefined],
    [
      '200',
      200,
      {
        data: [],
        meta: {
          pagination: {
            total: 0,
            count: 0,
            per_page: 50,
            current_page: 1,
            total_pages: 1,
            links: { current: '?page=1&limit=50' },
          },
        },
      },
    ],
  ] as const)('v3-empty-images %s', async (value, status, body) => {
    const { send } = await openTestStore({ switches: { 'v3-empty-images': value } });
    const answer = await send('GET', images);
    expect([answer.status, answer.body]).toEqual([status, body]);
  });

  it.each([
    ['clamp', 200],
    ['413', 413],
    ['422', 422],
  ] as const)('v3-limit-over-250 %s', async (value, status) => {
    const store = await storeWith({ 'v3-limit-over-250': value });
    expect((await store.send('GET', `${images}?limit=251`)).status).toBe(status);
  });

  it.each([
    ['id', [247, 248, 249]],
    ['sort', [248, 249, 247]],
  ] as const)('v3-image-order %s', async (value, ids) => {
    const store = await storeWith({ 'v3-image-order': value }, [5, 1, 2]);
    expect((await shape(store)).map((row) => (row as number[])[0])).toEqual(ids);
  });

  it.each([
    ['image_file', [true, false]],
    ['image_url', [false, true]],
    ['both', [true, true]],
  ] as const)('v3-file-fields %s', async (value, has) => {
    const store = await storeWith({ 'v3-file-fields': value }, [0]);
    const { body } = await store.send('GET', `${images}/247`);
    const { data } = body as { data: object };
    expect(['image_file' in data, 'image_url' in data]).toEqual(has);
  });

  it('list-lag-ms keeps a new image out of lists and not out of its own address', async () => {
    const store = await storeWith({ 'list-lag-ms': 500 }, [0]);
    const before = [
      (await store.send('GET', images)).status,
      (await store.send('GET', `${images}/247`)).status,
    ];
    store.advance(500);
    expect([...before, (await store.send('GET', images)).status]).toEqual([204, 200, 200]);
  });
});
