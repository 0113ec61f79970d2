import { describe, expect, it } from 'vitest';
import { tinyPicture } from '../pictures/tiny-picture.ts';
import type { Switches } from '../switches.ts';
import { openTestStore, pictureForm, pictureUrl, type TestStore } from '../testing/test-store.ts';

const images = '/v2/products/77/images';

async function storeWith(switches: Partial<Switches>, count = 2): Promise<TestStore> {
  const store = await openTestStore({ switches });
  for (let index = 0; index < count; index += 1) {
    await store.send('POST', images, { image_file: pictureUrl(index), sort_order: index });
  }
  return store;
}
const invalid = (reason: string): unknown => [
  { status: 400, message: "The field 'image_file' is invalid.", details: { invalid_reason: reason } },
];

describe('V2 product images', () => {
  it('answers a create with 201, Location and a bare object', async () => {
    const { sandbox, send } = await openTestStore();
    const { status, headers, body } = await send('POST', images, {
      image_file: pictureUrl(3, 'in.png'),
      description: null,
    });
    const { image_file: file, ...rest } = body as Record<string, unknown>;
    const base = `${sandbox.origin}/cdn/s-abc/products/77/images/247/${String(file).slice(6, -4)}.1772445600`;
    expect({ status, location: headers.get('location'), rest }).toEqual({
      status: 201,
      location: `${sandbox.origin}/stores/abc/v2/products/77/images/247`,
      rest: {
        id: 247,
        product_id: 77,
        zoom_url: `${base}.1280.1280.png?c=1`,
        thumbnail_url: `${base}.220.290.png?c=1`,
        standard_url: `${base}.386.513.png?c=1`,
        tiny_url: `${base}.44.58.png?c=1`,
        is_thumbnail: true,
        sort_order: 0,
        description: null,
        date_created: 'Mon, 02 Mar 2026 10:00:00 +0000',
      },
    });
  });

  it('shows the very images that V3 shows', async () => {
    const { control, send } = await storeWith({});
    control.updateImage(248, { description: 'a mug' });
    const two = (await send('GET', images)).body as {
      id: number;
      image_file: string;
      description: string | null;
    }[];
    const three = (await send('GET', '/v3/catalog/products/77/images')).body as { data: typeof two };
    const facts = ({ id, image_file, description }: (typeof two)[number]): unknown => [
      id,
      image_file,
      description ?? '',
    ];
    expect(two.map(facts)).toEqual(three.data.map(facts));
  });

  it('takes multipart, and a path in the import folder', async () => {
    const { control, send } = await openTestStore();
    control.putImportFile('autumn/hat.png', tinyPicture(8));
    const statuses = [
      (await send('POST', images, pictureForm(tinyPicture(7), 'seven.png', { sort_order: '2' }))).status,
      (await send('POST', images, { image_file: 'autumn/hat.png' })).status,
    ];
    const rows = control
      .images()
      .map(({ imageFile, sortOrder }) => [imageFile.replace(/^.{6}|__\d+/g, ''), sortOrder]);
    expect({ statuses, rows }).toEqual({
      statuses: [201, 201],
      rows: [
        ['seven.png', 2],
        ['hat.png', 0],
      ],
    });
  });

  const refusals: [string, unknown, unknown][] = [
    [
      'image_url',
      { image_url: pictureUrl(1) },
      [{ status: 400, message: "The field 'image_url' is not supported by this resource." }],
    ],
    [
      'a read-only field',
      { id: 4, image_file: pictureUrl(1) },
      [
        {
          status: 400,
          message:
            "The field 'id' cannot be written to. Please remove it from your request before trying again.",
        },
      ],
    ],
    [
      'no image_file',
      { description: 'x' },
      [{ status: 400, message: 'Required fields missing [image_file]' }],
    ],
    [
      'a path that is not there',
      { image_file: 'a.jpg' },
      invalid("The file 'a.jpg' is missing or is not usable by this resource."),
    ],
    [
      'an address that cannot be fetched',
      { image_file: 'http://127.0.0.1:1/a.jpg' },
      invalid("The resource at 'http://127.0.0.1:1/a.jpg' could not be downloaded and may be invalid."),
    ],
    [
      'a sort_order that is no number',
      { image_file: pictureUrl(1), sort_order: 'x' },
      [{ status: 400, message: "The field 'sort_order' is invalid." }],
    ],
  ];
  it.each(refusals)('refuses %s', async (_, body, words) => {
    const { control, send } = await openTestStore();
    const answer = await send('POST', images, body);
    expect([answer.status, answer.body, control.images()]).toEqual([400, words, []]);
  });

  it('counts, updates and removes', async () => {
    const { control, send } = await storeWith({});
    const counts = [
      (await send('GET', '/v2/products/images/count')).body,
      (await send('GET', `${images}/count`)).body,
    ];
    const updated = await send('PUT', `${images}/248`, { is_thumbnail: true });
    const removed = await send('DELETE', `${images}/247`);
    const missing = await send('GET', `${images}/247`);
    expect({
      counts,
      statuses: [updated.status, removed.status],
      missing: [missing.status, missing.body],
    }).toEqual({
      counts: [{ count: 2 }, { count: 2 }],
      statuses: [200, 204],
      missing: [404, [{ status: 404, message: 'The requested resource was not found.' }]],
    });
    expect(control.images().map(({ id, isThumbnail }) => [id, isThumbnail])).toEqual([[248, true]]);
  });

  it.each([
    ['204', 204, undefined],
    ['array', 200, []],
  ] as const)('v2-empty-list %s', async (value, status, body) => {
    const { send } = await openTestStore({ switches: { 'v2-empty-list': value } });
    const answer = await send('GET', images);
    expect([answer.status, answer.body]).toEqual([status, body]);
  });

  it.each([
    ['xml', '*/*', 'application/xml'],
    ['json', '*/*', 'application/json'],
    ['xml', 'application/json', 'application/json'],
  ] as const)('v2-default-type %s with Accept %s', async (value, accept, type) => {
    const { send } = await storeWith({ 'v2-default-type': value });
    const { headers, body } = await send('GET', images, undefined, { accept });
    expect(headers.get('content-type')).toBe(type);
    if (type === 'application/xml') expect(body).toMatch(/^<\?xml .*\n<images><image><id>247<\/id>/);
  });

  it('answers JSON to a path that ends in .json, and XML errors to who wants XML', async () => {
    const { send } = await storeWith({});
    const json = await send('GET', `${images}.json`, undefined, { accept: '*/*' });
    const error = await send('GET', '/v2/products/9/images', undefined, { accept: 'text/xml' });
    expect([json.headers.get('content-type'), error.body]).toEqual([
      'application/json',
      '<?xml version="1.0" encoding="UTF-8"?>\n<errors><error><status>404</status><message>The requested resource was not found.</message></error></errors>',
    ]);
  });

  it.each([
    ['413', 413],
    ['clamp', 200],
  ] as const)('v2-limit-over-250 %s', async (value, status) => {
    const { send } = await storeWith({ 'v2-limit-over-250': value });
    expect((await send('GET', `${images}?limit=251`)).status).toBe(status);
  });

  it.each([
    ['served', 200],
    ['404', 404],
    ['405', 405],
  ] as const)('v2-product-image-count %s', async (value, status) => {
    const { send } = await storeWith({ 'v2-product-image-count': value });
    expect((await send('GET', `${images}/count`)).status).toBe(status);
  });

  it.each([
    ['page', 1],
    ['all', 0],
  ] as const)('v2-delete-all %s', async (value, left) => {
    const { control, send } = await storeWith({ 'v2-delete-all': value }, 3);
    expect((await send('DELETE', `${images}?limit=2`)).status).toBe(204);
    expect(control.images().length).toBe(left);
  });

  it.each([
    ['null', null],
    ['string', ''],
  ] as const)('v2-empty-description %s', async (value, description) => {
    const { send } = await storeWith({ 'v2-empty-description': value }, 1);
    expect((await send('GET', `${images}/247`)).body).toMatchObject({ description });
  });

  it.each([
    ['absent', false],
    ['present', true],
  ] as const)('v2-extra-image-fields %s', async (value, has) => {
    const { send } = await storeWith({ 'v2-extra-image-fields': value }, 1);
    const body = (await send('GET', `${images}/247`)).body as object;
    expect(['date_modified' in body, 'is_sample' in body]).toEqual([has, has]);
  });

  it.each([
    ['as-v3', '386.513'],
    ['swapped', '220.290'],
  ] as const)('v2-url-sizes %s', async (value, size) => {
    const { send } = await storeWith({ 'v2-url-sizes': value }, 1);
    expect((await send('GET', `${images}/247`)).body).toMatchObject({
      standard_url: expect.stringContaining(size),
    });
  });

  it.each([
    ['same', true],
    ['differs', false],
  ] as const)('url-stamp %s', async (value, same) => {
    const { send } = await storeWith({ 'url-stamp': value }, 1);
    const two = (await send('GET', `${images}/247`)).body as { zoom_url: string };
    const three = (await send('GET', '/v3/catalog/products/77/images/247')).body as {
      data: { url_zoom: string };
    };
    expect(two.zoom_url === three.data.url_zoom).toBe(same);
  });

  it.each([
    ['allowed', 201],
    ['400', 400],
  ] as const)('v2-negative-sort %s', async (value, status) => {
    const { send } = await storeWith({ 'v2-negative-sort': value }, 0);
    expect((await send('POST', images, { image_file: pictureUrl(1), sort_order: -1 })).status).toBe(status);
  });
});
