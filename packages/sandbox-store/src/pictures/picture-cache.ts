/**
 * Remembers what was drawn or resized, newest last, up to so many bytes, and work under way, so that nothing is made
 * twice at once. What is known of a picture (its type and length) is kept for longer: a HEAD asks for no more.
 */
import { type PictureType, pictureTypeOf } from './picture-type.ts';

/** What a HEAD tells of a picture. */
export interface PictureFacts {
  /** Undefined where the bytes are no picture a store takes. */
  readonly type: PictureType | undefined;
  readonly length: number;
}

export interface PictureCache {
  /** The bytes under this key, made when they are not there any more. */
  bytes(key: string, make: () => Promise<Uint8Array>): Promise<Uint8Array>;
  /** Type and length; makes the bytes only where nothing is known of them. */
  facts(key: string, make: () => Promise<Uint8Array>): Promise<PictureFacts>;
}

/** Creates a cache of at most so many bytes, and the facts of so many pictures. */
export function createPictureCache(bytesMax: number, factsMax: number): PictureCache {
  const kept = new Map<string, Uint8Array>();
  const known = new Map<string, PictureFacts>();
  const underWay = new Map<string, Promise<Uint8Array>>();
  let total = 0;

  const remember = (key: string, bytes: Uint8Array): Uint8Array => {
    known.delete(key);
    known.set(key, factsOf(bytes));
    for (const oldest of known.keys()) {
      if (known.size <= factsMax) break;
      known.delete(oldest);
    }
    kept.set(key, bytes);
    total += bytes.length;
    for (const [oldest, { length }] of kept) {
      if (total <= bytesMax) break;
      kept.delete(oldest);
      total -= length;
    }
    return bytes;
  };
  const bytes: PictureCache['bytes'] = (key, make) => {
    const found = kept.get(key);
    if (found !== undefined) {
      kept.delete(key);
      kept.set(key, found);
      return Promise.resolve(found);
    }
    const running = underWay.get(key);
    if (running !== undefined) return running;
    const work = make()
      .then((made) => remember(key, made))
      .finally(() => underWay.delete(key));
    underWay.set(key, work);
    return work;
  };
  return {
    bytes,
    facts: async (key, make) => known.get(key) ?? factsOf(await bytes(key, make)),
  };
}

/** Type and length of these bytes. */
export function factsOf(bytes: Uint8Array): PictureFacts {
  return { type: pictureTypeOf(bytes), length: bytes.length };
}
