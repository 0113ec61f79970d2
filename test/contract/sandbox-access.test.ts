// What the pages say of every request, whatever it asks for: tokens and scopes, the quota, and V2's two media types.
import { tinyPicture } from '@cutover/sandbox-store';
import { describe, expect, it } from 'vitest';
import { plantProduct } from '../support/one-store.ts';
import { type Asked, formOf, withWire } from './sandbox-wire.ts';

const form = (): Asked => ({ form: formOf(tinyPicture(1), 'a.png') });
const writes: [string, string, () => Asked][] = [
  ['POST', '/v3/catalog/products/77/images', form],
  ['POST', '/v3/catalog/products/77/images', () => ({ json: { image_url: 'http://127.0.0.1:1/a.png' } })],
  ['PUT', '/v3/catalog/products/77/images/300', () => ({ json: { description: 'x' } })],
  ['DELETE', '/v3/catalog/products/77/images/300', () => ({})],
  ['POST', '/v3/catalog/products/77/variants/1/image', form],
  ['POST', '/v3/catalog/products/77/modifiers/1/values/1/image', form],
  ['POST', '/v2/products/77/images', () => ({ json: { image_file: 'a.png' } })],
  ['PUT', '/v2/products/77/images/300', () => ({ json: { description: 'x' } })],
  ['DELETE', '/v2/products/77/images/300', () => ({})],
  ['DELETE', '/v2/products/77/images', () => ({})],
];

describe('the token', () => {
  it.each(writes)('that only reads may not %s %s', async (method, path, asked) => {
    await withWire({}, async ({ store, readOnlyToken, ask }) => {
      store.addProduct({ id: 77 });
      store.addImage({ productId: 77, id: 300 });
      const before = store.images();
      const headers = { 'x-auth-token': readOnlyToken };
      const told = await ask(method, path, { ...asked(), headers });
      expect([told.status, told.body]).toEqual([
        403,
        path.startsWith('/v3')
          ? {
              status: 403,
              title: "You don't have a required scope to access the endpoint",
              type: 'https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes',
              errors: {},
            }
          : { error: 'You are authorized but your scope does not include this resource.' },
      ]);
      expect([store.images(), store.requests().at(-1)?.effect]).toEqual([before, 'none']);
    });
  });

  it('that only reads may read, in both versions', async () => {
    await withWire({}, async ({ store, readOnlyToken, ask }) => {
      const { productId, imageIds } = plantProduct(store, 1);
      const statuses = [];
      for (const path of [
        `/v3/catalog/products/${productId}/images/${imageIds[0]}`,
        `/v2/products/${productId}/images/${imageIds[0]}`,
        '/v2/products/images/count',
      ])
        statuses.push((await ask('GET', path, { headers: { 'x-auth-token': readOnlyToken } })).status);
      expect(statuses).toEqual([200, 200, 200]);
    });
  });

  it.each([
    ['GET', '/v3/catalog/products/77/images'],
    ['POST', '/v3/catalog/products/77/images'],
    ['GET', '/v2/products/77/images'],
    ['DELETE', '/v2/products/77/images'],
  ])('has to be there: %s %s', async (method, path) => {
    await withWire({}, async ({ ask }) => {
      const statuses = [];
      for (const token of [undefined, 'nobody'])
        statuses.push((await ask(method, path, { headers: { 'x-auth-token': token } })).status);
      expect(statuses).toEqual([401, 401]);
    });
  });
});

describe('the quota', () => {
  const quota = { requests: 2, windowMs: 30_000 };
  it('is one for both versions, told by every answer, and refuses with 429 in the words of each', async () => {
    await withWire({ quota }, async ({ ask }) => {
      const first = await ask('GET', '/v2/products');
      const second = await ask('GET', '/v3/catalog/products');
      const [v3, v2] = [await ask('GET', '/v3/catalog/products'), await ask('GET', '/v2/products')];
      const shown = [first, second, v3, v2].map(({ status, headers }) => [
        status,
        headers['x-rate-limit-requests-quota'],
        headers['x-rate-limit-requests-left'],
        headers['x-rate-limit-time-window-ms'],
        headers['x-rate-limit-time-reset-ms'],
        headers['x-retry-after'],
      ]);
      expect(shown).toEqual([
        [204, '2', '1', '30000', '30000', undefined],
        [200, '2', '0', '30000', '30000', undefined],
        [429, '2', '0', '30000', '30000', '30'],
        [429, '2', '0', '30000', '30000', '30'],
      ]);
      expect([v3.body, v2.body]).toEqual([
        { status: 429, title: 'Too many requests', type: expect.any(String), errors: {} },
        [{ status: 429, message: 'Too many requests' }],
      ]);
    });
  });
});

describe('V2’s media type', () => {
  it.each<[string, string | undefined, RegExp]>([
    ['', undefined, /xml/],
    ['', 'application/json', /json/],
    ['', 'application/xml', /xml/],
    ['.json', undefined, /json/],
    ['.json', 'application/xml', /json/],
    ['.xml', 'application/json', /xml/],
  ])('of a path with "%s" and Accept %s', async (ending, accept, type) => {
    await withWire({}, async ({ store, ask }) => {
      const { productId, imageIds } = plantProduct(store, 1);
      for (const path of [
        `${productId}/images`,
        `${productId}/images/${imageIds[0]}`,
        'images/count',
        '9/images',
      ]) {
        const told = await ask('GET', `/v2/products/${path}${ending}`, { headers: { accept } });
        expect(told.headers['content-type']).toMatch(type);
      }
    });
  });

  it('is that of a write’s answer too', async () => {
    await withWire({}, async ({ store, ask }) => {
      const { productId } = plantProduct(store, 0);
      const headers = { accept: 'application/xml' };
      const told = await ask('POST', `/v2/products/${productId}/images`, { ...form(), headers });
      const [image] = store.images(productId);
      expect([told.status, told.body]).toEqual([
        201,
        expect.stringMatching(`<image><id>${image?.id}</id><product_id>${productId}</product_id>`),
      ]);
    });
  });
});
