/** The rate-limit headers that every API answer carries, the 429, and the last touch to an answer. */
import { gzipSync } from 'node:zlib';
import type { QuotaReading } from './quota.ts';
import type { Store } from './store.ts';
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
export function rateLimited(store: Store, quota: QuotaReading, hasHeaders: boolean): Response {
  const isEmpty = store.switches['rate-limit-body'] === 'empty';
  const response = isEmpty ? new Response(null, { status: 429 }) : v3Error(429, 'Too many requests');
  if (!hasHeaders) return response;
  if (store.switches['retry-after'] === 'present') {
    response.headers.set('x-retry-after', String(Math.max(1, Math.ceil(quota.resetMs / 1000))));
  }
  return withQuota(response, store, quota);
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
