// Everything that a program has written into a folder.
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';

/** The paths of all files in the folder, those of its folders as well. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file).isFile());
}
