// A process of its own that serves a full store and two others: with its products and none of their pictures, or just as full.
import { startSandbox } from '@cutover/sandbox-store';
import type { Growing } from './serving.ts';

const [products = 0, images = 0] = process.argv.slice(2).map(Number);

const full = { kind: 'seeded', products, images, pictures: 'tiny' } as const;
const other = process.argv.includes('alike') ? full : ({ kind: 'products-only', products } as const);
const sandbox = await startSandbox({
  quota: { requests: 1_000_000_000, windowMs: 30_000 },
  stores: [
    { hash: 'source', catalog: full },
    { hash: 'target', catalog: other },
    ...(other === full ? [] : [{ hash: 'naive', catalog: other }]),
  ],
});

process.on('disconnect', () => process.exit(0));
const serves: Growing = { stores: sandbox.stores };
process.send?.(serves);
