/** What a store checks before it looks at a request at all: the path's form, the token and its scope. */
import type { Store } from './store.ts';
import { v2Error } from './v2/answers.ts';
import { v3Error } from './v3/answers.ts';

const scopeTitle = "You don't have a required scope to access the endpoint";

/** The answer that turns a request away, or undefined when it may pass. Comes before the quota: it costs nothing. */
export function refuseStranger(
  store: Store,
  version: 'v2' | 'v3',
  path: string,
  request: Request,
): Response | undefined {
  if (path.length > 1 && path.endsWith('/')) {
    return version === 'v3'
      ? v3Error(403, 'Authentication Required')
      : v2Error(404, 'The requested resource was not found.');
  }
  const token = request.headers.get('x-auth-token');
  if (token === store.token || token === store.readOnlyToken) return undefined;
  const title =
    'Unauthorized - the v3 Auth client ID or token in the request are not a valid combination for this store.';
  if (version === 'v3') return v3Error(401, title);
  return store.switches['v2-unauthorised-body'] === 'object'
    ? Response.json({ error: 'Unauthorized' }, { status: 401 })
    : v2Error(401, 'Unauthorized');
}

/** The answer to a write under a token that may only read, or undefined. */
export function refuseScope(store: Store, version: 'v2' | 'v3', request: Request): Response | undefined {
  if (!isWrite(request.method) || request.headers.get('x-auth-token') === store.token) return undefined;
  return version === 'v3'
    ? v3Error(403, scopeTitle)
    : Response.json(
        { error: 'You are authorized but your scope does not include this resource.' },
        { status: 403 },
      );
}

/** Whether a method is meant to change something. */
export function isWrite(method: string): boolean {
  return method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS';
}
