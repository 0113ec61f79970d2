import { defineConfig } from 'vitest/config';

const source = {
  resolve: { conditions: ['source', 'import', 'module', 'node', 'default'] },
  ssr: { resolve: { conditions: ['source', 'import', 'module', 'node', 'default'] } },
};

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    // Two files at a time: what CI's machines have cores for.
    maxWorkers: 2,
    projects: [
      {
        ...source,
        test: {
          name: 'unit',
          include: ['packages/*/src/**/*.test.ts', 'apps/*/src/**/*.test.{ts,tsx}', 'test/house.test.ts'],
          // They mock no modules and share no state, so that a process of its own for each file would only cost time.
          isolate: false,
          // A test of a thousand cases takes a second; on a machine that others use too, several.
          testTimeout: 20_000,
        },
      },
      { ...source, test: { name: 'contract', include: ['test/contract/**/*.test.ts'], testTimeout: 30_000 } },
      {
        ...source,
        test: { name: 'simulation', include: ['test/simulation/**/*.test.ts'], testTimeout: 120_000 },
      },
      {
        ...source,
        test: {
          name: 'end-to-end',
          include: ['test/end-to-end/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
