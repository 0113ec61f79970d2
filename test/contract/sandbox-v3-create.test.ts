// The page about creating a V3 product image, a row for each field, limit and error.
import { tinyPicture } from '@cutover/sandbox-store';
import { describe, expect, it } from 'vitest';
import { plantProduct } from '../support/one-store.ts';
import {
  type Asked,
  acceptedKinds,
  animation,
  dataOf,
  fieldsOf,
  formOf,
  imagesOf,
  otherKinds,
  v3Error,
  v3Fields,
  v3Missing,
  withWire,
} from './sandbox-wire.ts';

describe('Create Product Image', () => {
  it('takes an address or a file, with the other fields', async () => {
    await withWire({}, async ({ store, ask }) => {
      const { productId } = plantProduct(store, 0);
      const picture = store.originalUrl(plantProduct(store, 1).imageIds[0] ?? 0);
      const text = { is_thumbnail: 'false', sort_order: '-2147483648', description: 'by file' };
      const json = { is_thumbnail: true, sort_order: 2_147_483_647, description: 'by address' };
      const byFile = await ask('POST', imagesOf(productId), { form: formOf(tinyPicture(1), 'a.png', text) });
      const byAddress = await ask('POST', imagesOf(productId), { json: { image_url: picture, ...json } });
      expect([byFile.status, byFile.body]).toEqual([200, { data: expect.anything(), meta: {} }]);
      expect(byAddress).toMatchObject({ status: 200, body: { data: json, meta: {} } });
      expect(fieldsOf(dataOf(byAddress))).toEqual(v3Fields);
      expect(
        store
          .images(productId)
          .map(({ isThumbnail, sortOrder, description }) => [isThumbnail, sortOrder, description]),
      ).toEqual([
        [false, -2_147_483_648, 'by file'],
        [true, 2_147_483_647, 'by address'],
      ]);
    });
  });

  it.each(Object.entries(acceptedKinds))('takes %s', async (kind, bytes) => {
    await withWire({}, async ({ store, ask }) => {
      const { productId } = plantProduct(store, 0);
      expect((await ask('POST', imagesOf(productId), { form: formOf(bytes, `it.${kind}`) })).status).toBe(
        200,
      );
    });
  });

  const large = Buffer.concat([tinyPicture(1), Buffer.alloc(8_000_001 - tinyPicture(1).length)]);
  const refusals: [string, number, Asked][] = [
    ...Object.entries(otherKinds).map(([kind, bytes]): [string, number, Asked] => [
      kind,
      422,
      { form: formOf(bytes, `it.${kind}`) },
    ]),
    ['neither address nor file', 422, { json: { description: 'x' } }],
    ['both', 422, { form: formOf(tinyPicture(1), 'a.png', { image_url: 'https://a.example/b.png' }) }],
    ['a file named in JSON', 422, { json: { image_file: 'a/521/b.png' } }],
    ['an address without protocol', 422, { json: { image_url: 'www.example.com/b.png' } }],
    ['an address that nothing answers', 400, { json: { image_url: 'http://127.0.0.1:1/b.png' } }],
    ['a file over 8 MB', 422, { form: formOf(large, 'a.png') }],
    [
      'a sort_order beyond int32',
      422,
      { json: { image_url: 'http://127.0.0.1:1/', sort_order: 2_147_483_648 } },
    ],
    [
      'a sort_order below int32',
      422,
      { json: { image_url: 'http://127.0.0.1:1/', sort_order: -2_147_483_649 } },
    ],
    [
      'a thumbnail that is no boolean',
      422,
      { json: { image_url: 'http://127.0.0.1:1/', is_thumbnail: 'so' } },
    ],
    ['a description that is no text', 422, { json: { image_url: 'http://127.0.0.1:1/', description: 4 } }],
    ['what is no JSON', 400, { raw: '{"image_url"', headers: { 'content-type': 'application/json' } }],
    ['a body of no type', 415, { raw: '{}' }],
    ['text', 415, { raw: '{}', headers: { 'content-type': 'text/plain' } }],
  ];
  it.each(refusals)('refuses %s with %i', async (_, status, asked) => {
    await withWire({}, async ({ store, ask }) => {
      const { productId } = plantProduct(store, 0);
      const told = await ask('POST', imagesOf(productId), asked);
      expect([told.status, told.body]).toEqual([status, v3Error(status)]);
      expect(store.images(productId)).toEqual([]);
    });
  });

  it('says in the specification’s words why an address in a form, or one that cannot be had, is refused', async () => {
    await withWire({}, async ({ store, ask }) => {
      const { productId } = plantProduct(store, 0);
      const form = new FormData();
      form.set('image_url', 'https://a.example/b.png');
      const inForm = await ask('POST', imagesOf(productId), { form });
      const lost = await ask('POST', imagesOf(productId), {
        json: { image_url: 'http://127.0.0.1:1/b.png' },
      });
      expect([inForm.status, inForm.body]).toMatchObject([
        422,
        { title: 'image_url must be present if uploading by url' },
      ]);
      expect(lost.body).toMatchObject({
        title: expect.stringMatching(/could not be downloaded and may be invalid.*blocking requests/),
      });
    });
  });

  it('takes 255 characters of address and no more, and 8 MB by address and no more', async () => {
    const sizes: Record<string, number> = { fits: 8_000_000, large: 8_000_001 };
    const resolvePicture = async (url: string): Promise<Uint8Array> => {
      const size = sizes[new URL(url).host];
      return await Promise.resolve(size === undefined ? tinyPicture(1) : large.subarray(0, size));
    };
    await withWire({ resolvePicture }, async ({ store, ask }) => {
      const { productId } = plantProduct(store, 0);
      const statuses = [];
      for (const image_url of [
        `https://a.example/${'b'.repeat(233)}.png`,
        `https://a.example/${'b'.repeat(234)}.png`,
        'https://fits/a.png',
        'https://large/a.png',
      ])
        statuses.push([
          image_url.length,
          (await ask('POST', imagesOf(productId), { json: { image_url } })).status,
        ]);
      expect(statuses).toEqual([
        [255, 200],
        [256, 422],
        [18, 200],
        [19, 422],
      ]);
    });
  });

  it.each([
    ['of 150 frames', animation(150), [200, 201]],
    ['of 151 frames', animation(151), [422, 400]],
    ['5120 wide', animation(2, 5120), [200, 201]],
    ['5121 wide', animation(2, 5121), [422, 400]],
  ] as const)('a GIF %s is judged by the platform’s limits, in both versions', async (_, gif, statuses) => {
    await withWire({}, async ({ store, ask }) => {
      const { productId } = plantProduct(store, 0);
      const v3 = await ask('POST', imagesOf(productId), { form: formOf(gif, 'a.gif') });
      const v2 = await ask('POST', `/v2/products/${productId}/images`, { form: formOf(gif, 'a.gif') });
      expect([v3.status, v2.status]).toEqual(statuses);
    });
  });

  it('takes one picture at a time, and a thousand for a product', async () => {
    await withWire({}, async ({ store, ask }) => {
      const { productId } = plantProduct(store, 999);
      const two = formOf(tinyPicture(1), 'a.png');
      two.append('image_file', new File([new Uint8Array(tinyPicture(2))], 'b.png'));
      const statuses = [];
      for (const form of [two, formOf(tinyPicture(1), 'c.png'), formOf(tinyPicture(1), 'd.png')])
        statuses.push((await ask('POST', imagesOf(productId), { form })).status);
      expect([statuses, store.images(productId).length]).toEqual([[422, 200, 403], 1000]);
    });
  });

  it('is 404 for no product', async () => {
    await withWire({}, async ({ ask }) => {
      const told = await ask('POST', imagesOf(9_999), { form: formOf(tinyPicture(1), 'a.png') });
      expect([told.status, told.body]).toEqual([404, v3Missing('/products/9999/images')]);
    });
  });
});
