import { describe, expect, test } from 'vitest';
import type { ContentAnswer, ContentHttp } from './content-http.ts';
import { resolveOriginal } from './resolve-original.ts';

class Failure extends Error {
  readonly reason: string;
  constructor(reason: string) {
    super(reason);
    this.reason = reason;
  }
}

interface Host {
  readonly head: Partial<ContentAnswer> | Error;
  readonly get?: (Partial<ContentAnswer> & { readonly bytes?: Uint8Array }) | Error;
}

const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const image = {
  productId: 1,
  imageId: 2,
  imageFile: 'a/1/n.png',
  urls: { zoom: '', standard: '', thumbnail: '', tiny: '' },
};
const url = 'https://first.example/a/1/n.png';

/** A web of hosts, and what was asked of it. */
function web(hosts: Readonly<Record<string, Host>>): { content: ContentHttp; asked: string[] } {
  const asked: string[] = [];
  const answer = (at: string, told: Partial<ContentAnswer> | Error | undefined): ContentAnswer => {
    if (told === undefined) throw new Failure('not-found');
    if (told instanceof Error) throw told;
    return { status: 200, contentType: '', finalUrl: at, ...told };
  };
  const content: ContentHttp = {
    async head(at) {
      asked.push(`HEAD ${at}`);
      return answer(at, hosts[new URL(at).hostname]?.head);
    },
    async get(at, options) {
      asked.push(`GET ${at} ${options?.rangeBytes}`);
      const told = hosts[new URL(at).hostname]?.get;
      const bytes = told === undefined || told instanceof Error ? undefined : told.bytes;
      return { ...answer(at, told), bytes: bytes ?? new Uint8Array(0) };
    },
  };
  return { content, asked };
}

async function resolve(first: Host, second?: Host) {
  const { content, asked } = web({ 'first.example': first, ...(second && { 'second.example': second }) });
  const templates = [
    'https://first.example/{image_file}',
    ...(second ? ['https://second.example/{image_file}'] : []),
  ];
  return {
    found: await resolveOriginal(image, { store: 'x', templates, sourceIsBigCommerce: false }, content),
    asked,
  };
}

const head = { contentType: 'image/png; charset=binary', contentLength: 9_000 };

describe('resolveOriginal', () => {
  test('a HEAD that says enough is enough', async () => {
    expect(await resolve({ head })).toEqual({
      found: {
        url,
        origin: 'template:1',
        contentType: 'image/png; charset=binary',
        contentLength: 9_000,
        format: 'png',
      },
      asked: [`HEAD ${url}`],
    });
  });

  test.each<[string, Host['head']]>([
    ['is not allowed', { status: 405 }],
    ['fails', new Failure('unreachable')],
    ['names no type', { contentLength: 9_000 }],
    ['names a type of anything', { contentType: 'application/octet-stream', contentLength: 9_000 }],
    ['names no length', { contentType: 'image/png' }],
    ['names a length of nothing', { contentType: 'image/png', contentLength: 0 }],
  ])('where HEAD %s, the first bytes decide', async (_, told) => {
    expect(
      await resolve({
        head: told,
        get: { status: 206, contentType: 'image/jpeg', bytes: png },
      }),
    ).toEqual({
      found: { url, origin: 'template:1', contentType: 'image/png', format: 'png' },
      asked: [`HEAD ${url}`, `GET ${url} 65536`],
    });
  });

  test('the length of the whole picture is told', async () => {
    const { found } = await resolve({ head: {}, get: { contentLength: 16, bytes: png } });
    expect(found).toEqual({
      url,
      origin: 'template:1',
      contentType: 'image/png',
      contentLength: 16,
      format: 'png',
    });
  });

  test('a host that must not be asked is asked once, and why is told', async () => {
    const { found, asked } = await resolve({ head: new Failure('blocked') });
    expect([found, asked]).toEqual([
      { unreachable: [{ url, origin: 'template:1', reason: 'blocked', refusal: 'blocked' }] },
      [`HEAD ${url}`],
    ]);
  });

  test.each<[string, Host, string]>([
    [
      'a page of HTML with status 200',
      { head: { contentType: 'text/html; charset=utf-8', contentLength: 10 } },
      'not-an-image',
    ],
    [
      'HTML that calls itself a picture',
      { head: {}, get: { contentType: 'image/png', bytes: Buffer.from('<!doctype html>') } },
      'not-an-image',
    ],
    ['no bytes', { head: {}, get: { contentType: 'image/png' } }, 'empty'],
    ['a 404', { head: { status: 404 } }, 'not-found'],
    ['a 410 to GET alone', { head: { status: 403 }, get: { status: 410 } }, 'not-found'],
    ['a 500', { head: { status: 500 }, get: { status: 500 } }, 'status-500'],
    ['refused for its type', { head: new Failure('not-an-image') }, 'not-an-image'],
    ['a host that is gone', { head: new Error('socket'), get: new Error('socket') }, 'unreachable'],
    ['too large', { head: {}, get: new Failure('too-large') }, 'too-large'],
  ])('%s is none, and the next address is tried', async (_, first, reason) => {
    const second = 'https://second.example/a/1/n.png';
    expect((await resolve(first)).found).toEqual({ unreachable: [{ url, origin: 'template:1', reason }] });
    expect((await resolve(first, { head })).found).toMatchObject({
      url: second,
      origin: 'template:2',
      format: 'png',
    });
  });

  test('an abort is thrown and not taken for an unreachable picture', async () => {
    const { content } = web({ 'first.example': { head: new Failure('aborted') } });
    const options = {
      store: 'x',
      templates: ['https://first.example/{image_file}'],
      sourceIsBigCommerce: false,
    };
    await expect(resolveOriginal(image, options, content, AbortSignal.abort())).rejects.toThrow('aborted');
  });
});
