// What the same work costs with nothing around it: undici, JSON and a loop. No journal, no plan, no look before the
// write, no retry, no pacing; it knows beforehand what to send where.
import { performance } from 'node:perf_hooks';
import { Pool } from 'undici';
import type { StoreAddress } from './serving.ts';

interface WireProduct {
  readonly id: number;
  readonly sku: string;
  readonly images?: readonly WireImage[];
}
interface WireImage {
  readonly url_zoom: string;
  readonly url_standard: string;
  readonly url_thumbnail: string;
  readonly url_tiny: string;
  readonly description: string;
  readonly sort_order: number;
  readonly is_thumbnail: boolean;
}

/** Reads a catalogue with its images, page after page. */
export async function bareRead(
  api: string,
  { store, token }: StoreAddress,
): Promise<{ ms: number; products: WireProduct[] }> {
  const pool = new Pool(api, { connections: 1 });
  const products: WireProduct[] = [];
  const started = performance.now();
  for (let after = 0; ; ) {
    const { body } = await pool.request({
      method: 'GET',
      path: `/stores/${store}/v3/catalog/products?id%3Agreater=${after}&sort=id&direction=asc&limit=250&include=images`,
      headers: { 'x-auth-token': token, accept: 'application/json' },
    });
    const { data } = JSON.parse(await body.text()) as { data: WireProduct[] };
    products.push(...data);
    after = data.at(-1)?.id ?? after;
    if (data.length < 250) break;
  }
  const ms = performance.now() - started;
  await pool.close();
  return { ms, products };
}

export interface BareCreate {
  readonly path: string;
  readonly body: string;
  /** Of the original that the body names. */
  readonly imageUrl: string;
}

/** What is to be sent to the target, worked out before the clock runs. */
export async function bareCreates(source: StoreAddress, target: StoreAddress): Promise<BareCreate[]> {
  const [from, to] = [await bareRead(source.api, source), await bareRead(target.api, target)];
  const counterparts = new Map(to.products.map(({ sku, id }) => [sku, id]));
  return from.products.flatMap(({ sku, images = [] }) =>
    images.map(({ url_zoom: zoom, ...image }) => {
      const imageUrl = originalOf(zoom);
      return {
        imageUrl,
        path: `/stores/${target.store}/v3/catalog/products/${counterparts.get(sku)}/images`,
        body: JSON.stringify({
          image_url: imageUrl,
          description: image.description,
          sort_order: image.sort_order,
          is_thumbnail: image.is_thumbnail,
        }),
      };
    }),
  );
}

/** The address of the original that a rendition is of. */
export function originalOf(zoom: string): string {
  return zoom.replace(
    /\/products\/(\d+)\/images\/(\d+)\/(.+)\.\d+\.\d+(\.\w+)\?.*$/,
    '/images/stencil/original/products/$1/$2/$3$4',
  );
}

/** Whether something is there. */
export async function look(pool: Pool, address: string): Promise<void> {
  // Without `reset: false` undici opens a new connection after every HEAD.
  const { statusCode, body } = await pool.request({
    method: 'HEAD',
    path: new URL(address).pathname,
    reset: false,
  });
  await body.dump();
  if (statusCode !== 200) throw new Error(`${address} answered ${statusCode}`);
}

/** As much of a picture as its header takes. */
export async function firstBytes(pool: Pool, address: string): Promise<void> {
  const { statusCode, body } = await pool.request({
    method: 'GET',
    path: new URL(address).pathname,
    headers: { range: 'bytes=0-65535' },
  });
  await body.arrayBuffer();
  if (statusCode !== 206) throw new Error(`${address} answered ${statusCode}`);
}

/** Sends them all, so many at a time; milliseconds. */
export async function barePosts(
  target: StoreAddress,
  creates: readonly BareCreate[],
  concurrency: number,
): Promise<number> {
  return await inLanes(target, creates, concurrency, async (pool, create) => {
    await post(pool, target, create);
  });
}

/** Makes one image; returns its id. */
export async function post(pool: Pool, { token }: StoreAddress, { path, body }: BareCreate): Promise<number> {
  const headers = { 'x-auth-token': token, accept: 'application/json', 'content-type': 'application/json' };
  const answer = await pool.request({ method: 'POST', path, headers, body });
  const text = await answer.body.text();
  if (answer.statusCode !== 200) throw new Error(`${path} answered ${answer.statusCode}: ${text}`);
  const { data } = JSON.parse(text) as { data: { id: number } };
  return data.id;
}

/** So many things are worked at side by side, over connections of their own; milliseconds. */
export async function inLanes<Thing>(
  { api }: StoreAddress,
  things: readonly Thing[],
  concurrency: number,
  work: (pool: Pool, thing: Thing) => Promise<void>,
): Promise<number> {
  const pool = new Pool(api, { connections: concurrency });
  const queue = things.values();
  const started = performance.now();
  const lane = async (): Promise<void> => {
    for (const thing of queue) await work(pool, thing);
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
  const ms = performance.now() - started;
  await pool.close();
  return ms;
}

/**
 * What a script does that keeps no journal and knows of no look at several products: it reads the source, asks each
 * product of the target what it has, and sends what is missing, so many products at a time; milliseconds.
 */
export async function naiveMigration(
  source: StoreAddress,
  target: StoreAddress,
  concurrency: number,
): Promise<number> {
  const started = performance.now();
  const creates = Map.groupBy(await bareCreates(source, target), ({ path }) => path);
  await inLanes(target, [...creates], concurrency, async (pool, [path, missing]) => {
    const headers = { 'x-auth-token': target.token, accept: 'application/json' };
    const { body } = await pool.request({ method: 'GET', path, headers });
    const answer = await body.text();
    const { data } = JSON.parse(answer || '{"data":[]}') as { data: readonly unknown[] };
    for (const create of data.length === 0 ? missing : []) await post(pool, target, create);
  });
  return performance.now() - started;
}
