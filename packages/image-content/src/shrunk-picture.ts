// A picture as it is looked at: turned upright, on white, and small enough to be averaged cheaply. This is the one place
// where pixels are made, and it runs in a process of its own (decode-worker.ts).

import { decoding } from './decoding-failure.ts';
import type { Pixels } from './look.ts';
import { sharpHere } from './sharp-here.ts';

/** The most pixels that are decoded: 64 million, as an 8,000 × 8,000 picture has. */
export const pixelsMax = 64_000_000;

/** The longer side to which a picture is brought before its look is taken. */
const LOOKED_AT_PIXELS = 256;

/** @param width @param height of the picture, upright. Throws a PictureError when it cannot be decoded. */
export async function shrunkPicture(picture: Uint8Array, width: number, height: number): Promise<Pixels> {
  const scale = Math.min(1, LOOKED_AT_PIXELS / Math.max(width, height));
  const size = {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
  const sharp = await sharpHere();
  // Only the first frame is read, and a damaged picture is refused rather than guessed at.
  const opened = sharp(picture, {
    limitInputPixels: pixelsMax,
    failOn: 'error',
    pages: 1,
    sequentialRead: true,
  });
  const upright = opened.autoOrient().flatten({ background: '#ffffff' });
  const smaller = scale < 1 ? upright.resize({ ...size, fit: 'fill', fastShrinkOnLoad: false }) : upright;
  return await decoding(async () => {
    const { data, info } = await smaller
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return { values: data, width: info.width, height: info.height, channels: info.channels };
  });
}
