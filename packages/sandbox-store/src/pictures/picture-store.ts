/**
 * Where the bytes of pictures are: drawn on demand from their key, or kept as uploaded.
 * A key says everything: `drawn:SUBJECT:SEED`, `tiny:SEED`, `sha256:HEX`. Equal keys are equal bytes.
 */
import { createHash } from 'node:crypto';
import sharp from 'sharp';
import type { Connection } from '../state/database.ts';
import { drawPicture } from './drawn-picture.ts';
import { pictureTypeOf } from './picture-type.ts';
import { type Subject, subjects } from './subjects.ts';
import { tinyPicture } from './tiny-picture.ts';

/** A box that a resized copy must fit in, in pixels. */
export interface Box {
  readonly width: number;
  readonly height: number;
}

export interface PictureStore {
  /** Keeps the bytes and gives their key. */
  keep(bytes: Uint8Array): string;
  /** The bytes of a key. Throws when nothing is kept under it. */
  bytes(key: string): Promise<Uint8Array>;
  /** A copy that fits the box, never enlarged, in the picture's own format or as WebP. */
  rendition(key: string, box: Box, webp: boolean): Promise<Uint8Array>;
}

const cacheBytesMax = 96 * 1024 * 1024;

/** Opens the pictures of a sandbox; all of its stores share them. */
export function createPictureStore(connection: Connection): PictureStore {
  const put = connection.prepare<[string, Uint8Array]>(
    'INSERT OR IGNORE INTO picture (key, bytes) VALUES (?,?)',
  );
  const get = connection.prepare<[string], { bytes: Uint8Array }>('SELECT bytes FROM picture WHERE key=?');
  const cache = createByteCache(cacheBytesMax);

  const bytes = (key: string): Promise<Uint8Array> => {
    const [kind, subject = '', seed] = key.split(':');
    if (kind === 'tiny') return Promise.resolve(tinyPicture(Number(subject)));
    if (kind === 'drawn' && isSubject(subject)) return cache(key, () => drawPicture(Number(seed), subject));
    const row = get.get(key);
    return row === undefined
      ? Promise.reject(new Error(`No picture is kept under ${key}.`))
      : Promise.resolve(row.bytes);
  };

  return {
    keep(content) {
      const key = `sha256:${createHash('sha256').update(content).digest('hex')}`;
      put.run(key, content);
      return key;
    },
    bytes,
    rendition: (key, box, webp) =>
      cache(`${key} ${box.width}x${box.height}${webp ? ' webp' : ''}`, async () => {
        const original = await bytes(key);
        return resize(original, box, webp);
      }),
  };
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

/** Remembers the newest results up to so many bytes, and work under way, so that nothing is drawn twice at once. */
function createByteCache(bytesMax: number) {
  const kept = new Map<string, Uint8Array>();
  const underWay = new Map<string, Promise<Uint8Array>>();
  let total = 0;
  return (key: string, make: () => Promise<Uint8Array>): Promise<Uint8Array> => {
    const found = kept.get(key);
    if (found !== undefined) return Promise.resolve(found);
    const running = underWay.get(key);
    if (running !== undefined) return running;
    const work = make()
      .then((bytes) => {
        kept.set(key, bytes);
        total += bytes.length;
        for (const [oldest, { length }] of kept) {
          if (total <= bytesMax) break;
          kept.delete(oldest);
          total -= length;
        }
        return bytes;
      })
      .finally(() => underWay.delete(key));
    underWay.set(key, work);
    return work;
  };
}

function isSubject(name: string): name is Subject {
  return subjects.some((subject) => subject === name);
}
