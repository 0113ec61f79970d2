// `npx pnpm test`: what a change has to pass at once, in under five minutes. What takes minutes by itself is the rest, which
// `npx pnpm test:long` runs (vitest.long.config.ts); `npx pnpm test:all` runs both (vitest.all.config.ts).
import { defineConfig, type TestProjectConfiguration } from 'vitest/config';

/** From the sources, without a build. */
export const fromSource = {
  resolve: { conditions: ['source', 'import', 'module', 'node', 'default'] },
  ssr: { resolve: { conditions: ['source', 'import', 'module', 'node', 'default'] } },
};

/**
 * Thousands of seeds and images, deaths at every step, real SIGKILLs by the hundred, every fault in a transfer of its own, and
 * stories of the built binary that take twenty seconds each; and what takes eight and hardly any change breaks.
 */
export const long: string[] = [
  'packages/journal/src/kill.test.ts',
  'packages/store-http/src/pacer-storm.test.ts',
  'test/simulation/seeds.test.ts',
  'test/simulation/planted-bugs.test.ts',
  'test/simulation/afterwards-bugs.test.ts',
  'test/simulation/several-bugs.test.ts',
  'test/simulation/together-bugs.test.ts',
  // Each of these takes ten seconds or more by itself.
  'test/contract/together-requests.test.ts',
  'test/contract/estimate-truth.test.ts',
  'test/contract/request-table.test.ts',
  'test/contract/repairs.test.ts',
  'test/contract/slot-doubts.test.ts',
  'test/end-to-end/together.test.ts',
  'test/end-to-end/parity.test.ts',
  'test/simulation/habits-bugs.test.ts',
  'test/simulation/variants-bugs.test.ts',
  'test/simulation/failpoints.test.ts',
  'test/simulation/pairs.test.ts',
  'test/simulation/random-kills.test.ts',
  'test/simulation/damaged-journal.test.ts',
  'test/simulation/full-disk.test.ts',
  'test/simulation/clocks.test.ts',
  'test/simulation/store-in-trouble.test.ts',
  'test/fuzz/fuzz.test.ts',
  'test/verification/changes.test.ts',
  'test/packed/packed.test.ts',
  'test/contract/audit-clean.test.ts',
  'test/contract/audit-requests.test.ts',
  'test/contract/transfers.test.ts',
  'test/contract/fault-transfers.test.ts',
  'test/contract/mangled-answers.test.ts',
  'test/contract/switches.test.ts',
  'test/end-to-end/large-transfer.test.ts',
  'test/end-to-end/many-stores.test.ts',
  'test/end-to-end/slots-at-scale.test.ts',
  'test/end-to-end/independent-store.test.ts',
  'test/end-to-end/canary.test.ts',
  'test/end-to-end/kill.test.ts',
  'test/end-to-end/two-at-once.test.ts',
  'test/end-to-end/disk-full.test.ts',
  'test/end-to-end/journal-mishaps.test.ts',
  'test/end-to-end/journal-size.test.ts',
  'test/end-to-end/suspended.test.ts',
  'test/end-to-end/store-oddities.test.ts',
  'test/end-to-end/lost-journal.test.ts',
  'test/end-to-end/stopping.test.ts',
  'test/end-to-end/odd-values.test.ts',
  'test/end-to-end/refusals.test.ts',
  'test/end-to-end/journal-lists.test.ts',
  'test/end-to-end/long-files.test.ts',
  'test/end-to-end/map-files.test.ts',
  'test/end-to-end/file-source.test.ts',
  'test/end-to-end/narrow.test.ts',
  'test/end-to-end/without-end.test.ts',
  'test/end-to-end/proxied.test.ts',
  'test/end-to-end/revert-consent.test.ts',
  'test/end-to-end/untrusted-files.test.ts',
  'test/end-to-end/second-migration.test.ts',
  'test/end-to-end/json-lines.test.ts',
  'test/end-to-end/revert.test.ts',
  'test/end-to-end/report-pages.test.ts',
  'test/end-to-end/report-in-browser.test.ts',
  'test/end-to-end/demo.test.ts',
  'test/end-to-end/next-step.test.ts',
  'test/end-to-end/repair.test.ts',
  'test/end-to-end/not-moved.test.ts',
  'test/end-to-end/renditions.test.ts',
  'test/end-to-end/older-journal.test.ts',
  'test/end-to-end/variant-views.test.ts',
  'test/end-to-end/rule-views.test.ts',
  'test/end-to-end/value-pictures.test.ts',
  'test/end-to-end/store-habits.test.ts',
  'test/end-to-end/swatch-address.test.ts',
  'test/end-to-end/audit-set-aside.test.ts',
  'test/end-to-end/report-formats.test.ts',
  'test/end-to-end/files.test.ts',
  'test/end-to-end/files-to-read.test.ts',
  'test/end-to-end/package.test.ts',
  'test/end-to-end/dry-run.test.ts',
  'test/end-to-end/shared-machine.test.ts',
  'test/end-to-end/pace.test.ts',
  'test/end-to-end/audit.test.ts',
  'test/contract/together.test.ts',
  'test/simulation/transfer.test.ts',
];

/** Kinds of tests, by where they stand. They mock no modules and share no state: a process for each file would only cost time. */
export const projects: TestProjectConfiguration[] = [
  {
    ...fromSource,
    test: {
      name: 'unit',
      include: [
        'packages/*/src/**/*.test.ts',
        'apps/*/src/**/*.test.{ts,tsx}',
        'apps/*/*.test.ts',
        'test/house.test.ts',
        'test/same-output/*.test.ts',
        'test/fuzz/*.test.ts',
      ],
      exclude: long,
      isolate: false,
      // A test of a thousand cases takes a second; on a machine that others use too, several.
      testTimeout: 20_000,
    },
  },
  {
    ...fromSource,
    test: {
      name: 'contract',
      include: ['test/contract/**/*.test.ts'],
      exclude: long,
      isolate: false,
      testTimeout: 30_000,
    },
  },
  {
    ...fromSource,
    test: {
      name: 'simulation',
      include: ['test/simulation/**/*.test.ts'],
      exclude: long,
      isolate: false,
      testTimeout: 120_000,
    },
  },
  {
    ...fromSource,
    test: {
      name: 'end-to-end',
      include: ['test/end-to-end/**/*.test.ts'],
      exclude: long,
      isolate: false,
      testTimeout: 180_000,
      hookTimeout: 60_000,
    },
  },
];

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    // Two files at a time: what CI's machines have cores for.
    maxWorkers: 2,
    projects,
  },
});
