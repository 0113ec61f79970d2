// What decoding a picture takes at most, told by its header before a pixel is made. Invariant: what is held is never more
// than this by more than a decoder's own buffers.

import { decoding } from './decoding-failure.ts';
import { sharpHere } from './sharp-here.ts';

export interface DecodingCost {
  /** As seen, that is after the EXIF orientation. */
  readonly width: number;
  readonly height: number;
  /**
   * Width × height × channels × bytes of a sample. A progressive JPEG is held a second time, as two bytes of coefficients
   * for each sample; the first frame of WebP, AVIF and GIF stands on a canvas of its own.
   */
  readonly bytes: number;
}

const bytesOfDepth: Readonly<Record<string, number>> = { uchar: 1, char: 1, ushort: 2, short: 2, double: 8 };
const DEPTH_BYTES_OTHERWISE = 4;
const COEFFICIENT_BYTES = 2;

/** Throws a PictureError where the header cannot be read. */
export async function decodingCost(picture: Uint8Array): Promise<DecodingCost> {
  const sharp = await sharpHere();
  const told = await decoding(async () => await sharp(picture, { limitInputPixels: false }).metadata());
  const { width, height } = told.autoOrient;
  const samples = width * height * told.channels;
  const pixels = samples * (bytesOfDepth[told.depth] ?? DEPTH_BYTES_OTHERWISE);
  const again =
    told.format === 'jpeg'
      ? told.isProgressive
        ? samples * COEFFICIENT_BYTES
        : 0
      : ownCanvas(told.format, pixels);
  return { width, height, bytes: pixels + again };
}

function ownCanvas(format: string, pixels: number): number {
  return format === 'png' ? 0 : pixels;
}
