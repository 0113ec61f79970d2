/** Files that a V2 image_file may name by their path: planted ones, and those of a folder that stands for WebDAV's. */
import { readFile, realpath, stat } from 'node:fs/promises';
import { resolve, sep } from 'node:path';
import type { Store } from './store.ts';

/** The bytes of an import file; undefined where there is none, or more than the store takes. */
export async function importedBytes(
  store: Store,
  path: string,
  bytesMax: number,
): Promise<Uint8Array | undefined> {
  const bare = path.replace(/^\/+/, '');
  const planted = store.tables.importFile(bare);
  if (planted !== undefined) return store.pictures.bytes(planted);
  return store.importFolder === undefined ? undefined : fileIn(store.importFolder, bare, bytesMax);
}

// Whatever the path says, nothing outside of the folder is read, not through a link either.
async function fileIn(folder: string, path: string, bytesMax: number): Promise<Uint8Array | undefined> {
  try {
    const root = await realpath(folder);
    const file = await realpath(resolve(root, path));
    const facts = await stat(file);
    if (!file.startsWith(root + sep) || !facts.isFile() || facts.size > bytesMax) return undefined;
    return await readFile(file);
  } catch {
    return undefined;
  }
}
