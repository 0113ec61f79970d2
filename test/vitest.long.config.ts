// `npx pnpm test:long`: the rest, which takes minutes by itself. One project, because no other difference matters to these
// files.
import { defineConfig, type TestProjectConfiguration } from 'vitest/config';
import { fromSource, long } from './vitest.config.ts';

export const rest = {
  ...fromSource,
  test: { name: 'long', include: long, testTimeout: 180_000, hookTimeout: 60_000 },
} satisfies TestProjectConfiguration;

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: { maxWorkers: 2, projects: [rest] },
});
