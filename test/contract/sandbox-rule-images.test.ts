// The pages about the pictures of variants and modifier values, and V2's names for them.
import { tinyPicture } from '@cutover/sandbox-store';
import { describe, expect, it } from 'vitest';
import { type Asked, acceptedKinds, dataOf, formOf, otherKinds, v3Error, withWire } from './sandbox-wire.ts';

const seeded = { products: 30 };
const taken = new Set(['gif', 'jpg', 'png']);
const large = (bytes: number): Uint8Array =>
  Buffer.concat([tinyPicture(1), Buffer.alloc(bytes - tinyPicture(1).length)]);
const address = expect.stringMatching(/\/product_images\/attribute_rule_images\/\d+_source_\d+\.[a-z]+$/);
const url = 'https://pictures.example/a.png';
const resolvePicture = async (): Promise<Uint8Array> => await Promise.resolve(tinyPicture(2));

type Wired = Parameters<Parameters<typeof withWire>[1]>[0];
function variantPath({ store }: Wired): string {
  const variant = store.variants().find(({ optionValues }) => optionValues.length > 0);
  return `/v3/catalog/products/${variant?.productId}/variants/${variant?.id}`;
}
function modifierPath({ store }: Wired): string {
  const product = store.products().find(({ modifiers }) => modifiers.length > 0);
  const modifier = product?.modifiers[0];
  return `/v3/catalog/products/${product?.id}/modifiers/${modifier?.id}/values/${modifier?.values[0]?.id}`;
}

describe('Create a Variant Image', () => {
  it('takes an address or a form, answers with image_url alone, and the next one overwrites', async () => {
    await withWire({ ...seeded, resolvePicture }, async (one) => {
      const path = variantPath(one);
      for (const asked of [{ json: { image_url: url } }, { form: formOf(tinyPicture(3), 'a.png') }]) {
        const told = await one.ask('POST', `${path}/image`, asked);
        expect([told.status, told.body]).toEqual([200, { data: { image_url: address }, meta: {} }]);
        expect(dataOf(await one.ask('GET', path))).toMatchObject(dataOf(told) as object);
        one.pass(2_000);
      }
      const { image_url: shown } = dataOf(await one.ask('GET', path)) as { image_url: string };
      const picture = await fetch(shown);
      expect(Buffer.from(await picture.arrayBuffer())).toEqual(Buffer.from(tinyPicture(3)));
    });
  });

  it.each(Object.entries({ ...acceptedKinds, ...otherKinds }))(
    'judges %s by its bytes',
    async (kind, bytes) => {
      await withWire(seeded, async (one) => {
        const told = await one.ask('POST', `${variantPath(one)}/image`, { form: formOf(bytes, `a.${kind}`) });
        expect(told.status).toBe(taken.has(kind) ? 200 : 422);
      });
    },
  );

  it.each<[string, number, () => Asked]>([
    ['a file of 1 MB', 200, () => ({ form: formOf(large(1_000_000), 'a.png') })],
    ['a file over 1 MB', 500, () => ({ form: formOf(large(1_000_001), 'a.png') })],
    ['an address of any length', 200, () => ({ json: { image_url: `${url}?${'a'.repeat(2_000)}` } })],
    ['an address that nothing answers', 400, () => ({ json: { image_url: 'http://127.0.0.1:1/a.png' } })],
    ['no address', 422, () => ({ json: {} })],
    ['an empty address', 422, () => ({ json: { image_url: '' } })],
    ['a path', 422, () => ({ json: { image_url: 'a/b.png' } })],
    ['a form without a file', 422, () => ({ form: new FormData() })],
    ['what is no JSON', 400, () => ({ raw: '{', headers: { 'content-type': 'application/json' } })],
    ['a body of no type', 415, () => ({ raw: '{}' })],
  ])('%s: %i', async (_, status, asked) => {
    const resolve = async (of: string): Promise<Uint8Array | undefined> =>
      of.startsWith(url) ? await resolvePicture() : undefined;
    await withWire({ ...seeded, resolvePicture: resolve }, async (one) => {
      const path = variantPath(one);
      const before = dataOf(await one.ask('GET', path));
      const told = await one.ask('POST', `${path}/image`, asked());
      expect(told.status).toBe(status);
      if (status !== 200) {
        expect([told.body, dataOf(await one.ask('GET', path))]).toEqual([v3Error(status), before]);
      }
    });
  });

  it('takes a file of 1 MB as the switch of the size counts them', async () => {
    await withWire({ ...seeded, switches: { 'size-limit': '8388608' } }, async (one) => {
      const statuses = [];
      for (const length of [1_048_576, 1_048_577])
        statuses.push(
          (await one.ask('POST', `${variantPath(one)}/image`, { form: formOf(large(length), 'a.png') }))
            .status,
        );
      expect(statuses).toEqual([200, 500]);
    });
  });

  it('takes 8 MB by address and no more', async () => {
    const sizes = [8_000_000, 8_000_001];
    const resolve = async (): Promise<Uint8Array> => await Promise.resolve(large(sizes.shift() ?? 0));
    await withWire({ ...seeded, resolvePicture: resolve }, async (one) => {
      const statuses = [];
      for (const _ of [1, 2])
        statuses.push(
          (await one.ask('POST', `${variantPath(one)}/image`, { json: { image_url: url } })).status,
        );
      expect(statuses).toEqual([200, 422]);
    });
  });

  it.each([
    ['POST', 'products/9999/variants/1/image', 404],
    ['GET', 'products/77/variants/1/image', 405],
    ['DELETE', 'products/77/variants/1/image', 405],
  ])('%s %s: %i', async (method, path, status) => {
    await withWire(seeded, async ({ ask }) => {
      const asked = method === 'POST' ? { form: formOf(tinyPicture(1), 'a.png') } : {};
      expect((await ask(method, `/v3/catalog/${path}`, asked)).status).toBe(status);
    });
  });

  it('is what V2 shows as the SKU’s image_file', async () => {
    await withWire({ ...seeded, resolvePicture }, async (one) => {
      const path = variantPath(one);
      const told = await one.ask('POST', `${path}/image`, { json: { image_url: url } });
      const { image_url: shown } = dataOf(told) as { image_url: string };
      const { sku_id: sku } = dataOf(await one.ask('GET', path)) as { sku_id: number };
      const two = await one.ask(
        'GET',
        `${path.replace('/v3/catalog', '/v2').replace(/variants.*/, 'skus')}/${sku}`,
      );
      expect(two.body).toMatchObject({ id: sku, image_file: shown.replace(/^.*\/product_images\//, '') });
    });
  });
});

describe('Create Product Modifier Image', () => {
  it('takes a form, answers with image_url alone, and the value and its rule show it', async () => {
    await withWire(seeded, async (one) => {
      const path = modifierPath(one);
      const told = await one.ask('POST', `${path}/image`, { form: formOf(tinyPicture(3), 'a.png') });
      expect([told.status, told.body]).toEqual([200, { data: { image_url: address }, meta: {} }]);
      expect(dataOf(await one.ask('GET', path))).toMatchObject({ adjusters: dataOf(told) });
    });
  });

  it.each<[string, number, () => Asked]>([
    ['8 MB', 200, () => ({ form: formOf(large(8_000_000), 'a.png') })],
    ['over 8 MB', 422, () => ({ form: formOf(large(8_000_001), 'a.png') })],
    ['an address', 422, () => ({ json: { image_url: url } })],
    ['a form without a file', 422, () => ({ form: new FormData() })],
    ['what is no picture', 422, () => ({ form: formOf(otherKinds['html'] ?? large(200), 'a.png') })],
    [
      'two files',
      422,
      () => {
        const form = formOf(tinyPicture(1), 'a.png');
        form.append('image_file', new File([new Uint8Array(tinyPicture(2))], 'b.png'));
        return { form };
      },
    ],
    ['a body of no type', 415, () => ({ raw: '{}' })],
  ])('%s: %i', async (_, status, asked) => {
    await withWire(seeded, async (one) => {
      const path = modifierPath(one);
      const before = dataOf(await one.ask('GET', path));
      const told = await one.ask('POST', `${path}/image`, asked());
      expect(told.status).toBe(status);
      if (status !== 200)
        expect([told.body, dataOf(await one.ask('GET', path))]).toEqual([v3Error(status), before]);
    });
  });

  it('is 404 where there is no such value', async () => {
    await withWire(seeded, async (one) => {
      const path = modifierPath(one).replace(/values\/\d+/, 'values/999999');
      const told = await one.ask('POST', `${path}/image`, { form: formOf(tinyPicture(1), 'a.png') });
      expect(told.status).toBe(404);
    });
  });
});
