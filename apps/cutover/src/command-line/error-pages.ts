// The page of each error code, as Markdown. From a checkout they are read; the build puts what was read in this module's place
// (pages-of-errors.ts).
import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('../../../../docs/errors/', import.meta.url);

/** By the code. */
export const errorPages: Readonly<Record<string, string>> = Object.fromEntries(
  readdirSync(folder).map((name) => [name.replace(/\.md$/, ''), readFileSync(new URL(name, folder), 'utf8')]),
);
