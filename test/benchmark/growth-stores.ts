// A process of its own that serves a full store and two that have its products and none of their pictures.
import { startSandbox } from '@cutover/sandbox-store';
import type { Growing } from './serving.ts';

const [products = 0, images = 0] = process.argv.slice(2).map(Number);

const empty = { kind: 'products-only', products } as const;
const sandbox = await startSandbox({
  quota: { requests: 1_000_000_000, windowMs: 30_000 },
  stores: [
    { hash: 'source', catalog: { kind: 'seeded', products, images, pictures: 'tiny' } },
    { hash: 'target', catalog: empty },
    { hash: 'naive', catalog: empty },
  ],
});

process.on('disconnect', () => process.exit(0));
const serves: Growing = { stores: sandbox.stores };
process.send?.(serves);
