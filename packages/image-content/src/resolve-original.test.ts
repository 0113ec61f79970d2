import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import type { ContentAnswer, ContentHttp } from './content-http.ts';
import { fetchPicture, lookForStore, type ResolvedOriginal, resolveOriginal } from './resolve-original.ts';

class Failure extends Error {
  readonly reason: string;
  readonly status: number | undefined;
  constructor(reason: string, status?: number) {
    super(reason);
    this.reason = reason;
    this.status = status;
  }
}

/** What a host answers a GET with; undefined: 404. */
type Host = (Partial<ContentAnswer> & { readonly bytes?: Uint8Array }) | Error | undefined;

const png = await sharp({ create: { width: 30, height: 20, channels: 3, background: '#c00' } })
  .png()
  .toBuffer();
/** Longer than what is asked for at first. */
const long = Buffer.concat([png, Buffer.alloc(70_000)]);
const image = {
  productId: 1,
  imageId: 2,
  imageFile: 'a/1/n.png',
  urls: { zoom: '', standard: '', thumbnail: '', tiny: '' },
};
const first = 'https://first.example/a/1/n.png';
const second = 'https://second.example/a/1/n.png';

/** A web of hosts, and what was asked of it. */
function web(hosts: Readonly<Record<string, Host>>): { content: ContentHttp; asked: string[] } {
  const asked: string[] = [];
  const content: ContentHttp = {
    async head(at) {
      throw new Error(`HEAD ${at}: the first bytes are enough`);
    },
    async get(at, options) {
      asked.push(`${at} ${options?.rangeBytes}`);
      const told = hosts[new URL(at).hostname];
      if (told === undefined) throw new Failure('not-found', 404);
      if (told instanceof Error) throw told;
      const bytes = (told.bytes ?? png).subarray(0, options?.rangeBytes);
      return { status: 200, contentType: 'image/png', finalUrl: at, ...told, bytes };
    },
  };
  return { content, asked };
}

async function resolve(...hosts: readonly Host[]) {
  const names = ['first.example', 'second.example'].slice(0, hosts.length);
  const { content, asked } = web(Object.fromEntries(names.map((name, at) => [name, hosts[at]])));
  const templates = names.map((name) => `https://${name}/{image_file}`);
  const found = await resolveOriginal(image, { store: 'x', templates, sourceIsBigCommerce: false }, content);
  return { found, asked };
}

const found: ResolvedOriginal = {
  url: first,
  origin: 'template:1',
  contentType: 'image/png',
  contentLength: png.length,
  format: 'png',
  width: 30,
  height: 20,
};

describe('resolveOriginal', () => {
  test.each<[string, Host, Partial<ResolvedOriginal>]>([
    ['a picture', { contentLength: png.length }, {}],
    ['a picture that calls itself anything', { contentType: 'application/octet-stream' }, {}],
    ['a picture that calls itself nothing', { contentType: '' }, {}],
    ['a picture that calls itself another', { contentType: 'image/jpeg; charset=binary' }, {}],
    ['the start of one', { status: 206, bytes: long, contentLength: 90_000 }, { contentLength: 90_000 }],
    ['less of it than was asked for', { status: 206, contentLength: 90_000 }, { contentLength: 90_000 }],
    ['one of a saved file', { lay: { in: 'folder' } }, { lay: { in: 'folder' } }],
  ])('%s is one in one request', async (_, host, over) => {
    expect(await resolve(host)).toEqual({ found: { ...found, ...over }, asked: [`${first} 65536`] });
  });

  test('the length of the whole is not known where the host does not tell and it does not end in the first bytes', async () => {
    const { contentLength: _, ...known } = found;
    expect((await resolve({ bytes: long })).found).toEqual(known);
  });

  test('nor where it tells of fewer bytes than it has sent', async () => {
    const { contentLength: _, ...known } = found;
    expect((await resolve({ status: 206, bytes: long, contentLength: 5 })).found).toEqual(known);
  });

  test('one whose first bytes do not tell its size is one', async () => {
    const { width: _, height: _height, ...unsized } = found;
    const bytes = png.subarray(0, 25);
    expect((await resolve({ bytes })).found).toEqual({ ...unsized, contentLength: 25 });
    const started = { status: 206, bytes: png.subarray(0, 20), contentLength: png.length };
    expect((await resolve(started)).found).toEqual(unsized);
  });

  test('one pixel is a picture', async () => {
    const bytes = await sharp(png).resize(1, 1).png().toBuffer();
    expect((await resolve({ bytes })).found).toMatchObject({ width: 1, height: 1 });
  });

  test('a host that must not be asked is asked once, and why is told', async () => {
    expect(await resolve(new Failure('blocked'))).toEqual({
      found: { unreachable: [{ url: first, origin: 'template:1', reason: 'blocked', refusal: 'blocked' }] },
      asked: [`${first} 65536`],
    });
  });

  test.each<[string, Host, { readonly reason: string; readonly status?: number }]>([
    [
      'HTML that calls itself a picture',
      { bytes: Buffer.from('<!doctype html>') },
      { reason: 'not-an-image' },
    ],
    ['what ends before its header does', { bytes: png.subarray(0, 20) }, { reason: 'not-an-image' }],
    ['the first letters of a GIF', { bytes: Buffer.from('GIF89a') }, { reason: 'not-an-image' }],
    ['refused for its type', new Failure('not-an-image', 200), { reason: 'not-an-image' }],
    ['no bytes', { bytes: Buffer.alloc(0) }, { reason: 'empty' }],
    ['no range, for there are no bytes', new Failure('refused', 416), { reason: 'empty' }],
    ['a 404', { status: 404 }, { reason: 'not-found' }],
    ['a 410', { status: 410 }, { reason: 'not-found' }],
    ['a 404 that is thrown', undefined, { reason: 'not-found' }],
    ['a 403', new Failure('refused', 403), { reason: 'refused', status: 403 }],
    ['a 204', { status: 204 }, { reason: 'refused', status: 204 }],
    ['a 503', new Failure('unreachable', 503), { reason: 'unreachable', status: 503 }],
    ['a host that is gone', new Error('socket'), { reason: 'unreachable' }],
    ['too large', new Failure('too-large'), { reason: 'too-large' }],
  ])('%s is none, and the next address is tried', async (_, host, why) => {
    expect((await resolve(host)).found).toEqual({
      unreachable: [{ url: first, origin: 'template:1', ...why }],
    });
    expect(await resolve(host, {})).toEqual({
      found: { ...found, url: second, origin: 'template:2' },
      asked: [`${first} 65536`, `${second} 65536`],
    });
  });

  test('an abort is thrown and not taken for an unreachable picture', async () => {
    const { content } = web({ 'first.example': new Failure('aborted') });
    const templates = ['https://first.example/{image_file}'];
    const options = { store: 'x', templates, sourceIsBigCommerce: false };
    await expect(resolveOriginal(image, options, content, AbortSignal.abort())).rejects.toThrow('aborted');
  });
});

describe('lookForStore', () => {
  const { url: _url, origin: _origin, ...seen } = found;
  const vast = Buffer.from(png);
  vast.writeUInt32BE(100_000, 16);
  vast.writeUInt32BE(100_000, 20);

  test.each<[string, Host, object]>([
    ['a picture', {}, seen],
    ['a file that ends early', { bytes: png.subarray(0, 40) }, { reason: 'cut-short' }],
    [
      'the start of a longer one',
      { status: 206, bytes: png.subarray(0, 40), contentLength: png.length },
      seen,
    ],
    [
      'the start of one whose host gives a short length',
      { status: 206, bytes: png.subarray(0, 40), contentLength: 42 },
      { reason: 'cut-short' },
    ],
    ['one of more pixels than any store takes', { bytes: vast }, { reason: 'too-many-pixels' }],
    ['a page', { bytes: Buffer.from('<!doctype html>') }, { reason: 'not-an-image' }],
    ['nothing', undefined, { reason: 'not-found' }],
  ])('%s', async (_, host, expected) => {
    expect(await lookForStore(web({ 'first.example': host }).content, first)).toEqual(expected);
  });
});

describe('fetchPicture', () => {
  const most = { maxBytes: 1_000_000 };

  test('gives the bytes of a picture', async () => {
    const { content, asked } = web({ 'first.example': { status: 200, bytes: long } });
    expect(await fetchPicture(content, first, most)).toEqual({ bytes: long });
    expect(asked).toEqual([`${first} undefined`]);
  });

  test('what calls itself a picture and is none is none', async () => {
    const { content } = web({ 'first.example': { status: 200, bytes: Buffer.from('<!doctype html>') } });
    expect(await fetchPicture(content, first, most)).toEqual({ reason: 'not-an-image' });
  });
});
