import { describe, expect, it } from 'vitest';
import type { Switches } from '../switches.ts';
import { openTestStore, type TestStore } from '../testing/test-store.ts';

const images = '/v2/products/77/images';

async function open(switches: Partial<Switches> = {}): Promise<TestStore> {
  const store = await openTestStore({ switches });
  store.control.addImage({ productId: 77, id: 300, description: 'a <b> & "c"' });
  return store;
}
/** The last part of the media type, or the status where it is no success. */
async function typeOf(store: TestStore, path: string, accept: string): Promise<unknown> {
  const { status, headers } = await store.send('GET', path, undefined, { accept });
  return status === 200 ? headers.get('content-type')?.replace('application/', '') : status;
}

describe('the media type of an answer', () => {
  const defaults: [string, string, string][] = [
    [images, '', 'xml'],
    [images, '*/*', 'xml'],
    [images, 'application/json', 'json'],
    [images, 'application/xml', 'xml'],
    [images, 'text/xml', 'xml'],
    [images, 'text/html', 'xml'],
    [`${images}.json`, 'application/xml', 'json'],
    [`${images}.xml`, 'application/json', 'xml'],
    [`${images}/300.xml`, 'application/json', 'xml'],
    [`${images}/300.json`, '*/*', 'json'],
    ['/v2/products/images/count.json', '', 'json'],
    ['/v2/products.xml', 'application/json', 'xml'],
  ];
  it.each(defaults)('%s with Accept "%s" is %s', async (path, accept, type) => {
    expect(await typeOf(await open(), path, accept)).toBe(type);
  });

  const switched: [Partial<Switches>, string, unknown][] = [
    [{ 'v2-default-type': 'json' }, '', 'json'],
    [{ 'v2-default-type': 'json' }, '*/*', 'json'],
    [{ 'v2-default-type': 'json' }, 'application/xml', 'xml'],
    [{ 'v2-any-type': 'json' }, '', 'xml'],
    [{ 'v2-any-type': 'json' }, '*/*', 'json'],
    [{ 'v2-any-type': 'json' }, 'application/*', 'json'],
    [{ 'v2-unknown-accept': '406' }, 'text/html', 406],
    [{ 'v2-unknown-accept': '406' }, '*/*', 'xml'],
    [{ 'v2-unknown-accept': '406' }, '', 'xml'],
  ];
  it.each(switched)('%j with Accept "%s" is %s', async (switches, accept, type) => {
    expect(await typeOf(await open(switches), images, accept)).toBe(type);
  });

  it('is V2’s own affair: V3 knows no endings', async () => {
    expect(await typeOf(await open(), '/v3/catalog/products/77/images.json', '*/*')).toBe(404);
  });
});

describe('XML', () => {
  const text = async (store: TestStore, path: string, headers = {}): Promise<unknown> =>
    (await store.send('GET', path, undefined, { accept: 'application/xml', ...headers })).body;
  const declared = '<?xml version="1.0" encoding="UTF-8"?>\n';

  it('names the things of a list, one thing, and a count', async () => {
    const store = await open();
    const one = String(await text(store, `${images}/300`));
    expect(one).toMatch(/^<\?xml .*\?>\n<image><id>300<\/id><product_id>77<\/product_id>/);
    expect(one).toContain('<description>a &lt;b&gt; &amp; "c"</description>');
    expect(await text(store, images)).toBe(`${declared}<images>${one.slice(declared.length)}</images>`);
    expect(await text(store, '/v2/products/images/count')).toBe(
      `${declared}<images><count>1</count></images>`,
    );
  });

  it('says no to strangers, to readers who write and beyond the quota', async () => {
    const store = await open();
    const unauthorised = await text(store, images, { 'x-auth-token': 'wrong' });
    const scope = await store.send('DELETE', images, undefined, {
      accept: 'application/xml',
      'x-auth-token': 'read',
    });
    store.control.setQuota({ requests: 0 });
    const over = await text(store, images);
    const error = (status: number, message: string): string =>
      `${declared}<errors><error><status>${status}</status><message>${message}</message></error></errors>`;
    expect([unauthorised, over]).toEqual([error(401, 'Unauthorized'), error(429, 'Too many requests')]);
    expect([scope.status, scope.body]).toEqual([403, expect.stringContaining('your scope does not include')]);
  });

  it('sends nothing for nothing', async () => {
    const store = await open();
    const { status, body } = await store.send('GET', '/v2/products/78/images.xml');
    expect([status, body]).toEqual([204, undefined]);
  });
});
