// What lies in a folder that we are given may have been put there by somebody else: a link that leads out of it, a pipe that
// never answers, a file that they alter while we believe it. Invariant: nothing but a plain file or folder is opened, and
// where we write, none that is another user's.
import { constants, type Stats } from 'node:fs';
import { type FileHandle, lstat, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Something else than a plain file or folder lies there, or another user's; it was left as it is. */
export class PlaceError extends Error {
  override readonly name = 'PlaceError';
}

type Kind = 'file' | 'folder';

/** Whether it is there. Throws {@link PlaceError} where something of another kind is; links are not followed. */
export async function isPlain(path: string, kind: Kind): Promise<boolean> {
  return (await plainAt(path, kind)) !== undefined;
}

/** The same, and it is no other user's. */
export async function isOwn(path: string, kind: Kind): Promise<boolean> {
  const there = await plainAt(path, kind);
  if (there === undefined) return false;
  const me = process.getuid?.();
  // Windows has other rights; and on disks that know one user only, what we make is the folder's owner's.
  const ours = me === undefined || [me, 0, (await stat(dirname(path))).uid].includes(there.uid);
  if (!ours) throw new PlaceError(`${path} belongs to another user`);
  return true;
}

/** Opens a file to read, without waiting for one that has become a pipe; the caller closes it. */
export async function openPlain(path: string): Promise<FileHandle> {
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  const there = await file.stat();
  if (there.isFile()) return file;
  await file.close();
  throw new PlaceError(`${path} is ${kindOf(there)}`);
}

/** The bytes of a file, a piece at a time. */
export async function* bytesOf(path: string): AsyncGenerator<Uint8Array> {
  const file = await openPlain(path);
  try {
    yield* file.createReadStream({ autoClose: false });
  } finally {
    await file.close();
  }
}

async function plainAt(path: string, kind: Kind): Promise<Stats | undefined> {
  let there: Stats;
  try {
    there = await lstat(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  if (kind === 'file' ? there.isFile() : there.isDirectory()) return there;
  throw new PlaceError(`${path} is ${kindOf(there)}`);
}

function kindOf(there: Stats): string {
  if (there.isSymbolicLink()) return 'a link';
  if (there.isDirectory()) return 'a folder';
  if (there.isFile()) return 'a file';
  return there.isFIFO() ? 'a pipe' : 'a device or socket';
}
