// What all of a picture's bytes tell, decoded in the processes that are there for it. Invariant: a picture is called damaged
// only where a decoder says so; one that was too large, too slow or of a format that is not decoded here was not looked at.
import { createHash } from 'node:crypto';
import { decoded, type FingerprintOptions, isDecoded } from './fingerprint.ts';
import { PictureError } from './picture-error.ts';
import type { PictureFormat } from './picture-format.ts';
import { seenSight } from './seen.ts';
import { sharpHere } from './sharp-here.ts';
import type { Sight } from './sight.ts';

export interface WholePicture {
  /** Of the bytes, in hex. */
  readonly sha256: string;
  /** Pictures one after another, as in a GIF that moves; 1 where it stands still. */
  readonly frames: number;
  /** Absent where it was not decoded. */
  readonly sight?: Sight;
  /** Why it was not; absent for formats of which that is not expected. */
  readonly undecoded?: { readonly isBroken: boolean; readonly why: string };
}

/** Rejects only with the reason of an aborted signal. */
export async function wholePicture(
  bytes: Uint8Array,
  format: PictureFormat,
  options: FingerprintOptions = {},
): Promise<WholePicture> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (!isDecoded(format)) return { sha256, frames: 1 };
  const frames = await framesOf(bytes);
  try {
    const { seen: sight } = await decoded(bytes, seenSight, options);
    return { sha256, frames, sight };
  } catch (error) {
    if (!(error instanceof PictureError)) throw error;
    return { sha256, frames, undecoded: { isBroken: error.reason === 'broken', why: error.message } };
  }
}

async function framesOf(bytes: Uint8Array): Promise<number> {
  const sharp = await sharpHere();
  try {
    const { pages = 1 } = await sharp(bytes, { limitInputPixels: false }).metadata();
    return pages;
  } catch {
    // Whoever decodes it says what is wrong with it.
    return 1;
  }
}
