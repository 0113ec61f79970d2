// Requests with nothing of ours between: what a store that the pages describe says to whoever speaks HTTP.
import { request } from 'node:http';
import { expect } from 'vitest';
import { type OneStore, withStore } from '../support/one-store.ts';

export interface Told {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Parsed where it is JSON, text otherwise; undefined where there is none. */
  readonly body: unknown;
}
export interface Asked {
  readonly json?: unknown;
  readonly form?: FormData;
  /** A body as it is; its Content-Type goes into `headers`. */
  readonly raw?: string;
  /** Beside the token and Accept, which undefined takes away. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
}
export type Ask = (method: string, path: string, asked?: Asked) => Promise<Told>;

/** Runs a test with a store of its own and the plain requests to it. */
export async function withWire(
  options: Parameters<typeof withStore>[0],
  test: (one: OneStore & { readonly ask: Ask }) => Promise<void>,
): Promise<void> {
  await withStore(options, async (one) => {
    const ask: Ask = async (method, path, asked = {}) => {
      const { type, bytes } = await bodyOf(asked);
      const headers = {
        'x-auth-token': one.token,
        accept: 'application/json',
        'content-type': type,
        ...asked.headers,
      };
      const told = Object.entries(headers).filter((pair): pair is [string, string] => pair[1] !== undefined);
      const base = path.startsWith('http') ? '' : `${one.origin}/stores/${one.hash}`;
      return await send(method, `${base}${path}`, Object.fromEntries(told), bytes);
    };
    await test({ ...one, ask });
  });
}

/** A form with a picture under `image_file`, and fields beside it. */
export function formOf(bytes: Uint8Array, name: string, fields: Record<string, string> = {}): FormData {
  const form = new FormData();
  form.set('image_file', new File([new Uint8Array(bytes)], name));
  for (const [field, value] of Object.entries(fields)) form.set(field, value);
  return form;
}

/** The `data` of a V3 answer. */
export function dataOf({ body }: Told): unknown {
  return typeof body === 'object' && body !== null && 'data' in body ? body.data : undefined;
}

/** The names of a thing's fields, in the order of the alphabet. */
export function fieldsOf(thing: unknown): string[] {
  return typeof thing === 'object' && thing !== null ? Object.keys(thing).toSorted() : [];
}

async function bodyOf({ json, form, raw }: Asked): Promise<{ type?: string | undefined; bytes?: Buffer }> {
  if (json !== undefined) return { type: 'application/json', bytes: Buffer.from(JSON.stringify(json)) };
  if (raw !== undefined) return { bytes: Buffer.from(raw) };
  if (form === undefined) return {};
  const framed = new Response(form);
  return {
    type: framed.headers.get('content-type') ?? undefined,
    bytes: Buffer.from(await framed.arrayBuffer()),
  };
}

async function send(
  method: string,
  url: string,
  headers: Record<string, string>,
  bytes: Buffer | undefined,
): Promise<Told> {
  return await new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const isJson = (incoming.headers['content-type'] ?? '').includes('json');
        const body: unknown = text === '' ? undefined : isJson ? JSON.parse(text) : text;
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(bytes);
  });
}

const text = (letters: string): Uint8Array =>
  Buffer.concat([Buffer.from(letters, 'latin1'), Buffer.alloc(40)]);

/** A picture of each kind that the pages name for product images, by its usual ending. */
export const acceptedKinds: Readonly<Record<string, Uint8Array>> = {
  bmp: text('BM'),
  gif: text('GIF89a'),
  jpg: Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0, 0]),
  png: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0]),
  webp: text('RIFF\0\0\0\0WEBPVP8 '),
  xbm: text('/* a comment */\n#define it_width 16\n#define it_height 2\n'),
  wbmp: Buffer.concat([Buffer.from([0, 0, 0x81, 0x00, 2]), Buffer.alloc(32, 0xff)]),
};
/** What none of the pages names. */
export const otherKinds: Readonly<Record<string, Uint8Array>> = {
  svg: text('<svg xmlns="http://www.w3.org/2000/svg"/>'),
  html: text('<!doctype html>'),
  tiff: text('II*\0'),
  pdf: text('%PDF-1.7'),
  nothing: new Uint8Array(),
};

/** The path of a product's images in V3. */
export const imagesOf = (productId: number): string => `/v3/catalog/products/${productId}/images`;

/** The fields of an image in the pages' examples of V3. */
export const v3Fields = [
  'date_modified',
  'description',
  'id',
  'image_file',
  'is_thumbnail',
  'product_id',
  'sort_order',
  'url_standard',
  'url_thumbnail',
  'url_tiny',
  'url_zoom',
];

/** What a V3 error of this status looks like. */
export const v3Error = (status: number): object => ({
  status,
  title: expect.any(String),
  type: expect.stringContaining('/api-docs/getting-started/api-status-codes'),
  errors: expect.any(Object),
});

/** V3's 404, which names the path. */
export const v3Missing = (path: string): object => ({
  status: 404,
  title: expect.any(String),
  type: expect.stringContaining('/api-docs/getting-started/api-status-codes'),
  instance: expect.stringContaining(path),
});

/** A GIF of so many frames of this width. */
export function animation(frames: number, width = 1): Uint8Array {
  const size = Buffer.alloc(4);
  size.writeUInt16LE(width, 0);
  size.writeUInt16LE(1, 2);
  const palette = Buffer.from('800000ffffff000000', 'hex');
  // A delay before each frame makes it one of an animation.
  const frame = [Buffer.from('21f904000a0000002c00000000', 'hex'), size, Buffer.from('000202440100', 'hex')];
  const body = Array.from({ length: frames }, () => frame).flat();
  return Buffer.concat([Buffer.from('GIF89a'), size, palette, ...body, Buffer.from(';')]);
}
