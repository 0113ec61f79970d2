import { expect, it } from 'vitest';
import { openTestStore, pictureUrl, type TestStore } from './testing/test-store.ts';

const list = '/v3/catalog/products';
const twoList = '/v2/products';

async function withToken(
  store: TestStore,
  token: string | undefined,
  path: string,
  method = 'GET',
): Promise<[number, unknown]> {
  const response = await store.sandbox.handle(
    new Request(`${store.sandbox.origin}${path}`, {
      method,
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        ...(token === undefined ? {} : { 'x-auth-token': token }),
      },
      ...(method === 'GET' ? {} : { body: '{}' }),
    }),
  );
  return [response.status, await response.json()];
}

it.each([undefined, '', 'wrong'])('answers 401 to the token %j', async (token) => {
  const store = await openTestStore();
  const title =
    'Unauthorized - the v3 Auth client ID or token in the request are not a valid combination for this store.';
  expect(await withToken(store, token, `/stores/abc${list}`)).toEqual([
    401,
    expect.objectContaining({ status: 401, title }),
  ]);
  expect(await withToken(store, token, `/stores/abc${twoList}`)).toEqual([
    401,
    [{ status: 401, message: 'Unauthorized' }],
  ]);
});

it('shows another V2 401 where the switch says so', async () => {
  const store = await openTestStore({ switches: { 'v2-unauthorised-body': 'object' } });
  expect(await withToken(store, 'wrong', `/stores/abc${twoList}`)).toEqual([401, { error: 'Unauthorized' }]);
});

it('lets a read-only token read and refuses it to write, in each version’s words', async () => {
  const store = await openTestStore();
  const path = '/stores/abc/v3/catalog/products/77/images';
  expect((await withToken(store, 'read', `/stores/abc${list}`))[0]).toBe(200);
  expect(await withToken(store, 'read', path, 'POST')).toEqual([
    403,
    {
      status: 403,
      title: "You don't have a required scope to access the endpoint",
      type: 'https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes',
      errors: {},
    },
  ]);
  expect(await withToken(store, 'read', '/stores/abc/v2/products/77/images', 'POST')).toEqual([
    403,
    { error: 'You are authorized but your scope does not include this resource.' },
  ]);
});

it.each([
  ['404', 404],
  ['401', 401],
  ['403', 403],
] as const)('unknown-store %s', async (value, status) => {
  const store = await openTestStore({ switches: { 'unknown-store': value } });
  expect((await withToken(store, 'full', `/stores/zzz${list}`))[0]).toBe(status);
});

it('refuses a trailing slash, an unknown path and a wrong method', async () => {
  const { send } = await openTestStore();
  const statuses = [];
  for (const [method, path] of [
    ['GET', `${list}/`],
    ['GET', '/v3/catalog/nothing'],
    ['GET', '/v3/catalog/products/x/images'],
    ['DELETE', '/v3/catalog/products/77/images'],
    ['GET', '/v2/nothing'],
    ['POST', '/v2/products/count'],
  ] as const) {
    statuses.push((await send(method, path)).status);
  }
  expect(statuses).toEqual([403, 404, 404, 405, 404, 405]);
});

it('logs who asked what, with the names of the fields and never their values', async () => {
  const { control, sandbox, send } = await openTestStore();
  await send('POST', '/v3/catalog/products/77/images', { image_url: pictureUrl(1), description: 'secret' });
  await send('GET', '/v2/products?limit=1');
  await withToken({ control, sandbox, send, advance: () => {} }, 'wrong', `/stores/abc${list}`);
  expect(control.requests()).toEqual([
    {
      at: 1772445600000,
      store: 'abc',
      version: 'v3',
      method: 'POST',
      path: '/stores/abc/v3/catalog/products/77/images',
      status: 200,
      effect: 'ok',
      applied: 1,
      bodyFields: ['image_url', 'description'],
    },
    {
      at: 1772445600000,
      store: 'abc',
      version: 'v2',
      method: 'GET',
      path: '/stores/abc/v2/products?limit=1',
      status: 200,
      effect: 'none',
      applied: 0,
    },
    {
      at: 1772445600000,
      store: 'abc',
      version: 'v3',
      method: 'GET',
      path: '/stores/abc/v3/catalog/products',
      status: 401,
      effect: 'none',
      applied: 0,
    },
  ]);
  control.resetRequests();
  expect(control.requests()).toEqual([]);
});

it('gzips where the switch and the client say so', async () => {
  const { sandbox } = await openTestStore({ listen: true, switches: { gzip: 'on' } });
  const ask = async (encoding: string): Promise<[string | null, unknown]> => {
    const response = await fetch(`${sandbox.origin}/stores/abc${list}?include_fields=sku`, {
      headers: { 'x-auth-token': 'full', 'accept-encoding': encoding },
    });
    return [response.headers.get('content-encoding'), ((await response.json()) as { data: unknown }).data];
  };
  const data = [
    { id: 77, sku: 'MUG-1' },
    { id: 78, sku: 'LMP-1' },
  ];
  expect([await ask('gzip'), await ask('identity')]).toEqual([
    ['gzip', data],
    [null, data],
  ]);
  await sandbox.close();
});
