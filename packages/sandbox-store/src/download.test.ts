import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { tinyPicture } from './pictures/tiny-picture.ts';
import type { Switches } from './switches.ts';
import { openTestStore, pictureForm } from './testing/test-store.ts';

const images = '/v3/catalog/products/77/images';
let server: Server | undefined;
afterEach(() => server?.close().closeAllConnections());

/** Serves one host of pictures and gives its address. */
async function host(listener: RequestListener): Promise<string> {
  server = createServer(listener);
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
async function createFrom(
  path: string,
  listener: RequestListener,
  switches: Partial<Switches> = {},
): Promise<number> {
  const origin = await host(listener);
  const { send } = await openTestStore({ switches });
  return (await send('POST', images, { image_url: `${origin}${path}` })).status;
}
const picture: RequestListener = (_, response) => void response.end(tinyPicture(1));
const redirecting: RequestListener = (request, response) => {
  if (request.url === '/end.png') response.end(tinyPicture(1));
  else response.writeHead(302, { location: '/end.png' }).end();
};
const sized =
  (bytes: number): RequestListener =>
  (_, response) => {
    const body = new Uint8Array(bytes);
    body.set(tinyPicture(1));
    response.end(body);
  };

describe('the download of image_url', () => {
  it('really fetches over the network', async () => {
    const asked: (string | undefined)[] = [];
    const status = await createFrom('/a%20b.png?x=1', (request, response) => {
      asked.push(request.url);
      response.end(tinyPicture(1));
    });
    expect([status, asked]).toEqual([200, ['/a%20b.png?x=1']]);
  });

  it.each([
    [
      'a status other than 200',
      (_: unknown, response: { writeHead(status: number): { end(): void } }) => response.writeHead(403).end(),
      400,
    ],
    [
      'a body that is cut',
      ((_, response) => {
        response.writeHead(200, { 'content-length': 500 });
        response.write('half', () => response.destroy());
      }) satisfies RequestListener,
      400,
    ],
    ['what is no picture', ((_, response) => void response.end('<html>')) satisfies RequestListener, 422],
  ] as [string, RequestListener, number][])('refuses %s', async (_, listener, status) => {
    expect(await createFrom('/a.png', listener)).toBe(status);
  });

  it.each([
    ['followed', 200],
    ['refused', 400],
  ] as const)('fetch-redirects %s', async (value, status) => {
    expect(await createFrom('/start.png', redirecting, { 'fetch-redirects': value })).toBe(status);
  });

  it.each([
    ['any', 200],
    ['standard', 400],
  ] as const)('fetch-ports %s', async (value, status) => {
    expect(await createFrom('/a.png', picture, { 'fetch-ports': value })).toBe(status);
  });

  it('asks this machine alone, after a redirect too, and says which host it did not ask', async () => {
    const refused: string[] = [];
    const { send } = await openTestStore({ onHostRefused: (host) => refused.push(host) });
    const leave: RequestListener = (_, response) =>
      response.writeHead(302, { location: 'http://192.0.2.1/b.png' }).end();
    const addresses = [
      `${(await host(leave)).replace('127.0.0.1', 'localhost')}/a.png`,
      'http://away.example/a.png',
      'http://127.0.0.1.away.example/a.png',
      'http://[2001:db8::1]/a.png',
    ];
    for (const address of addresses)
      expect((await send('POST', images, { image_url: address })).status).toBe(400);
    expect(refused).toEqual(['192.0.2.1', 'away.example', '127.0.0.1.away.example', '[2001:db8::1]']);
  });

  it('asks any host where it is told to', async () => {
    const refused: string[] = [];
    const { send } = await openTestStore({
      fetchAnyHost: true,
      onHostRefused: (host) => refused.push(host),
    });
    const made = await send('POST', images, { image_url: 'http://no-such-host.invalid/a.png' });
    expect([made.status, refused]).toEqual([400, []]);
  });

  it('fetch-timeout-ms ends a host that does not answer', async () => {
    expect(await createFrom('/a.png', () => {}, { 'fetch-timeout-ms': 50 })).toBe(400);
  });

  it.each([
    ['8000000', 8_000_000, 200],
    ['8000000', 8_000_001, 422],
    ['8388608', 8_388_608, 200],
    ['8388608', 8_388_609, 422],
  ] as const)('size-limit %s with %i bytes', async (value, bytes, status) => {
    expect(await createFrom('/a.png', sized(bytes), { 'size-limit': value })).toBe(status);
  });

  it('reaches the sandbox’s own CDN, with a socket and without', async () => {
    for (const listen of [true, false]) {
      const { control, sandbox, send } = await openTestStore({ listen });
      control.addImage({ productId: 78, id: 300, picture: { tiny: 4 } });
      const made = await send('POST', images, { image_url: control.originalUrl(300) });
      control.updateImage(300, { damage: { original: 'missing' } });
      const missing = await send('POST', images, { image_url: control.originalUrl(300) });
      expect([made.status, missing.status]).toEqual([200, 400]);
      expect(Buffer.from(await control.pictureBytes(301))).toEqual(Buffer.from(tinyPicture(4)));
      await sandbox.close();
    }
  });
});

it.each([
  ['kept', true],
  ['re-encoded', false],
] as const)('originals %s', async (value, same) => {
  const { control, send } = await openTestStore({ switches: { originals: value } });
  await send('POST', images, pictureForm(tinyPicture(1), 'a.png'));
  const [made] = control.images();
  expect(Buffer.from(await control.pictureBytes(247)).equals(Buffer.from(tinyPicture(1)))).toBe(same);
  // Which picture it shows is told all the same.
  const { picture } = control.addImage({ productId: 77, picture: { tiny: 1 } });
  expect([made?.picture === picture, control.firstPicture(made?.picture ?? '')]).toEqual([same, picture]);
});
