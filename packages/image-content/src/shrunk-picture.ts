// A picture as it is looked at: turned upright, on white, and small enough to be averaged cheaply. This is the one place
// where pixels are made, and it runs in a process of its own (decode-worker.ts).

import { decoding } from './decoding-failure.ts';
import type { Pixels } from './look.ts';
import { pixelsMax } from './picture-limits.ts';
import { sharpHere } from './sharp-here.ts';

export interface Shrinking {
  /** Of the picture, upright. */
  readonly width: number;
  readonly height: number;
  /** The longer side to which it is brought; a smaller picture stays as it is. */
  readonly longerSide: number;
  /** As close to that as the decoder comes by itself: a JPEG's blocks are averaged and not made. Otherwise at least twice as large. */
  readonly shrinksWhileDecoded: boolean;
}

/** Throws a PictureError when it cannot be decoded. */
export async function shrunkPicture(
  picture: Uint8Array,
  { width, height, longerSide, shrinksWhileDecoded }: Shrinking,
): Promise<Pixels> {
  const scale = Math.min(1, longerSide / Math.max(width, height));
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
  const smaller =
    scale < 1 ? upright.resize({ ...size, fit: 'fill', fastShrinkOnLoad: shrinksWhileDecoded }) : upright;
  return await decoding(async () => {
    const { data, info } = await smaller
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return { values: data, width: info.width, height: info.height, channels: info.channels };
  });
}
