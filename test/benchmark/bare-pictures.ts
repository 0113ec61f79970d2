// What looking at pictures costs with nothing around it: the same requests in a loop, and sharp alone on the same pictures.
import { performance } from 'node:perf_hooks';
import sharp from 'sharp';
import { Pool } from 'undici';
import { bareRead, look, originalOf } from './bare.ts';
import type { StoreAddress } from './serving.ts';

const PRODUCTS_A_PAGE = 250;
const PICTURES_AT_ONCE = 8;
const FIRST_BYTES = 65_536;
/** Of the copies on a product's page. */
const PAGE_SIZES = ['500x659', '1280x1280'];
/** As many as there are cores on a usual machine, and as Cutover takes. */
const DECODED_AT_ONCE = 2;

export interface BareAudit {
  readonly ms: number;
  readonly requests: { readonly v2: number; readonly v3: number; readonly content: number };
}

/** Sends the requests of an audit: V3's pages, V2's count and pages, and of each picture the first bytes. */
export async function bareAudit(address: StoreAddress): Promise<BareAudit> {
  const started = performance.now();
  const { products } = await bareRead(address.api, address);
  const pool = new Pool(address.api, { connections: PICTURES_AT_ONCE });
  const v2 = await bareV2(pool, address);
  const originals = products
    .flatMap(({ images = [] }) => images)
    .map(({ url_zoom: zoom }) => originalOf(zoom));
  const queue = originals.values();
  const lane = async (): Promise<void> => {
    for (const address of queue) await download(pool, address, { range: `bytes=0-${FIRST_BYTES - 1}` });
  };
  await Promise.all(Array.from({ length: PICTURES_AT_ONCE }, lane));
  const ms = performance.now() - started;
  await pool.close();
  const v3 = Math.floor(products.length / PRODUCTS_A_PAGE) + 1;
  return { ms, requests: { v2, v3, content: originals.length } };
}

/** @returns how many requests it took. */
async function bareV2(pool: Pool, { store, token }: StoreAddress): Promise<number> {
  const read = async (path: string): Promise<unknown> => {
    const headers = { 'x-auth-token': token, accept: 'application/json' };
    const { body } = await pool.request({ method: 'GET', path: `/stores/${store}/v2${path}`, headers });
    const text = await body.text();
    return text === '' ? [] : JSON.parse(text);
  };
  await read('/products/images/count');
  for (let [after, requests] = [0, 2]; ; requests += 1) {
    const page = (await read(`/products?min_id=${after + 1}&limit=${PRODUCTS_A_PAGE}`)) as { id: number }[];
    after = page.at(-1)?.id ?? after;
    if (page.length < PRODUCTS_A_PAGE) return requests;
  }
}

export interface BareDecoding {
  readonly ms: number;
  readonly cpuMs: number;
}

/**
 * Downloads the originals of both stores and makes them small, and nothing else; those of one store once. To 256 pixels, whatever
 * size Cutover compares them in, so that figures of different versions can be held against each other.
 * @param asksFirst whether the renditions of the second store, or of the only one, are there.
 */
export async function bareDecoding(
  left: StoreAddress,
  right: StoreAddress | undefined,
  asksFirst: boolean,
): Promise<BareDecoding> {
  const started = performance.now();
  const before = process.cpuUsage();
  const pool = new Pool(left.api, { connections: PICTURES_AT_ONCE });
  const queue = [
    ...(right === undefined
      ? []
      : (await picturesIn(left)).map(({ original }) => ({ original, renditions: [] }))),
    ...(await picturesIn(right ?? left)),
  ].values();
  const lane = async (): Promise<void> => {
    for (const { original, renditions } of queue) {
      if (asksFirst) for (const path of renditions) await look(pool, path);
      await decode(await download(pool, original));
    }
  };
  await Promise.all(Array.from({ length: DECODED_AT_ONCE }, lane));
  const ms = performance.now() - started;
  const { user, system } = process.cpuUsage(before);
  await pool.close();
  return { ms, cpuMs: (user + system) / 1_000 };
}

async function picturesIn(
  address: StoreAddress,
): Promise<{ readonly original: string; readonly renditions: readonly string[] }[]> {
  const { products } = await bareRead(address.api, address);
  return products
    .flatMap(({ images = [] }) => images)
    .map((image) => ({
      original: originalOf(image.url_zoom),
      renditions: [
        image.url_zoom,
        image.url_standard,
        image.url_thumbnail,
        image.url_tiny,
        ...PAGE_SIZES.map((size) => originalOf(image.url_zoom).replace('/original/', `/${size}/`)),
      ],
    }));
}

async function download(
  pool: Pool,
  address: string,
  headers: Record<string, string> = {},
): Promise<Uint8Array> {
  const { pathname: path } = new URL(address);
  const { statusCode, body } = await pool.request({ method: 'GET', path, headers });
  const bytes = new Uint8Array(await body.arrayBuffer());
  if (statusCode !== 200 && statusCode !== 206) throw new Error(`${address} answered ${statusCode}`);
  return bytes;
}

async function decode(picture: Uint8Array): Promise<void> {
  const smaller = sharp(picture, { failOn: 'error', sequentialRead: true })
    .autoOrient()
    .flatten({ background: '#ffffff' })
    .resize({ width: 256, height: 256, fit: 'fill', fastShrinkOnLoad: false });
  await smaller.toColourspace('srgb').raw({ depth: 'uchar' }).toBuffer();
}
