import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { ImagePlan } from './control.ts';
import type { Switches } from './switches.ts';
import { answerOf, openTestStore, type TestStore } from './testing/test-store.ts';

const large = { drawn: 1 };

async function withImage(
  plan: Partial<ImagePlan> = {},
  switches: Partial<Switches> = {},
): Promise<TestStore> {
  const store = await openTestStore({ switches });
  store.control.addImage({ productId: 77, id: 300, ...plan });
  return store;
}
async function urls(
  store: TestStore,
): Promise<Record<'url_zoom' | 'url_standard' | 'url_thumbnail' | 'url_tiny' | 'image_file', string>> {
  const { body } = await store.send('GET', '/v3/catalog/products/77/images/300');
  return (body as { data: Awaited<ReturnType<typeof urls>> }).data;
}
const get = (store: TestStore, url: string, init?: RequestInit): Promise<Response> =>
  store.sandbox.handle(new Request(url, init));
const bytesOf = async (response: Response): Promise<Buffer> => Buffer.from(await response.arrayBuffer());

describe('addresses', () => {
  it('lead from url_zoom to the original, whose bytes are those uploaded', async () => {
    const store = await withImage({ picture: large, fileName: 'Blåbär mugg.jpg' });
    const { url_zoom: zoom } = await urls(store);
    const derived = zoom
      .replace(/\/products\/(\d+)\/images\/(\d+)\//, '/images/stencil/original/products/$1/$2/')
      .replace(/\.\d+\.\d+(\.[a-z]+)\?c=1$/, '$1');
    expect(derived).toBe(store.control.originalUrl(300));
    expect(await bytesOf(await get(store, derived))).toEqual(
      Buffer.from(await store.control.pictureBytes(300)),
    );
  });

  it('serve the original under the store’s own domain too', async () => {
    const store = await withImage();
    const { image_file: file } = await urls(store);
    const response = await get(store, `${store.sandbox.origin}/cdn/store-abc/product_images/${file}`);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/png']);
  });

  it('serve copies that fit their box and are never enlarged', async () => {
    const store = await withImage({ picture: large });
    const shown = await urls(store);
    const sizes: Record<string, unknown> = {};
    for (const name of ['url_zoom', 'url_standard', 'url_thumbnail', 'url_tiny'] as const) {
      const { width, height } = await sharp(await bytesOf(await get(store, shown[name]))).metadata();
      sizes[name] = [width, height];
    }
    expect(sizes).toEqual({
      url_zoom: [1280, 960],
      url_standard: [386, 290],
      url_thumbnail: [220, 165],
      url_tiny: [44, 33],
    });
    const small = await withImage({ picture: { tiny: 1 } });
    const { width } = await sharp(await bytesOf(await get(small, (await urls(small)).url_zoom))).metadata();
    expect(width).toBe(8);
  });

  it('hold under any stamp, and not for another product, name, size or store', async () => {
    const store = await withImage();
    const { url_zoom: zoom } = await urls(store);
    const statuses = [];
    for (const url of [
      zoom.replace(/\.\d{10}\./, '.1348449270.'),
      zoom.replace('/products/77/', '/products/78/'),
      zoom.replace('/planted__', '/other__'),
      zoom.replace('.1280.1280.', '.999.999.'),
      zoom.replace('/s-abc/', '/s-zzz/'),
    ]) {
      statuses.push((await get(store, url)).status);
    }
    expect(statuses).toEqual([200, 404, 404, 404, 404]);
  });

  it('are of any size at the address by which a theme asks, and of no other picture', async () => {
    const store = await withImage({ picture: large });
    const page = store.control.originalUrl(300).replace('/stencil/original/', '/stencil/500x659/');
    const { width } = await sharp(await bytesOf(await get(store, page))).metadata();
    const others = [
      page.replace('500x659', '0x659'),
      page.replace('/77/', '/78/'),
      page.replace('500x', 'x'),
    ];
    expect([
      width,
      ...(await Promise.all(others.map(async (url) => (await get(store, url)).status))),
    ]).toEqual([500, 404, 404, 404]);
  });

  it('answer HEAD and a range', async () => {
    const store = await withImage();
    const url = store.control.originalUrl(300);
    const whole = await bytesOf(await get(store, url));
    const head = await get(store, url, { method: 'HEAD' });
    const part = await get(store, url, { headers: { range: 'bytes=0-9' } });
    expect([head.status, head.headers.get('content-length'), (await bytesOf(head)).length]).toEqual([
      200,
      String(whole.length),
      0,
    ]);
    expect([part.status, part.headers.get('content-range'), await bytesOf(part)]).toEqual([
      206,
      `bytes 0-9/${whole.length}`,
      whole.subarray(0, 10),
    ]);
  });

  it.each<[string, Partial<ImagePlan>]>([
    ['a drawn picture', { picture: large }],
    ['an uploaded one', {}],
    ['an empty one', { damage: { original: 'empty', renditions: 'empty' } }],
    ['a cut one', { damage: { original: 'truncated', renditions: 'truncated' } }],
    ['another one', { damage: { original: 'other-picture' } }],
  ])('answer HEAD as GET but for the body: %s', async (_, plan) => {
    const store = await withImage(plan);
    for (const url of [store.control.originalUrl(300), (await urls(store)).url_tiny]) {
      const head = await get(store, url, { method: 'HEAD' });
      const whole = await get(store, url);
      expect([head.status, ...head.headers]).toEqual([whole.status, ...whole.headers]);
      const { length } = await bytesOf(whole);
      expect([head.headers.get('content-length'), head.body]).toEqual([String(length), null]);
    }
  });

  it.each([
    ['off', 'image/webp,*/*', 'image/png'],
    ['on', 'image/webp,*/*', 'image/webp'],
    ['on', 'image/png', 'image/png'],
  ] as const)('cdn-webp %s with Accept %s', async (value, accept, type) => {
    const store = await withImage({}, { 'cdn-webp': value });
    const response = await get(store, (await urls(store)).url_zoom, { headers: { accept } });
    const { format } = await sharp(await bytesOf(response)).metadata();
    expect([response.headers.get('content-type'), `image/${format}`]).toEqual([type, type]);
  });
});

describe('damage', () => {
  it.each([
    ['missing', 404, 'text/plain'],
    ['error', 500, 'text/plain;charset=UTF-8'],
    ['html', 200, 'text/html'],
    ['empty', 200, 'image/jpeg'],
    ['truncated', 200, 'image/jpeg'],
    ['other-picture', 200, 'image/jpeg'],
  ] as const)('%s, on the original and not on its copies', async (original, status, type) => {
    const store = await withImage({ picture: large, damage: { original } });
    const good = Buffer.from(await store.control.pictureBytes(300));
    const response = await get(store, store.control.originalUrl(300));
    const tiny = await get(store, (await urls(store)).url_tiny);
    expect([response.status, response.headers.get('content-type'), tiny.status]).toEqual([status, type, 200]);
    const bytes = await bytesOf(response);
    expect(bytes.equals(good)).toBe(false);
    if (original === 'empty') expect(bytes.length).toBe(0);
    if (original === 'truncated') expect(bytes).toEqual(good.subarray(0, Math.floor(good.length / 2)));
  });

  it('shows a field that differs in one view, and hides an image from one', async () => {
    const store = await withImage({ description: 'true', viewOverrides: { v2: { description: 'false' } } });
    store.control.addImage({ productId: 77, id: 301, hiddenFrom: 'v3' });
    const two = (await store.send('GET', '/v2/products/77/images')).body as {
      id: number;
      description: string;
    }[];
    const three = (await store.send('GET', '/v3/catalog/products/77/images')).body as {
      data: { id: number; description: string }[];
    };
    const facts = ({ id, description }: { id: number; description: string }): unknown => [id, description];
    expect([two.map(facts), three.data.map(facts)]).toEqual([
      [
        [300, 'false'],
        [301, null],
      ],
      [[300, 'true']],
    ]);
    expect((await store.send('GET', '/v3/catalog/products/77/images/301')).status).toBe(404);
  });

  it('can be changed and taken back', async () => {
    const store = await withImage({ damage: { original: 'missing' } });
    const before = (await get(store, store.control.originalUrl(300))).status;
    store.control.updateImage(300, { damage: {}, isThumbnail: true, picture: { tiny: 9 } });
    const answer = await answerOf(await get(store, store.control.originalUrl(300)));
    expect([before, answer.status, store.control.images()[0]?.isThumbnail]).toEqual([404, 200, true]);
  });
});
