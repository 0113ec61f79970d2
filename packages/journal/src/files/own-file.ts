// The files beside a journal have names that anybody can guess, so somebody else's may lie there already: a link to a
// file that is dear to its owner, a pipe that never answers, a file that they can alter while we believe it. Invariants: what
// is not a plain file, or is another user's, is refused before it is opened, and no link is followed; what we make only its
// owner may read, whatever the umask says, and what SQLite puts beside it gets the same rights.
import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  lstatSync,
  openSync,
  readSync,
  type Stats,
  statSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { JournalError } from '../journal-error.ts';

/** Windows knows neither; there the look before has to do. A pipe without a reader or writer would be waited for. */
const carefully = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Throws {@link JournalError} `in-the-way` where something lies at `path` that is no plain file, or another user's. */
export function refuseInTheWay(path: string): void {
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (there === undefined) return;
  if (there.isFile()) return refuseStrangers(path, there);
  throw new JournalError(
    'in-the-way',
    `${path} is ${kindOf(there)}, where Cutover keeps a file of its own; it was left as it is.`,
  );
}

/**
 * Throws {@link JournalError} `in-the-way` where this belongs to another user. Whose the folder is can put anything there
 * in any case; and on disks that know one user only, what we make is the folder's owner's, too.
 */
export function refuseStrangers(path: string, there: Stats): void {
  const me = process.getuid?.();
  // Windows has other rights, which Node does not show.
  if (me === undefined || there.uid === me || there.uid === 0 || there.uid === statSync(dirname(path)).uid)
    return;
  throw new JournalError(
    'in-the-way',
    `${path} belongs to another user, where Cutover keeps a file of its own; it was left as it is.`,
  );
}

/** Anything at all is there, if only a link that leads nowhere. */
export function isTaken(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/**
 * Makes an empty file where there is none. One that is there is not opened: closing it again would drop a lock that this
 * process holds on it.
 */
export function makeOwnFile(path: string): void {
  refuseInTheWay(path);
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if (!existsSync(path)) throw error;
  }
}

/** Opens it to read and write, making it where there is none; the caller closes it. */
export function openOwnFile(path: string): number {
  refuseInTheWay(path);
  return openCarefully(path, constants.O_RDWR | constants.O_CREAT);
}

/** For what may have come between the look and now: a link is refused, and a pipe does not hold us up. */
export function openCarefully(path: string, access: number): number {
  return openSync(path, access | carefully, 0o600);
}

/** The text of a small file; undefined where there is none, or something that we have not written. */
export function readOwnFile(path: string, bytesMax: number): string | undefined {
  let file: number;
  try {
    refuseInTheWay(path);
    file = openCarefully(path, constants.O_RDONLY);
  } catch {
    return undefined;
  }
  try {
    if (!fstatSync(file).isFile()) return undefined;
    const bytes = Buffer.alloc(bytesMax + 1);
    const length = readSync(file, bytes, 0, bytes.length, 0);
    return length > bytesMax ? undefined : bytes.toString('utf8', 0, length);
  } catch {
    return undefined;
  } finally {
    closeSync(file);
  }
}

/** What it is, in words. */
export function kindOf(there: Stats): string {
  if (there.isSymbolicLink()) return 'a link';
  if (there.isDirectory()) return 'a folder';
  if (there.isFIFO()) return 'a pipe';
  return there.isSocket() ? 'a socket' : 'a device';
}
