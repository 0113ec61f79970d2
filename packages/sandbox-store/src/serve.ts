/**
 * One request's way through a store: gate, quota, fault, route, headers, log. The order is the platform's:
 * strangers cost no quota and no memory, a refused scope costs quota, and a fault never happens to a request that would
 * not have got in.
 */
import type { Dispatch } from './api.ts';
import { bodyBytesMax, bodyOf } from './bounded-body.ts';
import { type Call, createRecorder } from './call.ts';
import { cdnTarget } from './cdn.ts';
import { causeFault, type Time } from './faults/cause-fault.ts';
import { causeFaultOnCdn } from './faults/cause-fault-on-cdn.ts';
import { answer, type Outcome } from './faults/faulty-answer.ts';
import { isWrite, refuseScope, refuseStranger } from './gate.ts';
import { finished, inWords, rateLimited, withQuota } from './limit-headers.ts';
import type { Store } from './store.ts';
import { v2Error } from './v2/answers.ts';
import { refuseMediaType, withoutEnding } from './v2/media-type.ts';
import { v3Error } from './v3/answers.ts';

export interface ServeOptions {
  readonly dispatch: Dispatch;
  readonly stores: ReadonlyMap<string, Store>;
  readonly unknownStoreStatus: number;
  readonly time: Time;
}
export type Serve = (request: Request) => Promise<Outcome>;

/** Creates the way that all requests of a sandbox go. */
export function createServe(options: ServeOptions): Serve {
  const previousQuery = new Map<string, string>();

  const run = async (call: Call, query = call.query): Promise<Response> => {
    const { original, store, version, path, body } = call;
    // V2 takes `.json` and `.xml` at the end of a path as a wish for a type, not as a part of the name.
    const bare = version === 'v2' ? withoutEnding(path) : path;
    const request = new Request(`http://store${bare}${query}`, {
      method: original.method,
      headers: original.headers,
      ...(body === undefined ? {} : { body }),
    });
    const refused = version === 'v2' ? refuseMediaType(original, store.switches) : undefined;
    return inWords(call, refused ?? (await options.dispatch(version, request, store)));
  };

  return async (request) => {
    const url = new URL(request.url);
    const cdn = cdnTarget(url.pathname);
    if (cdn !== undefined) return causeFaultOnCdn(options, request, cdn, `${url.pathname}${url.search}`);
    const [, hash = '', version, path = '/'] = /^\/stores\/([^/]+)\/(v2|v3)(\/.*)?$/.exec(url.pathname) ?? [];
    if (version !== 'v2' && version !== 'v3') return answer(new Response('Not found', { status: 404 }));
    const store = options.stores.get(hash);
    if (store === undefined) return answer(unknownStore(version, options.unknownStoreStatus));
    const asked: Omit<Call, 'body'> = { store, version, path, query: url.search, original: request };
    const refuse = async (refusal: Response): Promise<Outcome> => {
      const unread: Call = { ...asked, body: undefined };
      return createRecorder(unread)(answer(await inWords(unread, refusal)), 0);
    };
    const stranger = refuseStranger(store, version, path, request);
    if (stranger !== undefined) return await refuse(stranger);
    const body = isWrite(request.method) ? await bodyOf(request) : undefined;
    if (body === 'too-large') return await refuse(tooLarge(version));
    const call: Call = { ...asked, body };
    const record = createRecorder(call);

    const quota = store.quota.take(store.now());
    if (quota.isOver) return record(answer(await rateLimited(call, quota, true)), 0);
    const scope = refuseScope(store, version, request);
    if (scope !== undefined) return record(answer(withQuota(await inWords(call, scope), store, quota)), 0);

    const listKey = `${hash} ${version} ${path}`;
    const previous = previousQuery.get(listKey);
    if (request.method === 'GET') previousQuery.set(listKey, url.search);
    const bare = version === 'v2' ? withoutEnding(path) : path;
    const fault = store.faults.pick({
      method: request.method,
      path: `${url.pathname}${url.search}`,
      isWrite: isWrite(request.method),
      isImagePath: /\/images(\/|$)|\/image$/.test(bare),
      isList: !/\/\d+$/.test(bare) && !/count$|summary$/.test(bare),
      isApi: true,
    });
    const work = async (query?: string): Promise<Response> =>
      finished(store, request, await run(call, query));
    if (fault !== undefined) return causeFault(options.time, fault, { call, quota, work, record, previous });
    const response = await work();
    return record(answer(response), response.ok ? 1 : 0);
  };
}

function tooLarge(version: 'v2' | 'v3'): Response {
  const title = `The request is longer than the ${bodyBytesMax} bytes that a sandbox takes.`;
  return version === 'v3' ? v3Error(413, title) : v2Error(413, title);
}

function unknownStore(version: 'v2' | 'v3', status: number): Response {
  const title = status === 404 ? 'The requested resource was not found.' : 'Unauthorized';
  return version === 'v3' ? v3Error(status, title) : v2Error(status, title);
}
