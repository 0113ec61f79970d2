// Plays a migration to a store of which most products have no image yet, so that several products go in one request. Besides
// what holds for any migration, each such request is looked at as it leaves: of which products, and with which intents.
import type { Journal } from '@cutover/journal';
import type { StoreControl } from '@cutover/sandbox-store';
import type { TransportRequest } from '@cutover/store-http';
import { z } from 'zod';
import { type Played, playScenario } from './play.ts';
import type { Plant } from './simulated-world.ts';
import type { Tell } from './telling.ts';
import { togetherScenarioOf } from './together-scenario.ts';

export interface TogetherPlayed extends Played {
  /** Requests by the number of their products. */
  readonly sizes: ReadonlyMap<number, number>;
}

const sentProducts = z.array(z.object({ id: z.number(), images: z.array(z.unknown()) }));
const pair = { source: 'source', target: 'target' };
const PRODUCTS_MAX = 10;

export async function playTogether(seed: number, plant?: Plant, tell?: Tell): Promise<TogetherPlayed> {
  const scenario = togetherScenarioOf(seed);
  const complaints = new Set<string>();
  const sizes = new Map<number, number>();
  const seen = lastSeen();
  const onSent = (request: TransportRequest, journal: Journal, target: StoreControl): void => {
    const { method, url, body } = request;
    if (!url.pathname.startsWith('/stores/target/v3/')) return;
    if (method === 'GET') seen.note(request, target);
    if (method !== 'PUT' || !url.pathname.endsWith('/catalog/products')) return;
    const products = sentProducts.parse(JSON.parse(String(body)));
    sizes.set(products.length, (sizes.get(products.length) ?? 0) + 1);
    if (products.length > PRODUCTS_MAX) complaints.add(`an update of ${products.length} products`);
    for (const { id, images } of products) {
      const started = journal.doubtsOf(pair, [id]).filter(({ status }) => status === 'started');
      if (started.length !== images.length)
        complaints.add(
          `product ${id} is sent ${images.length} images together, with ${started.length} intents`,
        );
      if (!seen.isEmpty(id))
        complaints.add(`product ${id} is sent images together, and no look has shown it empty`);
    }
  };
  const played = await playScenario(scenario, plant, tell, { onSent, complaints });
  return { ...played, sizes };
}

/** Whether a product had no image when it was last asked for; what comes to it afterwards nobody can know. */
function lastSeen() {
  const empty = new Map<number, boolean>();
  return {
    isEmpty: (productId: number): boolean => empty.get(productId) === true,
    note({ url }: TransportRequest, target: StoreControl): void {
      if (!url.pathname.endsWith('/catalog/products')) return;
      const ids = (url.searchParams.get('id:in') ?? '').split(',').map(Number);
      for (const id of ids) empty.set(id, target.images(id).length === 0);
    },
  };
}
