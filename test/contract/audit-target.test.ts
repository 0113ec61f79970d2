// With a target, an audit says of its products what it says of the source's: what a description shows and what variants show
// is looked for on both, each store by its own addresses, and said to be the target's.
import type { StoreControl } from '@cutover/sandbox-store';
import type { CarriedKind, StorePort } from '@cutover/sync-engine';
import { expect, it } from 'vitest';
import { type Asking, audit } from '../support/commands.ts';
import { inWorld } from '../support/world.ts';

const stores = ['source', 'target'].map((hash) => ({
  hash,
  catalog: { kind: 'products-only', products: 0 } as const,
}));
const shown = (hash: string): string => `<img src="https://store-${hash}.mybigcommerce.com/chart.jpg">`;

function plant(store: StoreControl, sku: string, description: string): void {
  const { id: productId } = store.addProduct({ sku, name: sku, fields: { description } });
  store.addImage({ productId, description: 'A mug', isThumbnail: true });
}

/** Variants show a resized copy of a product image, which no request could give them; as far as they are asked for. */
function showingCopies(port: StorePort): StorePort {
  const { v3 } = port;
  return {
    ...port,
    v3: {
      ...v3,
      async *sweepProducts(sweep) {
        for await (const page of v3.sweepProducts(sweep)) {
          const variants = (id: number) => [
            {
              id: 7,
              product_id: id,
              sku: `${port.hash}-V`,
              image_url: `https://cdn11.bigcommerce.com/s-${port.hash}/products/1/images/2/mug__1.1700000000.386.513.jpg`,
              option_values: [],
            },
          ];
          const asked = sweep?.include?.includes('variants') === true;
          yield {
            ...page,
            products: page.products.map((product) =>
              asked ? { ...product, variants: variants(product.id) } : product,
            ),
          };
        }
      },
    },
  };
}

async function told(engine: Asking & { readonly events: readonly { type: string }[] }): Promise<string[]> {
  const { source, target } = engine;
  const result = await audit(
    { ...engine, source: showingCopies(source), target: showingCopies(target) },
    { failOn: 'critical', probe: 'none' },
  );
  expect(result.notLookedFor).not.toContain('description-points-at-store');
  return engine.events.flatMap((event) => {
    if (event.type !== 'finding') return [];
    const { rule, source: from, target: to, message } = Object(event);
    return ['description-points-at-store', 'variant-picture-is-rendition'].includes(rule)
      ? [`${rule}, source ${from?.sku}, target ${to?.sku}: ${message}`]
      : [];
  });
}

it.each<[readonly CarriedKind[]]>([[['product']], [['product', 'variant']]])(
  'what products of the target show is said of the target, asked for %o',
  async (kinds) => {
    await inWorld({ stores }, async (world) => {
      plant(world.source, 'MUG', shown('target'));
      plant(world.target, 'MUG', shown('target'));
      plant(world.target, 'JUG', shown('source'));
      const found = await told(world.engine({ settings: { kinds } }));
      const ofCopy = (store: string) =>
        `variant ${store}-V shows a resized copy of a product image, and not the original`;
      const copy = 'variant-picture-is-rendition, source';
      expect(found.toSorted()).toEqual([
        'description-points-at-store, source undefined, target MUG: on the target: the description shows a picture of this store, https://store-target.mybigcommerce.com/chart.jpg; it breaks when the store is closed',
        `${copy} MUG, target undefined: ${ofCopy('source')}`,
        `${copy} undefined, target JUG: on the target: ${ofCopy('target')}`,
        `${copy} undefined, target MUG: on the target: ${ofCopy('target')}`,
      ]);
    });
  },
);
