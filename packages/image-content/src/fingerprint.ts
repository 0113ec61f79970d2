// What a picture is known by: the digest of its bytes, its size, and two signatures of what one sees. Invariant: bytes
// are sniffed first and measured by their header, so that a bomb is refused and never unpacked.
import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { headerSize } from './header-size.ts';
import { type Look, lookOf, type Pixels } from './look.ts';
import { PictureError } from './picture-error.ts';
import { type PictureFormat, sniffFormat } from './picture-format.ts';

/** The most pixels that are decoded: 64 million, as an 8,000 × 8,000 picture has. */
export const pixelsMax = 64_000_000;

/** AVIF is left: some CDNs show it in the place of another format. */
const NOT_LOOKED_AT: ReadonlySet<PictureFormat> = new Set(['svg', 'tiff', 'heic', 'pdf']);

/** The longer side to which a picture is brought before its look is taken. */
const LOOKED_AT_PIXELS = 256;

export interface Fingerprint {
  /** Of the bytes, in hex. Equal means identical; different means nothing, since stores re-encode. */
  readonly sha256: string;
  /** As seen, that is after the EXIF orientation. */
  readonly width: number;
  readonly height: number;
  readonly format: PictureFormat;
  /** What one sees; absent for formats which are not decoded here (BMP, WBMP, XBM). */
  readonly look?: Look;
}

/** Fingerprints a picture; throws {@link PictureError} when it cannot be read or is a format that no store takes. */
export async function fingerprint(bytes: Uint8Array): Promise<Fingerprint> {
  if (bytes.length === 0) throw new PictureError('empty', 'the picture has no bytes');
  const format = sniffFormat(bytes);
  if (format === undefined) throw new PictureError('broken', 'the bytes are no picture of a known format');
  if (NOT_LOOKED_AT.has(format))
    throw new PictureError('unsupported', `${format.toUpperCase()} is not a format that a store takes`);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const told = headerSize(bytes, format);
  if (told !== undefined) {
    if (told.width * told.height > pixelsMax) {
      throw new PictureError(
        'too-many-pixels',
        `${told.width} × ${told.height} is more than ${pixelsMax} pixels`,
      );
    }
    return { sha256, ...told, format };
  }
  const { width, height } = await measured(bytes);
  return { sha256, width, height, format, look: lookOf(await shrunk(bytes, width, height)) };
}

/** Only the first frame is read, and a damaged picture is refused rather than guessed at. */
function open(bytes: Uint8Array) {
  return sharp(bytes, { limitInputPixels: pixelsMax, failOn: 'error', pages: 1, sequentialRead: true });
}

async function measured(bytes: Uint8Array): Promise<{ width: number; height: number }> {
  const { autoOrient } = await decoding(
    async () => await sharp(bytes, { limitInputPixels: false }).metadata(),
  );
  return { width: autoOrient.width, height: autoOrient.height };
}

/** The picture as it is looked at: turned upright, on white, and small enough to be averaged cheaply. */
async function shrunk(bytes: Uint8Array, width: number, height: number): Promise<Pixels> {
  const scale = Math.min(1, LOOKED_AT_PIXELS / Math.max(width, height));
  const size = {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
  const upright = open(bytes).autoOrient().flatten({ background: '#ffffff' });
  const smaller = scale < 1 ? upright.resize({ ...size, fit: 'fill', fastShrinkOnLoad: false }) : upright;
  return await decoding(async () => {
    const { data, info } = await smaller
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return { values: data, width: info.width, height: info.height, channels: info.channels };
  });
}

async function decoding<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    if (/pixel limit/i.test(words)) throw new PictureError('too-many-pixels', words, { cause: error });
    if (/unsupported image format/i.test(words))
      throw new PictureError('broken', 'the picture cannot be decoded', { cause: error });
    throw new PictureError('broken', `the picture cannot be decoded: ${words.slice(0, 200)}`, {
      cause: error,
    });
  }
}
