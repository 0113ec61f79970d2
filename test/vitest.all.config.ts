// `npx pnpm test:all`: everything.
import { defineConfig } from 'vitest/config';
import { projects } from './vitest.config.ts';
import { rest } from './vitest.long.config.ts';

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: { maxWorkers: 2, projects: [...projects, rest] },
});
