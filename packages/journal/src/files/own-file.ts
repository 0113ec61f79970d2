// Makes a file that only its owner may read, whatever the umask says; what SQLite puts beside it gets the same rights.
import { closeSync, existsSync, openSync } from 'node:fs';

/**
 * Makes an empty file where there is none. One that is there is not opened: closing it again would drop a lock that this
 * process holds on it.
 */
export function makeOwnFile(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if (!existsSync(path)) throw error;
  }
}
