// The ways in which the address of an original can be, against a server of pictures of this test's own: what is handed
// over, where it was found, what was seen of it, and why not; and how often is asked. docs/originals.md shows the same rows,
// and is held to them.
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { handedOverBy } from '@cutover/journal';
import { type StoreControl, tinyPicture } from '@cutover/sandbox-store';
import { createContentHttp } from '@cutover/store-http';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { noting } from '../support/asked-pictures.ts';
import { type Asking, migrate } from '../support/commands.ts';
import { stores } from '../support/planted.ts';
import { inWorld, yes } from '../support/world.ts';

/** Longer than the first bytes that are asked for. */
const picture = Buffer.concat([tinyPicture(7)], 100_000);
let webp: Buffer;
let pixel: Buffer;
let vast: Buffer;

/** How a host tells of what lies there; default: as a PNG, in ranges where those are asked for, and how long it is. */
interface Told {
  readonly type?: string;
  readonly status?: number;
  readonly ranges?: false;
  readonly length?: false;
}
const lyings = {
  picture: {},
  'picture, as WebP for who takes it': {},
  'picture of one pixel': {},
  'picture, no ranges': { ranges: false },
  'picture, of untold length': { length: false },
  'picture, called anything': { type: 'application/octet-stream' },
  page: { type: 'text/html' },
  'page, called a picture': {},
  'picture, cut short': {},
  'picture of 100,000 × 100,000 pixels': {},
  'picture, gone once it was looked at': {},
  nothing: {},
  refusal: { status: 403 },
} satisfies Readonly<Record<string, Told>>;
/** What lies at a path, or where the path leads. */
type Lying = keyof typeof lyings | { readonly to: string };

interface Way {
  readonly way: string;
  /** The rendition that the source shows; `{cdn}` and `{moved}` are two hosts, of which the second is gone. */
  readonly shown: string;
  readonly also?: string;
  readonly imageFile?: string;
  readonly templates?: readonly string[];
  readonly lies: Readonly<Record<string, Lying>>;
  readonly switches?: { readonly 'fetch-redirects': 'refused' };
  readonly allowRenditions?: true;
  readonly transfer?: 'upload';
  /** `address`, `upload`, or why nothing is. */
  readonly handed: string;
  readonly at?: string;
  readonly origin?: string;
  /** Default: what `picture` shows. */
  readonly seen?: { readonly width: number; readonly height: number; readonly contentLength?: number };
  /** Addresses whose first bytes are asked for; default 1. */
  readonly looks?: number;
  /** What is asked for, where it is no look after another and then all of it. */
  readonly asks?: readonly ('first bytes' | 'all')[];
}

const shown = { width: 8, height: 8, contentLength: picture.length } as const;

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
    looks: 2,
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
    looks: 2,
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
    way: 'no ranges, so all of it is sent',
    shown: `{cdn}${at('mug')}.png`,
    lies: { [`${lies('mug')}.png`]: 'picture, no ranges' },
    handed: 'address',
    at: `${lies('mug')}.png`,
    origin: 'stencil-original',
  },
  {
    way: 'a range of a length that is not given',
    shown: `{cdn}${at('mug')}.png`,
    lies: { [`${lies('mug')}.png`]: 'picture, of untold length' },
    handed: 'address',
    at: `${lies('mug')}.png`,
    origin: 'stencil-original',
    seen: { width: shown.width, height: shown.height },
  },
  {
    way: 'a picture that is called anything',
    shown: `{cdn}${at('mug')}.png`,
    lies: { [`${lies('mug')}.png`]: 'picture, called anything' },
    handed: 'address',
    at: `${lies('mug')}.png`,
    origin: 'stencil-original',
  },
  {
    way: 'one pixel',
    shown: `{cdn}${at('mug')}.png`,
    lies: { [`${lies('mug')}.png`]: 'picture of one pixel' },
    handed: 'address',
    at: `${lies('mug')}.png`,
    origin: 'stencil-original',
    seen: { width: 1, height: 1, contentLength: 1_000 },
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
    way: 'a page at the first template',
    shown: `{cdn}${at('mug')}.png`,
    templates: ['{cdn}/first/{image_id}.png', '{cdn}/second/{image_id}.png'],
    lies: { '/first/{image}.png': 'page', '/second/{image}.png': 'picture' },
    handed: 'address',
    at: '/second/{image}.png',
    origin: 'template:2',
    looks: 2,
  },
  {
    way: 'cut short at the first template',
    shown: '',
    templates: ['{cdn}/old/mug.png', '{cdn}/new/mug.png'],
    lies: { '/old/mug.png': 'picture, cut short', '/new/mug.png': 'picture' },
    handed: 'address',
    at: '/new/mug.png',
    origin: 'template:2',
    looks: 2,
  },
  {
    way: 'gone when it is fetched, with `--transfer upload`',
    shown: '',
    templates: ['{cdn}/old/mug.png', '{cdn}/new/mug.png'],
    lies: { '/old/mug.png': 'picture, gone once it was looked at', '/new/mug.png': 'picture' },
    transfer: 'upload',
    handed: 'upload',
    origin: 'template:2',
    asks: ['first bytes', 'all', 'first bytes', 'all'],
  },
  {
    way: 'the same, and no other address gives it',
    shown: '',
    templates: ['{cdn}/old/mug.png', '{cdn}/new/mug.png'],
    lies: { '/old/mug.png': 'picture, gone once it was looked at' },
    transfer: 'upload',
    handed:
      'nothing: tried template 1 of --source-originals (not found), template 2 of --source-originals (not found)',
    asks: ['first bytes', 'all', 'first bytes'],
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
    handed: 'nothing: tried the CDN’s address of the original (not a picture)',
  },
  {
    way: 'a page that is called a picture',
    shown: `{cdn}${at('mug')}.png`,
    lies: { [`${lies('mug')}.png`]: 'page, called a picture' },
    handed: 'nothing: tried the CDN’s address of the original (not a picture)',
  },
  {
    way: 'an empty answer',
    shown: `{cdn}${at('mug')}.png`,
    lies: { [`${lies('mug')}.png`]: 'nothing' },
    handed: 'nothing: tried the CDN’s address of the original (empty)',
  },
  {
    way: 'a picture that is cut short',
    shown: `{cdn}${at('mug')}.png`,
    lies: { [`${lies('mug')}.png`]: 'picture, cut short' },
    handed:
      'nothing, as picture-broken: tried the CDN’s address of the original (a picture that is cut short)',
  },
  {
    way: 'more pixels than any store takes',
    shown: `{cdn}${at('mug')}.png`,
    lies: { [`${lies('mug')}.png`]: 'picture of 100,000 × 100,000 pixels' },
    handed:
      'nothing, as picture-broken: tried the CDN’s address of the original (more pixels than any store takes)',
  },
  {
    way: 'a host that refuses us',
    shown: `{cdn}${at('mug')}.png`,
    lies: { [`${lies('mug')}.png`]: 'refusal' },
    handed: 'nothing: tried the CDN’s address of the original (answered 403)',
  },
  {
    way: 'a rendition alone is left',
    shown: `{cdn}${at('mug')}.png`,
    lies: { [`${at('mug')}.png`]: 'picture' },
    handed: 'nothing: tried the CDN’s address of the original (not found)',
  },
  {
    way: 'the same, with `--allow-renditions`',
    shown: `{cdn}${at('mug')}.png`,
    lies: { [`${at('mug')}.png`]: 'picture' },
    allowRenditions: true,
    handed: 'address',
    at: `${at('mug')}.png`,
    origin: 'zoom',
    looks: 2,
  },
  {
    way: 'the same, where the original is cut short',
    shown: `{cdn}${at('mug')}.png`,
    lies: { [`${lies('mug')}.png`]: 'picture, cut short', [`${at('mug')}.png`]: 'picture' },
    allowRenditions: true,
    handed: 'address',
    at: `${at('mug')}.png`,
    origin: 'zoom',
    looks: 2,
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

/** What a host answers of what lies there: a range where one is asked for. */
function answer(what: keyof typeof lyings, { headers }: IncomingMessage, response: ServerResponse): void {
  if (what === 'picture, gone once it was looked at' && headers.range === undefined) {
    response.writeHead(404).end();
    return;
  }
  const { type = 'image/png', status = 200, ranges, length }: Told = lyings[what];
  const isWebp = what === 'picture, as WebP for who takes it' && /image\/webp/u.test(headers.accept ?? '');
  const all = bytesOf(what, isWebp);
  const to = Number(/bytes=0-(\d+)/u.exec(headers.range ?? '')?.[1] ?? Number.NaN);
  const isPart = ranges !== false && status === 200 && to < all.length;
  const bytes = isPart ? all.subarray(0, to + 1) : all;
  response.writeHead(isPart ? 206 : status, {
    'content-type': isWebp ? 'image/webp' : type,
    ...(length === false ? {} : { 'content-length': bytes.length }),
    ...(isPart ? { 'content-range': `bytes 0-${to}/${length === false ? '*' : all.length}` } : {}),
  });
  response.end(bytes);
}

function bytesOf(what: keyof typeof lyings, isWebp: boolean): Buffer {
  if (what.startsWith('page')) return Buffer.from('<p>Soon');
  if (what === 'nothing' || what === 'refusal') return Buffer.alloc(0);
  if (what === 'picture of one pixel') return pixel;
  if (what === 'picture, cut short') return picture.subarray(0, 50);
  if (what === 'picture of 100,000 × 100,000 pixels') return vast;
  return isWebp ? webp : picture;
}

beforeAll(async () => {
  webp = await sharp(picture).webp({ lossless: true }).toBuffer();
  pixel = Buffer.concat([await sharp(picture).resize(1, 1).png().toBuffer()], 1_000);
  vast = Buffer.from(picture);
  vast.writeUInt32BE(100_000, 16);
  vast.writeUInt32BE(100_000, 20);
  server = createServer((request, response) => {
    const found =
      request.headers.host?.startsWith('localhost') === true ? undefined : lying[request.url ?? ''];
    if (found === undefined) response.writeHead(404).end();
    else if (typeof found === 'object') response.writeHead(302, { location: found.to }).end();
    else answer(found, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const address = server.address();
  port = address !== null && typeof address === 'object' ? address.port : 0;
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
});

/** As the table shows what was seen; of what is nothing, nothing. */
function seenCells({ handed, seen = shown }: Way): { type: string; pixels: string; bytes: string } {
  if (handed.startsWith('nothing')) return { type: '–', pixels: '–', bytes: '–' };
  const { width, height, contentLength } = seen;
  const bytes = contentLength === undefined ? 'not given' : contentLength.toLocaleString('en-US');
  return { type: '`image/png`', pixels: `${width} × ${height}`, bytes };
}

it('docs/originals.md shows each of them', () => {
  const page = readFileSync(new URL('../../docs/originals.md', import.meta.url), 'utf8');
  const [table = ''] = page.split('\n## ');
  const rows = table
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(2)
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map(([, way, , handed, origin, type, pixels, bytes]) => ({ way, handed, origin, type, pixels, bytes }));
  expect(rows).toEqual(
    ways.map((one) => ({
      way: one.way,
      handed: one.handed.startsWith('nothing') ? 'nothing' : `the ${one.handed}`,
      origin: one.origin === undefined ? '–' : `\`${one.origin}\``,
      ...seenCells(one),
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
    const http = createContentHttp({ allowedHosts: hosts, attempts: 1 });
    const { content, asked } = noting(http);
    const allowRenditions = way.allowRenditions === true;
    const { transfer = 'auto' } = way;
    const given = world.engine({ settings: { batch: 'off', allowRenditions, transfer } });
    const engine = { ...showing(given, filled(way.shown), filled(way.also ?? '')), content };
    const from = { ...engine.source, originals: (way.templates ?? []).map(filled) };
    try {
      await migrate({ ...engine, source: from }, yes);
    } finally {
      await http.close();
    }
    const [action] = given.journal.actions(given.journal.runs()[0]?.id ?? '');
    const handedOver = action && handedOverBy(action);
    const { reason = '' } = action ?? {};
    const [arrived] = world.target.images();
    const sent = arrived === undefined ? undefined : sentBy(world.target);
    const isSent = sent !== undefined;
    expect({
      handed:
        sent ??
        reason.replace('original-unreachable', 'nothing').replace(/^(?=picture-broken)/u, 'nothing, as '),
      at: sent === 'upload' ? undefined : handedOver?.url,
      handedOver,
      asked: asked.map(({ how }) => how),
    }).toEqual({
      handed: way.handed,
      at: way.at === undefined ? undefined : filled(`{cdn}${way.at}`),
      handedOver: isSent
        ? {
            is: allowRenditions ? 'rendition' : 'original',
            origin: way.origin,
            url: expect.any(String),
            contentType: 'image/png',
            ...(way.seen ?? shown),
          }
        : undefined,
      asked: way.asks ?? [
        ...Array.from({ length: way.looks ?? 1 }, () => 'first bytes'),
        ...(sent === 'upload' ? ['all'] : []),
      ],
    });
    if (arrived === undefined) return;
    const bytes = Object.values(way.lies).includes('picture of one pixel') ? pixel : picture;
    expect(Buffer.from(await world.target.pictureBytes(arrived.id)).equals(bytes)).toBe(true);
  });
});
