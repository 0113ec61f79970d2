/**
 * One request's way through a store: gate, quota, fault, route, headers, log. The order is the platform's:
 * strangers cost no quota, a refused scope does, and a fault never happens to a request that would not have got in.
 */
import { gzipSync } from 'node:zlib';
import type { Dispatch } from './api.ts';
import { cdnTarget, serveCdn } from './cdn.ts';
import type { Fault, FaultName } from './faults/fault-table.ts';
import {
  htmlPage,
  malformed,
  type Outcome,
  truncated,
  withoutMiddleRow,
  wrongLength,
} from './faults/faulty-answer.ts';
import { isWrite, refuseScope, refuseStranger } from './gate.ts';
import type { QuotaReading } from './quota.ts';
import { bodyFields } from './request-body.ts';
import type { LoggedRequest } from './request-log.ts';
import type { Store } from './store.ts';
import { toXml, v2Error, wantsXml } from './v2/answers.ts';
import { v3Error } from './v3/answers.ts';

export interface ServeOptions {
  readonly dispatch: Dispatch;
  readonly stores: ReadonlyMap<string, Store>;
  readonly unknownStoreStatus: number;
  sleep(ms: number): Promise<void>;
  /** Runs an effect some time after its client gave up. */
  later(delayMs: number, effect: () => Promise<void>): void;
}
export type Serve = (request: Request) => Promise<Outcome>;

/** A write or read on its way, with its body already read so that it can be carried out at any time, and twice. */
interface Call {
  readonly store: Store;
  readonly version: 'v2' | 'v3';
  readonly path: string;
  readonly query: string;
  readonly original: Request;
  readonly body: Uint8Array<ArrayBuffer> | undefined;
}

/** Creates the way that all requests of a sandbox go. */
export function createServe(options: ServeOptions): Serve {
  const previousQuery = new Map<string, string>();

  const run = async (call: Call, query = call.query): Promise<Response> => {
    const { original, store, version, path, body } = call;
    // V2 takes `.json` at the end of a path as a wish for JSON, not as a part of the name.
    const bare = version === 'v2' ? path.replace(/\.json$/, '') : path;
    const request = new Request(`http://store${bare}${query}`, {
      method: original.method,
      headers: original.headers,
      ...(body === undefined ? {} : { body }),
    });
    const response = await options.dispatch(version, request, store);
    const isXml = version === 'v2' && wantsXml(original, store.switches['v2-default-type']);
    return isXml ? toXml(response, bare) : response;
  };

  return async (request) => {
    const url = new URL(request.url);
    const cdn = cdnTarget(url.pathname);
    if (cdn !== undefined) return answerCdn(options, request, cdn, `${url.pathname}${url.search}`);
    const [, hash = '', version, path = '/'] = /^\/stores\/([^/]+)\/(v2|v3)(\/.*)?$/.exec(url.pathname) ?? [];
    if (version !== 'v2' && version !== 'v3') return answer(new Response('Not found', { status: 404 }));
    const store = options.stores.get(hash);
    if (store === undefined) return answer(unknownStore(version, options.unknownStoreStatus));
    const body = isWrite(request.method) ? new Uint8Array(await request.arrayBuffer()) : undefined;
    const call: Call = { store, version, path, query: url.search, original: request, body };
    const record = recorder(call);

    const stranger = refuseStranger(store, version, path, request);
    if (stranger !== undefined) return record(answer(stranger), 0);
    const quota = store.quota.take(store.now());
    if (quota.isOver) return record(answer(rateLimited(store, quota, true)), 0);
    const scope = refuseScope(store, version, request);
    if (scope !== undefined) return record(answer(withQuota(scope, quota)), 0);

    const listKey = `${hash} ${version} ${path}`;
    const previous = previousQuery.get(listKey);
    if (request.method === 'GET') previousQuery.set(listKey, url.search);
    const fault = store.faults.pick({
      method: request.method,
      path: `${url.pathname}${url.search}`,
      isWrite: isWrite(request.method),
      isImagePath: /\/images(\/|$)|\/image$/.test(path),
      isList: !/\/\d+(\.json)?$/.test(path) && !/count$|summary$/.test(path),
      isApi: true,
    });
    const work = async (query?: string): Promise<Response> =>
      finished(store, request, withQuota(await run(call, query), quota));
    return fault === undefined
      ? record(answer(await work()), 1)
      : carryOut(options, fault, { call, quota, work, record, previous });
  };
}

type Record = (outcome: Outcome, applied: number, fault?: FaultName) => Outcome;
interface Faulty {
  readonly call: Call;
  readonly quota: QuotaReading;
  readonly work: (query?: string) => Promise<Response>;
  readonly record: ReturnType<typeof recorder>;
  readonly previous: string | undefined;
}

async function carryOut(options: ServeOptions, fault: Fault, faulty: Faulty): Promise<Outcome> {
  const { call, quota, work, previous } = faulty;
  const { name } = fault;
  const record = (outcome: Outcome, applied: number, succeeded = true): Outcome =>
    faulty.record(outcome, succeeded ? applied : 0, name);
  const fail = (status: number): Response =>
    withQuota(call.version === 'v3' ? v3Error(status, 'Internal error') : v2Error(status, 'Internal error'), quota);
  switch (name) {
    case 'rate-limit':
      return record(answer(rateLimited(call.store, quota, true)), 0);
    case 'rate-limit-bare':
      return record(answer(rateLimited(call.store, quota, false)), 0);
    case 'error-before':
      return record(answer(fail(fault.status)), 0);
    case 'error-after': {
      const { ok } = await work();
      return record(answer(fail(fault.status)), 1, ok);
    }
    case 'reset-before':
      return record({ kind: 'reset' }, 0);
    case 'reset-after': {
      const { ok } = await work();
      return record({ kind: 'reset' }, 1, ok);
    }
    case 'hang':
      return record({ kind: 'hang' }, 0);
    case 'slow':
      await options.sleep(fault.delayMs);
      return record(answer(await work()), 1);
    case 'late-effect': {
      const amend = faulty.record.late(name);
      options.later(fault.delayMs, async () => {
        const { ok } = await work();
        if (ok) amend({ effect: 'after', applied: 1 });
      });
      return { kind: 'hang' };
    }
    case 'truncated': {
      const response = await work();
      return record(await truncated(response), 1, response.ok);
    }
    case 'wrong-length': {
      const response = await work();
      return record(await wrongLength(response), 1, response.ok);
    }
    case 'malformed': {
      const response = await work();
      return record(answer(await malformed(response)), 1, response.ok);
    }
    case 'html-error':
      return record(answer(htmlPage(fault.status)), 0);
    case 'html-200':
      return record(answer(htmlPage(200)), 0);
    case 'repeated-page':
      return record(answer(await work(previous ?? pageBefore(call.query))), 1);
    case 'duplicate-effect': {
      const first = await work();
      const second = await work();
      return record(answer(second.ok ? second : first), second.ok ? 2 : 1, first.ok);
    }
    case 'missing-page-row':
      return record(answer(await withoutMiddleRow(await work())), 1);
  }
}

async function answerCdn(
  options: ServeOptions,
  request: Request,
  target: { hash: string; host: 's' | 'store'; rest: string },
  path: string,
): Promise<Outcome> {
  const store = options.stores.get(target.hash);
  if (store === undefined) return answer(new Response('Not found', { status: 404 }));
  const record = (outcome: Outcome, fault?: FaultName): Outcome => {
    const entry = { at: store.now(), store: store.hash, version: 'cdn', method: request.method, path } as const;
    store.log.add({ ...entry, status: statusOf(outcome), effect: 'none', applied: 0, ...(fault ? { fault } : {}) });
    return outcome;
  };
  const serve = (): Promise<Response> => serveCdn(store, target.host, target.rest, request);
  const fault = store.faults.pick({
    method: request.method,
    path,
    isWrite: false,
    isImagePath: true,
    isList: false,
    isApi: false,
  });
  switch (fault?.name) {
    case undefined:
      return record(answer(await serve()));
    case 'slow':
      await options.sleep(fault.delayMs);
      return record(answer(await serve()), fault.name);
    case 'reset-before':
    case 'reset-after':
      return record({ kind: 'reset' }, fault.name);
    case 'hang':
    case 'late-effect':
      return record({ kind: 'hang' }, fault.name);
    case 'truncated':
      return record(await truncated(await serve()), fault.name);
    case 'wrong-length':
      return record(await wrongLength(await serve()), fault.name);
    case 'html-200':
      return record(answer(htmlPage(200)), fault.name);
    case 'rate-limit':
    case 'rate-limit-bare':
      return record(answer(new Response('slow down', { status: 429 })), fault.name);
    default:
      return record(answer(htmlPage(fault?.status ?? 500)), fault?.name);
  }
}

function recorder(call: Call) {
  const { store, version, original, body } = call;
  const url = new URL(original.url);
  const write = isWrite(original.method);
  const entry = (status: number): LoggedRequest => ({
    at: store.now(),
    store: store.hash,
    version,
    method: original.method,
    path: `${url.pathname}${url.search}`,
    status,
    effect: 'none',
    applied: 0,
    ...(body === undefined || body.length === 0
      ? {}
      : { bodyFields: bodyFields(original.headers.get('content-type') ?? '', body) }),
  });
  const record = (outcome: Outcome, applied: number, fault?: FaultName): Outcome => {
    const status = statusOf(outcome);
    const isTold = outcome.kind === 'answer' && outcome.response.ok && (fault === undefined || fault === 'slow' || fault === 'duplicate-effect');
    const happened = write && applied > 0 && (fault !== undefined || isTold);
    const effect = !write || (fault === undefined && !isTold) ? 'none' : happened ? (isTold ? 'ok' : 'after') : 'before';
    store.log.add({ ...entry(status), effect, applied: happened ? applied : 0, ...(fault ? { fault } : {}) });
    return outcome;
  };
  return Object.assign(record as Record, {
    late: (fault: FaultName) => store.log.add({ ...entry(0), effect: 'before', fault }),
  });
}

function answer(response: Response): Outcome {
  return { kind: 'answer', response };
}

function statusOf(outcome: Outcome): number {
  if (outcome.kind === 'answer') return outcome.response.status;
  return outcome.kind === 'misframed' ? outcome.status : 0;
}

function unknownStore(version: 'v2' | 'v3', status: number): Response {
  const title = status === 404 ? 'The requested resource was not found.' : 'Unauthorized';
  return version === 'v3' ? v3Error(status, title) : v2Error(status, title);
}

function withQuota(response: Response, { left, resetMs }: QuotaReading, options?: { requests: number; windowMs: number }): Response {
  const { headers } = response;
  headers.set('x-rate-limit-requests-left', String(left));
  headers.set('x-rate-limit-time-reset-ms', String(resetMs));
  if (options !== undefined) {
    headers.set('x-rate-limit-requests-quota', String(options.requests));
    headers.set('x-rate-limit-time-window-ms', String(options.windowMs));
  }
  return response;
}

function rateLimited(store: Store, quota: QuotaReading, hasHeaders: boolean): Response {
  const isEmpty = store.switches['rate-limit-body'] === 'empty';
  const response = isEmpty ? new Response(null, { status: 429 }) : v3Error(429, 'Too many requests');
  if (!hasHeaders) return response;
  if (store.switches['retry-after'] === 'present') {
    response.headers.set('x-retry-after', String(Math.max(1, Math.ceil(quota.resetMs / 1000))));
  }
  return withQuota(response, quota, store.quota.options);
}

async function finished(store: Store, request: Request, response: Response): Promise<Response> {
  withQuota(response, store.quota.read(store.now()), store.quota.options);
  const accepts = (request.headers.get('accept-encoding') ?? '').includes('gzip');
  if (store.switches.gzip === 'off' || !accepts || response.body === null) return response;
  const headers = new Headers(response.headers);
  headers.set('content-encoding', 'gzip');
  return new Response(gzipSync(await response.arrayBuffer()), { status: response.status, headers });
}

function pageBefore(query: string): string {
  const params = new URLSearchParams(query);
  const page = Number(params.get('page') ?? '1');
  if (page > 1) params.set('page', String(page - 1));
  return `?${params}`;
}
