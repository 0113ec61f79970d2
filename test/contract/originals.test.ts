// The ways in which the address of an original can be, against a server of pictures of this test's own: what is handed
// over, where it was found, and why not. docs/originals.md shows the same rows, and is held to them.
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type StoreControl, tinyPicture } from '@cutover/sandbox-store';
import { createContentHttp } from '@cutover/store-http';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Asking, migrate } from '../support/commands.ts';
import { stores } from '../support/planted.ts';
import { inWorld, yes } from '../support/world.ts';

const picture = Buffer.from(tinyPicture(7));
let webp: Buffer;

/** What lies at a path; a string is where the path leads. */
type Lying = 'picture' | 'picture, as WebP for who takes it' | 'page' | { readonly to: string };

interface Way {
  readonly way: string;
  /** The rendition that the source shows; `{cdn}` and `{moved}` are two hosts, of which the second is gone. */
  readonly shown: string;
  readonly also?: string;
  readonly imageFile?: string;
  readonly templates?: readonly string[];
  readonly lies: Readonly<Record<string, Lying>>;
  readonly switches?: { readonly 'fetch-redirects': 'refused' };
  /** `address`, `upload`, or why nothing is. */
  readonly handed: string;
  readonly at?: string;
  readonly origin?: string;
}

const at = (name: string, size = '.1280.1280', stamp = 1_700_000_000): string =>
  `/products/{product}/images/{image}/${name}.${stamp}${size}`;
const lies = (name: string, stamp = 1_700_000_000): string =>
  `/images/stencil/original/products/{product}/{image}/${name}.${stamp}`;

const ways: readonly Way[] = [
  {
    way: 'encoded once',
    shown: `{cdn}${at('a%20mug')}.png`,
    lies: { [`${lies('a%20mug')}.png`]: 'picture' },
    handed: 'address',
    at: `${lies('a%20mug')}.png`,
    origin: 'stencil-original',
  },
  {
    way: 'encoded twice, and lies so',
    shown: `{cdn}${at('a%2520mug')}.png`,
    lies: { [`${lies('a%2520mug')}.png`]: 'picture' },
    handed: 'address',
    at: `${lies('a%2520mug')}.png`,
    origin: 'stencil-original',
  },
  {
    way: 'encoded twice, and lies encoded once',
    shown: `{cdn}${at('a%2520mug')}.png`,
    lies: { [`${lies('a%20mug')}.png`]: 'picture' },
    handed: 'address',
    at: `${lies('a%20mug')}.png`,
    origin: 'stencil-original',
  },
  {
    way: 'shown with `?c=2`',
    shown: `{cdn}${at('mug')}.png?c=2`,
    lies: { [`${lies('mug')}.png`]: 'picture' },
    handed: 'address',
    at: `${lies('mug')}.png`,
    origin: 'stencil-original',
  },
  {
    way: 'the CDN has moved to another host',
    shown: `{moved}${at('mug')}.png`,
    also: `{cdn}${at('mug', '.44.58')}.png`,
    lies: { [`${lies('mug')}.png`]: 'picture' },
    handed: 'address',
    at: `${lies('mug')}.png`,
    origin: 'stencil-original',
  },
  {
    way: 'a redirect leads to it',
    shown: `{cdn}${at('mug')}.png`,
    lies: { [`${lies('mug')}.png`]: { to: '/elsewhere/mug.png' }, '/elsewhere/mug.png': 'picture' },
    handed: 'address',
    at: `${lies('mug')}.png`,
    origin: 'stencil-original',
  },
  {
    way: 'a redirect, and the target follows none',
    shown: `{cdn}${at('mug')}.png`,
    lies: { [`${lies('mug')}.png`]: { to: '/elsewhere/mug.png' }, '/elsewhere/mug.png': 'picture' },
    switches: { 'fetch-redirects': 'refused' },
    handed: 'upload',
    origin: 'stencil-original',
  },
  {
    way: 'WebP where it is accepted',
    shown: `{cdn}${at('mug')}.png`,
    lies: { [`${lies('mug')}.png`]: 'picture, as WebP for who takes it' },
    handed: 'address',
    at: `${lies('mug')}.png`,
    origin: 'stencil-original',
  },
  {
    way: 'letters beyond ASCII',
    shown: `{cdn}${at('brûlée-茶')}.png`,
    lies: { [`${lies(encodeURIComponent('brûlée-茶'))}.png`]: 'picture' },
    handed: 'address',
    at: `${lies(encodeURIComponent('brûlée-茶'))}.png`,
    origin: 'stencil-original',
  },
  {
    way: 'blanks',
    shown: `{cdn}${at('a big mug')}.png`,
    lies: { [`${lies('a%20big%20mug')}.png`]: 'picture' },
    handed: 'address',
    at: `${lies('a%20big%20mug')}.png`,
    origin: 'stencil-original',
  },
  {
    way: 'a query string that it needs',
    shown: `{cdn}${at('mug')}.png`,
    imageFile: 'm/001/mug.png',
    templates: ['{cdn}/dav/{image_file}?key=a%20b'],
    lies: { '/dav/m/001/mug.png?key=a%20b': 'picture' },
    handed: 'address',
    at: '/dav/m/001/mug.png?key=a%20b',
    origin: 'template:1',
  },
  {
    way: '`{name}` and `{stamp}` of a template',
    shown: `{moved}${at('mug')}.png?c=2`,
    templates: ['{cdn}/old/{image_id}/{name}-{stamp}.{ext}'],
    lies: { '/old/{image}/mug-1700000000.png': 'picture' },
    handed: 'address',
    at: '/old/{image}/mug-1700000000.png',
    origin: 'template:1',
  },
  {
    way: 'more than 255 characters',
    shown: `{cdn}${at('m'.repeat(230))}.png`,
    lies: { [`${lies('m'.repeat(230))}.png`]: 'picture' },
    handed: 'upload',
    origin: 'stencil-original',
  },
  {
    way: 'a page in place of the picture',
    shown: `{cdn}${at('mug')}.png`,
    lies: { [`${lies('mug')}.png`]: 'page' },
    handed: 'nothing: tried stencil-original (not-an-image)',
  },
  {
    way: 'a rendition alone is left',
    shown: `{cdn}${at('mug')}.png`,
    lies: { [`${at('mug')}.png`]: 'picture' },
    handed: 'nothing: tried stencil-original (not-found)',
  },
];

/** By its last write that was done: an address, or the picture itself. */
function sentBy(target: StoreControl): 'address' | 'upload' {
  const done = target.requests().findLast(({ method, applied }) => method === 'POST' && applied > 0);
  return done?.bodyFields?.includes('image_url') === true ? 'address' : 'upload';
}

/** The source as if it showed its image so: as its largest copy, and as its smallest. */
function showing(engine: Asking, zoom: string, tiny: string): Asking {
  const { v3 } = engine.source;
  async function* sweepProducts(...asked: Parameters<typeof v3.sweepProducts>) {
    for await (const page of v3.sweepProducts(...asked))
      yield {
        ...page,
        products: page.products.map((product) => ({
          ...product,
          images: product.images?.map((image) => ({
            ...image,
            url_zoom: zoom,
            url_standard: '',
            url_thumbnail: '',
            url_tiny: tiny,
          })),
        })),
      };
  }
  return { ...engine, source: { ...engine.source, v3: { ...v3, sweepProducts } } };
}

let server: Server;
let port = 0;
let lying: Readonly<Record<string, Lying>> = {};

beforeAll(async () => {
  webp = await sharp(picture).webp({ lossless: true }).toBuffer();
  server = createServer((request, response) => {
    const found =
      request.headers.host?.startsWith('localhost') === true ? undefined : lying[request.url ?? ''];
    if (found === undefined) return response.writeHead(404).end();
    if (typeof found === 'object') return response.writeHead(302, { location: found.to }).end();
    if (found === 'page') return response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Soon');
    const takesWebp = /image\/webp/u.test(request.headers.accept ?? '') && found !== 'picture';
    const bytes = takesWebp ? webp : picture;
    response.writeHead(200, {
      'content-type': takesWebp ? 'image/webp' : 'image/png',
      'content-length': bytes.length,
    });
    return response.end(request.method === 'HEAD' ? undefined : bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const address = server.address();
  port = address !== null && typeof address === 'object' ? address.port : 0;
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
});

it('docs/originals.md shows each of them', () => {
  const page = readFileSync(new URL('../../docs/originals.md', import.meta.url), 'utf8');
  const rows = page
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(2)
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map(([, way = '', , handed = '', origin = '']) => ({ way, handed, origin }));
  expect(rows).toEqual(
    ways.map(({ way, handed, origin = '–' }) => ({
      way,
      handed: handed.startsWith('nothing') ? 'nothing' : `the ${handed}`,
      origin: origin === '–' ? '–' : `\`${origin}\``,
    })),
  );
});

it.each(ways)('$way: $handed', async (way) => {
  const [source, target] = stores;
  const sandbox = { stores: [source, { ...target, switches: way.switches ?? {} }] };
  await inWorld(sandbox, async (world) => {
    const product = world.source.addProduct({ sku: 'MUG', name: 'Mug' });
    world.target.addProduct({ sku: 'MUG', name: 'Mug' });
    const image = world.source.addImage({
      productId: product.id,
      imageFile: way.imageFile ?? 'm/001/planted.png',
    });
    const filled = (text: string): string =>
      text
        .replaceAll('{product}', String(product.id))
        .replaceAll('{image}', String(image.id))
        .replaceAll('{cdn}', `http://127.0.0.1:${port}`)
        .replaceAll('{moved}', `http://localhost:${port}`);
    lying = Object.fromEntries(Object.entries(way.lies).map(([path, what]) => [filled(path), what]));
    const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
    const content = createContentHttp({ allowedHosts: hosts, attempts: 1 });
    const given = world.engine();
    const engine = { ...showing(given, filled(way.shown), filled(way.also ?? '')), content };
    const from = { ...engine.source, originals: (way.templates ?? []).map(filled) };
    const reasons: string[] = [];
    try {
      const emit: Asking['emit'] = (event) => {
        if (event.type === 'action' && event.status === 'failed') reasons.push(event.reason ?? '');
      };
      await migrate({ ...engine, source: from, emit }, yes);
    } finally {
      await content.close();
    }
    const found = given.journal.original(given.source.hash, image.id);
    const [arrived] = world.target.images();
    const sent = arrived === undefined ? undefined : sentBy(world.target);
    const handed =
      sent ?? reasons.map((reason) => reason.replace('original-unreachable: ', 'nothing: ')).join();
    expect({ handed, at: sent === 'address' ? found?.url : undefined, origin: found?.origin }).toEqual({
      handed: way.handed,
      at: way.at === undefined ? undefined : filled(`{cdn}${way.at}`),
      origin: way.origin,
    });
    if (arrived === undefined) return;
    expect(Buffer.from(await world.target.pictureBytes(arrived.id)).equals(picture)).toBe(true);
    expect(found).toMatchObject({ contentType: 'image/png', contentLength: picture.length });
  });
});
