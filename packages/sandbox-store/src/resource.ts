/** Registers one path with its methods, and 405 for every other method. */
import type { Context, Hono } from 'hono';
import type { ApiBindings, Store } from './store.ts';

export interface ApiRequest {
  readonly store: Store;
  readonly request: Request;
  readonly query: URLSearchParams;
  readonly path: string;
  /** A number from the path; the route's pattern has made sure that it is one. */
  readonly id: (name: string) => number;
}
export type Handler = (request: ApiRequest) => Response | Promise<Response>;
export type Api = Hono<{ Bindings: ApiBindings }>;

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** Creates the function that registers a path; `:name` in a pattern is a number. */
export function createResource(api: Api, methodNotAllowed: (path: string) => Response) {
  return (pattern: string, handlers: Partial<Record<Method, Handler>>): void => {
    const path = pattern.replaceAll(/:(\w+)/g, ':$1{[0-9]+}');
    for (const [method, handler] of Object.entries(handlers)) {
      api.on(method, path, (context) => handler(apiRequest(context)));
    }
    api.all(path, (context) => methodNotAllowed(new URL(context.req.url).pathname));
  };
}

function apiRequest(context: Context<{ Bindings: ApiBindings }>): ApiRequest {
  const url = new URL(context.req.url);
  return {
    store: context.env.store,
    request: context.req.raw,
    query: url.searchParams,
    path: url.pathname,
    id: (name) => Number(context.req.param(name)),
  };
}
