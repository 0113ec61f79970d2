// `npx pnpm test:long`: what takes minutes by itself. One project, because no other difference matters to these files.
import { defineConfig } from 'vitest/config';
import { fromSource, long } from './vitest.config.ts';

export default defineConfig({
  ...fromSource,
  root: new URL('..', import.meta.url).pathname,
  test: { name: 'long', include: long, maxWorkers: 2, testTimeout: 180_000, hookTimeout: 60_000 },
});
