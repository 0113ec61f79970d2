// Files of a snapshot as they are written: each for its owner alone, beside its place first, brought to the disk, then
// moved there; so that what has its name is whole, whatever happened.
import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isOwn } from './plain-place.ts';

/** The folder holds something else than a snapshot of this store, or one that is damaged. */
export class SnapshotError extends Error {
  override readonly name = 'SnapshotError';
}

export async function makeFolder(folder: string): Promise<void> {
  if (!(await isOwn(folder, 'folder'))) await mkdir(folder, { recursive: true, mode: 0o700 });
}

/** The names in a folder; none where there is no such folder. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** Writes it whole, or leaves nothing; what was there is replaced. */
export async function writeWhole(path: string, content: Uint8Array | string): Promise<void> {
  const aside = join(dirname(path), `.${basename(path)}.${randomUUID()}.part`);
  try {
    const file = await open(aside, 'wx', 0o600);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await moveTo(aside, path);
  } catch (error) {
    await rm(aside, { force: true });
    throw error;
  }
}

/** A name is durable once its folder is; Windows cannot sync folders and needs no such step. */
export async function moveTo(from: string, path: string): Promise<void> {
  await rename(from, path);
  if (process.platform === 'win32') return;
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

export interface LinesFile {
  /** The last whole line of those that were there before. */
  readonly last: string | undefined;
  /** Adds lines, which are on the disk when it resolves. */
  add(lines: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

const PIECE_BYTES = 65_536;

/** A file of lines that is continued: what a crash has left behind its last whole line is cut off. */
export async function openLines(path: string): Promise<LinesFile> {
  await isOwn(path, 'file');
  // For what may have come since that look.
  const carefully = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  const file = await open(path, constants.O_RDWR | constants.O_CREAT | carefully, 0o600);
  try {
    const { size } = await file.stat();
    const end = (await newlineBefore(file, size)) + 1;
    await file.truncate(end);
    const start = end === 0 ? 0 : (await newlineBefore(file, end - 1)) + 1;
    const bytes = Buffer.alloc(Math.max(0, end - 1 - start));
    if (bytes.length > 0) await file.read(bytes, 0, bytes.length, start);
    let at = end;
    return {
      last: end === 0 ? undefined : bytes.toString('utf8'),
      async add(lines) {
        const text = Buffer.from(lines.map((line) => `${line}\n`).join(''));
        let written = 0;
        while (written < text.length) {
          const step = await file.write(text, written, text.length - written, at + written);
          written += step.bytesWritten;
        }
        at += text.length;
        await file.sync();
      },
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** Where the last line end before `end` is; -1 where there is none. */
async function newlineBefore(file: FileHandle, end: number): Promise<number> {
  const piece = Buffer.alloc(PIECE_BYTES);
  for (let to = end; to > 0; ) {
    const from = Math.max(0, to - PIECE_BYTES);
    const { bytesRead } = await file.read(piece, 0, to - from, from);
    const at = piece.subarray(0, bytesRead).lastIndexOf(0x0a);
    if (at >= 0) return from + at;
    to = from;
  }
  return -1;
}
