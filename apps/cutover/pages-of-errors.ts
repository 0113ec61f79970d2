// The pages of docs/errors become a part of the program when it is built, for `cutover help CODE`: an installed
// program has no checkout.
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'rolldown';
import { errorPages } from './src/command-line/error-pages.ts';

/** Puts what the module reads from a checkout in its place. */
export function pagesOfErrors(): Plugin {
  const path = fileURLToPath(new URL('src/command-line/error-pages.ts', import.meta.url));
  return {
    name: 'pages-of-errors',
    load: (id) =>
      id === path
        ? { code: `export const errorPages = ${JSON.stringify(errorPages)};`, moduleType: 'js' }
        : undefined,
  };
}
