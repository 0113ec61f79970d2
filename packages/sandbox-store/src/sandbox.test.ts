import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tinyPicture } from './pictures/tiny-picture.ts';
import { startSandbox } from './sandbox.ts';
import { openTestStore, pictureForm, pictureUrl, type TestStore } from './testing/test-store.ts';

const images = '/v3/catalog/products/77/images';

it('serves the same store again after a restart: rows, bytes, ids, tokens', async () => {
  const state = join(mkdtempSync(join(tmpdir(), 'state-')), 'stores.db');
  const spec = { catalog: { kind: 'seeded', products: 8, seed: 2 } } as const;
  const first = await openTestStore({ state }, spec);
  await first.send('POST', images, pictureForm(tinyPicture(9), 'nine.png'));
  const before = [first.control.products(), first.control.images(), first.sandbox.stores];
  const made = first.control.images().at(-1)?.id ?? 0;
  const made9 = first.control.images().find(({ imageFile }) => imageFile.includes('nine__'))?.id ?? 0;
  await first.sandbox.close();

  const second = await openTestStore({ state }, spec);
  expect([second.control.products(), second.control.images(), second.sandbox.stores]).toEqual(before);
  expect(Buffer.from(await second.control.pictureBytes(made9))).toEqual(Buffer.from(tinyPicture(9)));
  await second.send('POST', images, { image_url: pictureUrl(1) });
  expect(Math.max(...second.control.images().map(({ id }) => id))).toBeGreaterThan(made);
  await second.sandbox.close();
});

it('keeps what was made through the API: products, variants with their fields, rules, and the ids that follow', async () => {
  const state = join(mkdtempSync(join(tmpdir(), 'state-')), 'stores.db');
  const mug = (label: string) => ({
    sku: label,
    upc: `upc-${label}`,
    option_values: [{ option_display_name: 'Colour', label }],
  });
  const vase = { name: 'Vase', type: 'physical', weight: 1, price: 2, variants: [mug('red'), mug('blue')] };
  const read = async ({ control, send }: TestStore): Promise<unknown> => [
    control.products(),
    control.variants(),
    (await send('GET', '/v3/catalog/products/79/complex-rules')).body,
  ];
  const first = await openTestStore({ state });
  await first.send('POST', '/v3/catalog/products', vase);
  const made = first.control.products().find(({ name }) => name === 'Vase');
  const [option] = made?.options ?? [];
  const condition = { product_option_id: option?.id, option_value_id: option?.values[0]?.id };
  const rule = await first.send('POST', `/v2/products/${made?.id}/rules`, { conditions: [condition] });
  const before = await read(first);
  await first.sandbox.close();

  const second = await openTestStore({ state });
  expect([made?.id, rule.status, await read(second)]).toEqual([79, 201, before]);
  expect(second.control.variants().map(({ fields }) => fields?.['upc'])).toContain('upc-red');
  const more = await second.send('POST', `/v2/products/79/rules`, { conditions: [condition] });
  expect((more.body as { id: number }).id).toBeGreaterThan((rule.body as { id: number }).id);
  await second.sandbox.close();
});

it('keeps stores apart: ids, tokens, quotas, switches, logs', async () => {
  const catalog = { kind: 'seeded', products: 3, pictures: 'tiny' } as const;
  const sandbox = await startSandbox({
    listen: false,
    stores: [
      { hash: 'one', catalog, switches: { 'v2-empty-list': 'array' } },
      { hash: 'two', catalog, quota: { requests: 7, windowMs: 1000 } },
    ],
  });
  const [one, two] = sandbox.stores;
  const ask = (store: string, token = ''): Promise<Response> =>
    sandbox.handle(
      new Request(`${sandbox.origin}/stores/${store}/v2/products?page=9`, {
        headers: { 'x-auth-token': token, accept: 'application/json' },
      }),
    );
  const answers = [await ask('one', one?.token), await ask('two', two?.token), await ask('two', one?.token)];
  expect(answers.map(({ status }) => status)).toEqual([200, 204, 401]);
  expect(answers.map(({ headers }) => headers.get('x-rate-limit-requests-quota'))).toEqual([
    '150',
    '7',
    null,
  ]);
  expect([sandbox.control('one').requests().length, sandbox.control('two').requests().length]).toEqual([
    1, 2,
  ]);
  expect(() => sandbox.control('three')).toThrow('There is no store three in this sandbox.');
});

it('makes tokens that nobody can guess, unless they are given or follow from a seed', async () => {
  const tokens = async (
    options: { readonly tokenSeed?: number },
    spec: { readonly token?: string } = {},
  ): Promise<string[]> => {
    const stores = ['one', 'two'].map((hash) => ({
      hash,
      ...spec,
      catalog: { kind: 'products-only', products: 1 } as const,
    }));
    const sandbox = await startSandbox({ listen: false, stores, ...options });
    await sandbox.close();
    return sandbox.stores.flatMap(({ token, readOnlyToken }) => [token, readOnlyToken]);
  };
  const [some, others] = [await tokens({}), await tokens({})];
  expect(new Set([...some, ...others]).size).toBe(8);
  expect([...some, ...others].every((token) => /^[a-z0-9]{31}$/.test(token))).toBe(true);
  const seeded = await tokens({ tokenSeed: 7 });
  expect(await tokens({ tokenSeed: 7 })).toEqual(seeded);
  expect(new Set([...seeded, ...(await tokens({ tokenSeed: 8 }))]).size).toBe(8);
  expect((await tokens({}, { token: 'mine' })).filter((token) => token === 'mine').length).toBe(2);
});

it('keeps the tokens that it made in its state', async () => {
  const state = join(mkdtempSync(join(tmpdir(), 'state-')), 'stores.db');
  const stores = [{ hash: 'one', catalog: { kind: 'products-only', products: 1 } }] as const;
  const first = await startSandbox({ listen: false, state, stores });
  await first.close();
  const second = await startSandbox({ listen: false, state, stores });
  await second.close();
  expect(second.stores).toEqual(first.stores);
});

it('frees its port when it closes, and refuses one that is taken', async () => {
  const stores = [{ hash: 'abc', catalog: { kind: 'seeded', products: 1 } }] as const;
  const first = await startSandbox({ stores });
  const port = Number(new URL(first.origin).port);
  await expect(startSandbox({ stores, port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await first.close();
  const second = await startSandbox({ stores, port });
  expect(second.origin).toBe(first.origin);
  await second.close();
  await second.close();
});

it('plants without any rule of the API', async () => {
  const { control, send } = await openTestStore();
  const product = control.addProduct({ sku: 'NEW' });
  control.addImage({ productId: product.id, id: 900, isThumbnail: true, picture: tinyPicture(1) });
  control.addImage({ productId: product.id, isThumbnail: true, sortOrder: -4, description: 'two' });
  control.addImage({ productId: 77, isThumbnail: false });
  const { body } = await send('GET', `/v3/catalog/products/${product.id}/images`);
  const { data } = body as { data: { id: number; is_thumbnail: boolean; sort_order: number }[] };
  expect(data.map(({ id, is_thumbnail, sort_order }) => [id, is_thumbnail, sort_order])).toEqual([
    [900, true, 0],
    [901, true, -4],
  ]);
  control.removeImage(901);
  control.removeProduct(product.id);
  expect(control.images().map(({ id }) => id)).toEqual([902]);
  expect(() => control.updateImage(1, {})).toThrow('Store abc has no image 1.');
});

it('starts 120 products and 400 images quickly', async () => {
  const began = performance.now();
  const { control } = await openTestStore({}, { catalog: { kind: 'seeded', products: 120, images: 400 } });
  const tookMs = performance.now() - began;
  expect(control.images().length).toBe(400);
  expect(tookMs).toBeLessThan(2000);
});

it('plants from the beginning where planting was cut short', async () => {
  const state = join(mkdtempSync(join(tmpdir(), 'state-')), 'stores.db');
  const good = { name: 'Mug', sku: 'M', images: [{ seed: 1 }] };
  const bad = { name: 'Lamp', sku: 'L', images: [{ file: '/nowhere/a.png' }] };
  const cut = openTestStore({ state }, { catalog: { kind: 'given', catalog: { products: [good, bad] } } });
  await expect(cut).rejects.toThrow('/nowhere/a.png');
  const whole = await openTestStore(
    { state },
    { catalog: { kind: 'given', catalog: { products: [{ ...good, name: 'Cup' }] } } },
  );
  expect([
    whole.control.products().map(({ name }) => name),
    whole.control.images().map(({ id }) => id),
  ]).toEqual([['Cup'], [247]]);
  await whole.sandbox.close();
});
