/** The rate-limit headers that every API answer carries, the 429, and the last touch to an answer. */
import { gzipSync } from 'node:zlib';
import type { Call } from './call.ts';
import type { QuotaReading } from './quota.ts';
import type { Store } from './store.ts';
import { v2Error } from './v2/answers.ts';
import { inMediaType } from './v2/media-type.ts';
import { v3Error } from './v3/answers.ts';

/** Puts the four headers on an answer. */
export function withQuota(response: Response, store: Store, { left, resetMs }: QuotaReading): Response {
  const { headers } = response;
  headers.set('x-rate-limit-time-window-ms', String(store.quota.options.windowMs));
  headers.set('x-rate-limit-time-reset-ms', String(resetMs));
  headers.set('x-rate-limit-requests-quota', String(store.quota.options.requests));
  headers.set('x-rate-limit-requests-left', String(left));
  return response;
}

/** A 429, with the headers of a spent quota or, under platform load, without any. */
export async function rateLimited(call: Call, quota: QuotaReading, hasHeaders: boolean): Promise<Response> {
  const { store } = call;
  const isEmpty = store.switches['rate-limit-body'] === 'empty';
  const response = isEmpty ? new Response(null, { status: 429 }) : await inWords(call, tooMany(call));
  if (!hasHeaders) return response;
  if (store.switches['retry-after'] === 'present') {
    response.headers.set('x-retry-after', String(Math.max(1, Math.ceil(quota.resetMs / 1000))));
  }
  return withQuota(response, store, quota);
}

function tooMany({ version, store }: Call): Response {
  const title = 'Too many requests';
  const isArray = version === 'v2' && store.switches['v2-rate-limit-body'] === 'array';
  return isArray ? v2Error(429, title) : v3Error(429, title);
}

/** An answer of either version in the media type that its request asks for: V2 has two. */
export async function inWords({ version, original, store }: Call, response: Response): Promise<Response> {
  return version === 'v2' ? inMediaType(original, store.switches, response) : response;
}

/** An answer ready to go: with the quota as it stands now, gzipped where the switch and the client say so. */
export async function finished(store: Store, request: Request, response: Response): Promise<Response> {
  withQuota(response, store, store.quota.read(store.now()));
  const accepts = (request.headers.get('accept-encoding') ?? '').includes('gzip');
  if (store.switches.gzip === 'off' || !accepts || response.body === null) return response;
  const headers = new Headers(response.headers);
  headers.set('content-encoding', 'gzip');
  return new Response(gzipSync(await response.arrayBuffer()), { status: response.status, headers });
}
