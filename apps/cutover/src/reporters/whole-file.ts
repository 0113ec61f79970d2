// A file that appears whole or not at all: written beside its place, brought to the disk, then moved there.
import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { CutoverError } from '../errors.ts';
import { isOurs } from '../files/owned.ts';

export interface WholeFile {
  write(content: string | Uint8Array): Promise<void>;
  /** Puts the file in its place. */
  finish(): Promise<void>;
  /** Leaves what was there before. */
  discard(): Promise<void>;
}

/** A pipe that nobody reads would be waited for: it is opened without waiting, and kept until it is open as it should be. */
async function openAsItIs(path: string): Promise<FileHandle> {
  const first = await open(path, constants.O_WRONLY | (constants.O_NONBLOCK ?? 0));
  try {
    return await open(path, 'w', 0o600);
  } finally {
    await first.close();
  }
}

const bufferedLengthMax = 65_536;

export async function createWholeFile(path: string): Promise<WholeFile> {
  // A pipe or a device is written to as it is; moving a file over it would take its place.
  const there = await stat(path).catch(() => undefined);
  const isPlain = there?.isFile() ?? true;
  // Who has laid a pipe where a file was to be reads along; what the system leads to is what the program was given.
  if (!isPlain && there !== undefined && !isOurs(there) && !/^\/(?:dev|proc)\//.test(path))
    throw new CutoverError(
      'file-not-usable',
      `${path} is no file, and belongs to another user; nothing was written to it.`,
      'Look at it, or name another file.',
    );
  // A name that nobody can guess, and nothing that is there already is written to or followed.
  const unfinished = isPlain ? `${path}.${randomUUID()}.part` : path;
  // The name that is in use for a moment would puzzle the reader of the error.
  const told = <T>(step: Promise<T>): Promise<T> =>
    step.catch((error: unknown) => {
      if (error instanceof Error)
        error.message = error.message.replace(`'${unfinished}' -> `, '').replace(unfinished, path);
      throw error;
    });
  const file = await told(isPlain ? open(unfinished, 'wx', 0o600) : openAsItIs(path));
  let buffered = '';
  const flush = async (): Promise<void> => {
    if (buffered !== '') await file.writeFile(buffered);
    buffered = '';
  };
  return {
    async write(content) {
      if (typeof content === 'string') buffered += content;
      if (typeof content !== 'string' || buffered.length >= bufferedLengthMax) await flush();
      if (typeof content !== 'string') await file.writeFile(content);
    },
    async finish() {
      await flush();
      if (isPlain) await file.sync();
      await file.close();
      if (isPlain) await rename(unfinished, path);
    },
    async discard() {
      await file.close();
      if (isPlain) await rm(unfinished, { force: true });
    },
  };
}
