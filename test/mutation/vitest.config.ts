// The tests that mutants have to get past: those beside the mutated modules and nothing else, so that a mutant is killed
// by the test that stands next to it or not at all. Read by Stryker in its own copy of the checkout.
import { defineConfig } from 'vitest/config';

const conditions = ['source', 'import', 'module', 'node', 'default'];

export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    setupFiles: ['test/mutation/seed.ts'],
    include: [
      'packages/field-mapper/src/*.test.ts',
      'packages/journal/src/transitions.test.ts',
      'packages/sync-engine/src/{match/march,match/pair-images,match/predict,kinds/product-image/plan*,kinds/product-image/assign,kinds/product-image/reconcile}.test.ts',
    ],
  },
});
