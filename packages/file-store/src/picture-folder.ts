// A folder of pictures, found by what a file says of them. Invariant: a picture is taken only where one file fits, so that
// of two files of one name none is guessed at; and nothing outside of the folder is ever opened.
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, open, readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { namedFormat } from '@cutover/image-content';
import type { PictureNames } from './catalog.ts';

/** Why a picture cannot be had: `reason` is what is shown beside the places that were tried. */
export class PictureFileError extends Error {
  override readonly name = 'PictureFileError';
  readonly reason:
    | 'not in the folder of pictures'
    | 'no address in the file'
    | 'several files of this name'
    | 'too large'
    | 'unreadable'
    | 'damaged'
    | 'broken when it was saved';
  constructor(reason: PictureFileError['reason'], message: string) {
    super(message);
    this.reason = reason;
  }
}

export interface PictureFolder {
  readonly pictures: number;
  /** The file of a picture; undefined where none fits. Throws {@link PictureFileError} where several do. */
  find(names: PictureNames): string | undefined;
  read(
    path: string,
    bytes: { readonly max: number; readonly start?: number | undefined },
  ): Promise<PictureBytes>;
}

export interface PictureBytes {
  readonly bytes: Uint8Array;
  /** Of the whole file. */
  readonly length: number;
}

/** So much of a picture's digest is in the name that a snapshot gives it: enough to see that it is damaged. */
const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex').slice(0, 16);

/** Names compare as people see them: without case, and in one form of Unicode. */
const comparable = (text: string): string => text.normalize('NFC').toLowerCase();
const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
/** `kettle__64969.jpg` → `kettle.jpg`: the store's stamp is not in the merchant's own file. */
const withoutStamp = (name: string): string => name.replace(/__\d{5}(?=\.[^.]*$)/u, '');
/** As a snapshot names them: product, image or variant, the start of the digest of the bytes, and whether they are unusable. */
const NUMBERED =
  /^(\d+\/(?:(?:variant|modifier|swatch)-)?\d+)\.(?:([\da-f]{16})\.)?(unusable\.)?[a-z\d]{1,5}$/u;

/** The name of a picture in a snapshot's folder of its product; `isUnusable`: nobody can make a picture of these bytes. */
export const savedName = (
  name: string,
  bytes: Uint8Array,
  { isUnusable, extension }: { readonly isUnusable: boolean; readonly extension: string },
): string => `${name}.${digestOf(bytes)}.${isUnusable ? 'unusable.' : ''}${extension}`;

/** Whether a picture was so when it was saved, by its name. */
export const isSavedUnusable = (fileName: string): boolean =>
  NUMBERED.exec(`0/${fileName}`)?.[3] !== undefined;

export async function openPictureFolder(folder: string, signal: AbortSignal): Promise<PictureFolder> {
  const byPath = new Map<string, string>();
  const byName = new Map<string, string[]>();
  const byIds = new Map<string, string[]>();
  const put = (map: Map<string, string[]>, key: string, path: string): void => {
    const paths = map.get(key);
    if (paths === undefined) map.set(key, [path]);
    else paths.push(path);
  };
  let pictures = 0;
  for await (const path of filesBelow(folder, folder, signal)) {
    if (namedFormat(path) === undefined) continue;
    pictures += 1;
    const key = comparable(path);
    byPath.set(key, path);
    put(byName, nameOf(key), path);
    const [, ids] = NUMBERED.exec(key) ?? [];
    if (ids !== undefined) put(byIds, ids, path);
  }
  const one = (paths: readonly string[] | undefined, said: string): string | undefined => {
    if (paths !== undefined && paths.length > 1)
      throw new PictureFileError(
        'several files of this name',
        `several files are called ${said}: ${paths.slice(0, 3).join(', ')}`,
      );
    return paths?.[0];
  };
  return {
    pictures,
    find({ numbered, paths, address }) {
      const said = [...paths, pathOfAddress(address)].filter((text) => text !== '').map(comparable);
      for (const path of said) {
        const whole = byPath.get(path.replace(/^\/+/u, ''));
        if (whole !== undefined) return whole;
      }
      const saved = one(byIds.get(numbered), numbered);
      if (saved !== undefined) return saved;
      for (const path of said)
        for (const name of namesOf(path)) {
          const named = one(byName.get(name), name);
          if (named !== undefined) return named;
        }
      return undefined;
    },
    async read(path, bytes) {
      const names = path.split('/');
      // What was a folder may be a link by now.
      for (let depth = 1; depth < names.length; depth += 1) {
        const there = await lstat(join(folder, ...names.slice(0, depth))).catch(() => undefined);
        if (there?.isDirectory() !== true) throw unreadable(path, 'its folder has changed');
      }
      return await readFileOf(join(folder, ...names), path, bytes);
    },
  };
}

/** Regular files alone, their paths from the folder on with `/`; links are not followed. */
async function* filesBelow(folder: string, from: string, signal: AbortSignal): AsyncGenerator<string> {
  signal.throwIfAborted();
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const path = join(from, entry.name);
    if (entry.isDirectory()) yield* filesBelow(folder, path, signal);
    else if (entry.isFile()) yield relative(folder, path).split(sep).join('/');
  }
}

/** As it is given, decoded, and without the stamp that the store adds; the closest first. */
function namesOf(path: string): Set<string> {
  const names = [nameOf(path), comparable(decoded(nameOf(path)))];
  return new Set([...names, ...names.map(withoutStamp)]);
}

const pathOfAddress = (address: string): string =>
  URL.canParse(address) ? nameOf(decoded(new URL(address).pathname)) : '';

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const unreadable = (said: string, why: string): PictureFileError =>
  new PictureFileError('unreadable', `${said} cannot be read (${why})`);

async function readFileOf(
  path: string,
  said: string,
  { max, start }: { readonly max: number; readonly start?: number | undefined },
): Promise<PictureBytes> {
  let file: Awaited<ReturnType<typeof open>>;
  try {
    // What was a file may be a link or a pipe by now.
    file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'no reason given';
    throw unreadable(said, code);
  }
  try {
    const there = await file.stat();
    if (!there.isFile()) throw unreadable(said, 'no file any more');
    const { size } = there;
    const wanted = Math.min(size, start ?? size);
    if (wanted > max)
      throw new PictureFileError('too large', `${said} has ${size} bytes, and ${max} are taken`);
    const bytes = Buffer.alloc(wanted);
    const { bytesRead } = wanted === 0 ? { bytesRead: 0 } : await file.read(bytes, 0, wanted, 0);
    const picture = bytes.subarray(0, bytesRead);
    const [, , digest, unusable] = NUMBERED.exec(said) ?? [];
    if (unusable !== undefined)
      throw new PictureFileError(
        'broken when it was saved',
        `${said} is no whole picture, and was none in the store`,
      );
    if (digest !== undefined && bytesRead === size && digestOf(picture) !== digest)
      throw new PictureFileError('damaged', `${said} is damaged: its bytes have another digest`);
    return { bytes: picture, length: size };
  } finally {
    await file.close();
  }
}
