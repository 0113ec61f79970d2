// What a picture is known by: the digest of its bytes, its size, and two signatures of what one sees. Invariant: bytes
// are sniffed and measured before they are decoded, so that a bomb is refused by its header and never unpacked.
import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { headerSize } from './header-size.ts';
import { PictureError } from './picture-error.ts';
import { type PictureFormat, sniffFormat } from './picture-format.ts';

/** The most pixels that are decoded: 64 million, as an 8,000 × 8,000 picture has. */
export const pixelsMax = 64_000_000;

const HASH_WIDTH = 9;
const HASH_HEIGHT = 8;
const COLOUR_CELLS = 4;

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

export interface Look {
  /** The gradient hash (9 × 8, grey) of the first frame on white: 64 bits as 16 hex digits. */
  readonly dHash: string;
  /** The mean colours of a 4 × 4 grid on white: 48 values of 0–255 as 96 hex digits. */
  readonly colours: string;
}

/** Fingerprints a picture; throws {@link PictureError} when it cannot be read or is a format that no store takes. */
export async function fingerprint(bytes: Uint8Array): Promise<Fingerprint> {
  if (bytes.length === 0) throw new PictureError('empty', 'the picture has no bytes');
  const format = sniffFormat(bytes);
  if (format === undefined) throw new PictureError('broken', 'the bytes are no picture of a known format');
  if (format === 'svg') throw new PictureError('unsupported', 'SVG is not a format that a store takes');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const told = headerSize(bytes, format);
  if (told !== undefined) {
    refuseBombs(told.width, told.height);
    return { sha256, ...told, format };
  }
  const { width, height } = await measured(bytes);
  refuseBombs(width, height);
  return { sha256, width, height, format, look: await lookOf(bytes) };
}

function refuseBombs(width: number, height: number): void {
  if (width * height > pixelsMax) {
    throw new PictureError('too-many-pixels', `${width} × ${height} is more than ${pixelsMax} pixels`);
  }
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

async function lookOf(bytes: Uint8Array): Promise<Look> {
  const grey = await pixels(bytes, HASH_WIDTH, HASH_HEIGHT, 'b-w');
  const colour = await pixels(bytes, COLOUR_CELLS, COLOUR_CELLS, 'srgb');
  return { dHash: gradients(grey), colours: Buffer.from(colour).toString('hex') };
}

async function pixels(
  bytes: Uint8Array,
  width: number,
  height: number,
  space: 'b-w' | 'srgb',
): Promise<Uint8Array> {
  return await decoding(
    async () =>
      await open(bytes)
        .autoOrient()
        .flatten({ background: '#ffffff' })
        .resize(width, height, { fit: 'fill', kernel: 'cubic', fastShrinkOnLoad: false })
        .toColourspace(space)
        .raw()
        .toBuffer(),
  );
}

/** One bit for each of a row's eight steps: does it get darker to the right? */
function gradients(grey: Uint8Array): string {
  let bits = 0n;
  for (let row = 0; row < HASH_HEIGHT; row += 1) {
    for (let column = 0; column < HASH_WIDTH - 1; column += 1) {
      const left = grey[row * HASH_WIDTH + column] ?? 0;
      const right = grey[row * HASH_WIDTH + column + 1] ?? 0;
      bits = (bits << 1n) | (left > right ? 1n : 0n);
    }
  }
  return bits.toString(16).padStart(16, '0');
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
