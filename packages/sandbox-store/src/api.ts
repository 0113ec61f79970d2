/** The two API versions as route tables: which paths exist, which methods they take. */
import { Hono } from 'hono';
import { type Api, createResource } from './resource.ts';
import type { ApiBindings, Store } from './store.ts';
import { v2Error, v2NotFound } from './v2/answers.ts';
import { v2ImageRoutes } from './v2/image-routes.ts';
import { v2OptionValueRoutes } from './v2/option-value-routes.ts';
import { v2ProductRoutes } from './v2/product-routes.ts';
import { v2RuleRoutes } from './v2/rule-routes.ts';
import { v2SkuRoutes } from './v2/sku-routes.ts';
import { v3Error, v3NotFound } from './v3/answers.ts';
import { complexRuleRoutes } from './v3/complex-rule-routes.ts';
import { imageRoutes } from './v3/image-routes.ts';
import { modifierRoutes } from './v3/modifier-routes.ts';
import { optionRoutes } from './v3/option-routes.ts';
import { productRoutes } from './v3/product-routes.ts';
import { variantRoutes } from './v3/variant-routes.ts';

/** Answers a request whose URL's path begins after `/v2` or `/v3`. */
export type Dispatch = (version: 'v2' | 'v3', request: Request, store: Store) => Promise<Response>;

// A route that throws is a fault of this package; whoever opened the door says so.
function rethrow(error: unknown): never {
  throw error;
}

/** Builds the routes of both versions. */
export function createDispatch(): Dispatch {
  const v2: Api = new Hono<{ Bindings: ApiBindings }>();
  const v2Resource = createResource(v2, () =>
    v2Error(405, 'The requested method is not allowed on this resource.'),
  );
  v2ImageRoutes(v2Resource);
  v2ProductRoutes(v2Resource);
  v2SkuRoutes(v2Resource);
  v2RuleRoutes(v2Resource);
  v2OptionValueRoutes(v2Resource);
  v2.notFound(() => v2NotFound());

  const v3: Api = new Hono<{ Bindings: ApiBindings }>();
  const v3Resource = createResource(v3, () => v3Error(405, 'Method Not Allowed'));
  productRoutes(v3Resource);
  imageRoutes(v3Resource);
  variantRoutes(v3Resource);
  modifierRoutes(v3Resource);
  optionRoutes(v3Resource);
  complexRuleRoutes(v3Resource);
  for (const api of [v2, v3]) api.onError(rethrow);
  v3.notFound((context) => v3NotFound(new URL(context.req.url).pathname));

  return async (version, request, store) => (version === 'v2' ? v2 : v3).fetch(request, { store });
}
