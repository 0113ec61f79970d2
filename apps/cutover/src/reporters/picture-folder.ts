// The folder of pictures beside a report. Invariants: it is its owner's alone and holds nothing but pictures of ours; a name
// in it is a digest of bytes that we have made, never a word of a store; what is given up leaves what was there before.
import { createHash } from 'node:crypto';
import { lstat, mkdir, readdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CutoverError } from '../errors.ts';
import { createWholeFile } from './whole-file.ts';

export interface PictureFolder {
  /** Throws what the first save would, before anything was fetched for it. */
  check(): Promise<void>;
  /** Saves a picture and returns its name; the same picture twice is one file. */
  save(webp: Uint8Array): Promise<string>;
  /** Takes out what an earlier report has left and this one does not show. */
  finish(): Promise<void>;
  /** Takes out what was saved. */
  discard(): Promise<void>;
}

/** With what a process that was killed has left half-written. */
const ours = /^[\da-f]{32}\.webp(?:\.[\da-f-]{36}\.part)?$/;

/** The folder is made with the first picture. */
export function createPictureFolder(path: string): PictureFolder {
  let opened: Promise<{ readonly isNew: boolean; readonly before: ReadonlySet<string> }> | undefined;
  const saved = new Set<string>();

  const remove = async (names: Iterable<string>): Promise<void> => {
    for (const name of names) await rm(join(path, name), { force: true });
  };
  return {
    async check() {
      if ((await lstat(path).catch(() => undefined)) !== undefined) await namesIn(path);
    },
    async save(webp) {
      opened ??= openFolder(path);
      await opened;
      const name = `${createHash('sha256').update(webp).digest('hex').slice(0, 32)}.webp`;
      if (saved.has(name)) return name;
      saved.add(name);
      await writeWhole(join(path, name), webp);
      return name;
    },
    async finish() {
      const there = await opened;
      if (there !== undefined) await remove([...there.before].filter((name) => !saved.has(name)));
    },
    async discard() {
      const there = await opened?.catch(() => undefined);
      if (there === undefined) return;
      await remove([...saved].filter((name) => !there.before.has(name)));
      if (there.isNew) await rmdir(path);
    },
  };
}

async function openFolder(path: string) {
  const isNew = await mkdir(path, { mode: 0o700 }).then(
    () => true,
    (error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
      throw error;
    },
  );
  return { isNew, before: isNew ? new Set<string>() : await namesIn(path) };
}

/** Refuses a link, and a folder that holds something else: that is not ours to write into, or to tidy. */
async function namesIn(path: string): Promise<ReadonlySet<string>> {
  const isFolder = (await lstat(path)).isDirectory();
  const names = isFolder ? await readdir(path) : [];
  if (isFolder && names.every((name) => ours.test(name))) return new Set(names);
  throw new CutoverError(
    'file-not-usable',
    `${path} ${isFolder ? 'holds other files than the pictures of a report' : 'is no folder'}.`,
    'Move it away, or give the report another name with --out.',
  );
}

async function writeWhole(path: string, webp: Uint8Array): Promise<void> {
  const file = await createWholeFile(path);
  try {
    await file.write(webp);
    await file.finish();
  } catch (error) {
    await file.discard();
    throw error;
  }
}
