// A picture made small, to be shown. Invariant: the bytes of a stranger are decoded in the processes that are there for it;
// what is encoded here are the few pixels that they made of it, so that nothing of the stranger's file is handed on.
import { createHash } from 'node:crypto';
import { decoded, type Fingerprint, type FingerprintOptions, formatOf, isDecoded } from './fingerprint.ts';
import { lookOf } from './look.ts';
import { PictureError } from './picture-error.ts';
import { seenPixels } from './seen.ts';
import { sharpHere } from './sharp-here.ts';

const WEBP_QUALITY = 72;
/** Red, green, blue: what is looked at stands on white. */
const CHANNELS = 3;

export interface Thumbnail {
  /** A WebP whose longer side is at most 256 pixels. */
  readonly webp: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** Of the whole picture. */
  readonly of: Fingerprint;
}

/** Throws {@link PictureError} where the picture cannot be decoded, or is of a format that is not; an abort as its reason. */
export async function thumbnail(bytes: Uint8Array, options: FingerprintOptions = {}): Promise<Thumbnail> {
  const format = formatOf(bytes);
  if (!isDecoded(format))
    throw new PictureError('unsupported', `${format.toUpperCase()} is not decoded here`);
  const { width, height, seen: pixels } = await decoded(bytes, seenPixels, options);
  if (pixels.channels !== CHANNELS)
    throw new PictureError('not-decoded', `it was decoded into ${pixels.channels} channels`);
  const small = { width: pixels.width, height: pixels.height };
  const sharp = await sharpHere();
  const webp = await sharp(pixels.values, { raw: { ...small, channels: CHANNELS } })
    .webp({ quality: WEBP_QUALITY })
    .toBuffer();
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { webp, ...small, of: { sha256, width, height, format, look: lookOf(pixels) } };
}
