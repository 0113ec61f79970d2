// Pictures kept on this machine before something is removed, each under the digest of its bytes. Invariant: a file that
// has its name is whole and on the disk (written aside, synced, renamed), and what is read back is checked against its
// name; so a crash at any moment leaves either the picture or nothing. What another user has put in its way is not believed.
import { createHash, randomUUID } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { lstat, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export interface Archive {
  /**
   * Keeps the bytes; returns their SHA-256 in hex once they are on the disk. Keeping them again does nothing. Throws
   * {@link ArchiveError} where something lies that no archive has put there, or that is another user's.
   */
  put(bytes: Uint8Array): Promise<string>;
  /** The bytes, or undefined when they are not kept. Throws {@link ArchiveError} when the file is damaged, or not ours. */
  get(sha256: string): Promise<Uint8Array | undefined>;
  /** Whether the picture is kept, without reading it. */
  has(sha256: string): Promise<boolean>;
}

/** Larger than any picture that is kept. */
const bytesMax = 128 * 1024 * 1024;

/** A kept picture that is no longer what its name says. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError';
  readonly reason = 'damaged';
}

/** The archive in a folder, which is made with the first picture (for its owner alone, where the system knows owners). */
export function openArchive(folder: string): Archive {
  // Two letters a folder keep each of them small in a million pictures.
  const pathOf = (sha256: string) => join(folder, sha256.slice(0, 2), sha256);

  /** What lies there, when all that leads to it is ours: who has put a link there has chosen where pictures are kept. */
  async function ownAt(path: string): Promise<Stats> {
    for (const each of [folder, dirname(path)]) await refuseStrangersFolder(each);
    const there = await lstat(path);
    await refuseStrangers(path, there);
    return there;
  }

  async function read(sha256: string): Promise<Uint8Array | undefined> {
    const path = pathOf(digestName(sha256));
    try {
      const there = await ownAt(path);
      // A pipe would be waited for, and a link leads to a file that is not ours to replace.
      if (!there.isFile() || there.size > bytesMax)
        throw new ArchiveError(`${path} is no picture that was kept`);
      const file = await open(
        path,
        constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0),
      );
      try {
        return await file.readFile();
      } finally {
        await file.close();
      }
    } catch (error) {
      unlessMissing(error);
      return undefined;
    }
  }

  return {
    async put(bytes) {
      const sha256 = digestOf(bytes);
      const path = pathOf(sha256);
      for (const each of [folder, dirname(path)]) await makeOwnFolder(each);
      const kept = await read(sha256);
      if (kept !== undefined && digestOf(kept) === sha256) return sha256;
      await writeWhole(path, bytes);
      return sha256;
    },
    async get(sha256) {
      const bytes = await read(sha256);
      if (bytes !== undefined && digestOf(bytes) !== sha256) {
        throw new ArchiveError(`the kept picture ${sha256} is damaged: its bytes have another digest`);
      }
      return bytes;
    },
    async has(sha256) {
      try {
        return (await ownAt(pathOf(digestName(sha256)))).isFile();
      } catch (error) {
        unlessMissing(error);
        return false;
      }
    },
  };
}

/** Makes it where there is none, and looks only then whose it is: between a look and that, another's could come. */
async function makeOwnFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
  } finally {
    await refuseStrangersFolder(path).catch(unlessMissing);
  }
}

/** Neither the folder nor a link in its place. */
async function refuseStrangersFolder(path: string): Promise<void> {
  await refuseStrangers(path, await lstat(path));
  await refuseStrangers(path, await stat(path));
}

/** As for the journal: what is our own, the system's, or on disks that know one user only, the folder's owner's. */
async function refuseStrangers(path: string, { uid }: Stats): Promise<void> {
  const me = process.getuid?.();
  // Windows has other rights, which Node does not show.
  if (me === undefined || uid === me || uid === 0 || uid === (await stat(dirname(path))).uid) return;
  throw new ArchiveError(
    `${path} belongs to another user, where Cutover keeps the pictures of what it removes; it was left as it is`,
  );
}

async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const aside = `${path}.${randomUUID()}.part`;
  try {
    const file = await open(aside, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(aside, path);
  } catch (error) {
    await rm(aside, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
  await syncFolder(dirname(dirname(path)));
}

/** The new name itself is durable only once its folder is; Windows cannot sync folders and needs no such step. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Anything but a digest could name a file elsewhere. */
function digestName(sha256: string): string {
  if (!/^[\da-f]{64}$/.test(sha256)) throw new TypeError('a SHA-256 in 64 lower-case hex digits is needed');
  return sha256;
}

/** Throws it on, but where it says that nothing is there. */
function unlessMissing(error: unknown): void {
  const isMissing =
    error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
  if (!isMissing) throw error;
}
