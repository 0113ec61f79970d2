/**
 * Where the bytes of pictures are: drawn on demand from their key, or kept as uploaded.
 * A key says everything: `drawn:SUBJECT:SEED`, `tiny:SEED`, `sha256:HEX`. Equal keys are equal bytes.
 */
import { createHash } from 'node:crypto';
import sharp from 'sharp';
import type { Connection } from '../state/database.ts';
import { drawPicture } from './drawn-picture.ts';
import { createPictureCache, factsOf, type PictureFacts } from './picture-cache.ts';
import { bytesLookedAt, pictureTypeOf } from './picture-type.ts';
import { type Subject, subjects } from './subjects.ts';
import { tinyPicture } from './tiny-picture.ts';

/** A box that a resized copy must fit in, in pixels. */
export interface Box {
  readonly width: number;
  readonly height: number;
}
/** A copy that fits the box, never enlarged, in the picture's own format or as WebP. */
export interface Copy {
  readonly box: Box;
  readonly webp: boolean;
}

export interface PictureStore {
  /** Keeps the bytes and gives their key. @param of the bytes that came, where these were made of them. */
  keep(bytes: Uint8Array, of?: Uint8Array): string;
  /** The key of the picture that came first, where this one was made of it since the sandbox started; else its own. */
  firstOf(key: string): string;
  /** The bytes of a key, or of a copy. Rejects when nothing is kept under it. */
  bytes(key: string, copy?: Copy): Promise<Uint8Array>;
  /** Type and length of the same; draws only what no one has asked for yet. */
  facts(key: string, copy?: Copy): Promise<PictureFacts>;
}

// For the whole process: a key says everything, so a second sandbox need not draw what a first one has drawn.
const cache = createPictureCache(96 * 1024 * 1024, 50_000);

/** Opens the pictures of a sandbox; all of its stores share them. */
export function createPictureStore(connection: Connection): PictureStore {
  const put = connection.prepare<[string, Uint8Array]>(
    'INSERT OR IGNORE INTO picture (key, bytes) VALUES (?,?)',
  );
  const get = connection.prepare<[string], { bytes: Uint8Array }>('SELECT bytes FROM picture WHERE key=?');
  const look = connection.prepare<[number, string], { start: Uint8Array; length: number }>(
    'SELECT substr(bytes, 1, ?) AS start, length(bytes) AS length FROM picture WHERE key=?',
  );
  const unknown = (key: string): Error => new Error(`No picture is kept under ${key}.`);

  const original = async (key: string): Promise<Uint8Array> => {
    const made = madeUnder(key);
    if (made !== undefined) return made.isCheap ? made.make() : cache.bytes(key, made.make);
    const row = get.get(key);
    if (row === undefined) throw unknown(key);
    return row.bytes;
  };
  const resized = (key: string, { box, webp }: Copy) => ({
    name: `${key} ${box.width}x${box.height}${webp ? ' webp' : ''}`,
    make: async () => resize(await original(key), box, webp),
  });

  const firsts = new Map<string, string>();
  const firstOf = (key: string): string => firsts.get(key) ?? key;
  return {
    keep(content, of = content) {
      const key = keyOf(content);
      put.run(key, content);
      const first = firstOf(keyOf(of));
      if (first !== key) firsts.set(key, first);
      return key;
    },
    firstOf,
    bytes(key, copy) {
      if (copy === undefined) return original(key);
      const { name, make } = resized(key, copy);
      return cache.bytes(name, make);
    },
    async facts(key, copy) {
      if (copy !== undefined) {
        const { name, make } = resized(key, copy);
        return cache.facts(name, make);
      }
      const made = madeUnder(key);
      if (made !== undefined) return made.isCheap ? factsOf(await made.make()) : cache.facts(key, made.make);
      const row = look.get(bytesLookedAt, key);
      if (row === undefined) throw unknown(key);
      return { type: pictureTypeOf(row.start, row.length), length: row.length };
    },
  };
}

function keyOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** What makes the picture of this key; undefined for a picture that was uploaded. */
function madeUnder(key: string): { make: () => Promise<Uint8Array>; isCheap: boolean } | undefined {
  const [kind, subject = '', seed] = key.split(':');
  if (kind === 'tiny') return { make: () => Promise.resolve(tinyPicture(Number(subject))), isCheap: true };
  if (kind !== 'drawn' || !isSubject(subject)) return undefined;
  return { make: () => drawPicture(Number(seed), subject), isCheap: false };
}

async function resize(original: Uint8Array, { width, height }: Box, webp: boolean): Promise<Uint8Array> {
  const type = pictureTypeOf(original);
  // What the image library cannot read is passed on as it is, as a CDN would.
  if (type === undefined || !['jpg', 'png', 'gif', 'webp'].includes(type.extension)) return original;
  try {
    const image = sharp(original);
    const metadata = await image.metadata();
    const fits = metadata.width <= width && metadata.height <= height;
    if (fits && !webp) return original;
    const resized = image.resize({ width, height, fit: 'inside', withoutEnlargement: true });
    return await (webp ? resized.webp({ quality: 78, effort: 1 }) : resized).toBuffer();
  } catch {
    return original;
  }
}

function isSubject(name: string): name is Subject {
  return subjects.some((subject) => subject === name);
}
