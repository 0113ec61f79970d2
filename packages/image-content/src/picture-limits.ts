// What a picture may take. Beyond it nobody has looked at the picture, so nothing is said of it.
import { PictureError } from './picture-error.ts';

/** The most pixels that are decoded: 64 million, as an 8,000 × 8,000 picture has. */
export const pixelsMax = 64_000_000;
/** The most memory that decoding one picture may take, in bytes: a progressive JPEG of 64 million pixels in three colours fits. */
export const decodedBytesMax = 640_000_000;

export const hasTooManyPixels = ({ width, height }: Size): boolean => width * height > pixelsMax;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Throws a PictureError `too-many-pixels`. */
export function refuseTooMany(size: Size): void {
  if (!hasTooManyPixels(size)) return;
  throw new PictureError(
    'too-many-pixels',
    `${size.width} × ${size.height} is more than ${pixelsMax} pixels`,
  );
}

/** Throws a PictureError `too-much-memory`. @param bytes that decoding takes. */
export function refuseTooMuch(bytes: number): void {
  if (bytes <= decodedBytesMax) return;
  const needed = `it would take ${megabytes(bytes)} to decode, and ${megabytes(decodedBytesMax)} is the most`;
  throw new PictureError('too-much-memory', needed);
}

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1_000_000)} MB`;
