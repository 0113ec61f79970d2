// Pictures as a store keeps them: the bytes that it was given, what they are, and smaller ones made of them. Invariant:
// bytes are never changed. It must not know who shows a picture.
import { createHash } from 'node:crypto';
import sharp from 'sharp';

const kinds = { jpeg: 'jpg', png: 'png', gif: 'gif', webp: 'webp', bmp: 'bmp' } as const;
export type PictureKind = keyof typeof kinds;

export interface Picture {
  readonly bytes: Uint8Array;
  readonly digest: string;
  readonly kind: PictureKind;
  /** The end of a file's name. */
  readonly ending: string;
}

export const digestOf = (bytes: Uint8Array | string): string =>
  createHash('sha256').update(bytes).digest('hex');

/** Told by the first bytes, never by a name or a declared type; undefined: none that a store takes. */
export function pictureOf(bytes: Uint8Array): Picture | undefined {
  const first = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  const kind = kindOf(first);
  return kind && { bytes, digest: digestOf(bytes), kind, ending: kinds[kind] };
}

function kindOf(first: string): PictureKind | undefined {
  if (first.startsWith('\u00ff\u00d8\u00ff')) return 'jpeg';
  if (first.startsWith('\u0089PNG')) return 'png';
  if (first.startsWith('GIF8')) return 'gif';
  if (first.startsWith('RIFF') && first.endsWith('WEBP')) return 'webp';
  return first.startsWith('BM') ? 'bmp' : undefined;
}

/** The picture within this box, its shape kept and never enlarged; one that fits is given as it is. */
export async function within(
  picture: Picture,
  box: { readonly width: number; readonly height: number },
): Promise<Uint8Array> {
  // What sharp cannot write is shown whole.
  if (picture.kind === 'bmp') return picture.bytes;
  const { width, height } = await sharp(picture.bytes).metadata();
  if (width <= box.width && height <= box.height) return picture.bytes;
  return await sharp(picture.bytes)
    .resize({ ...box, fit: 'inside' })
    .toFormat(picture.kind)
    .toBuffer();
}

/** Blocks of grey, drawn from a number: no two numbers look alike. */
export async function drawPicture(
  seed: number,
  kind: 'jpeg' | 'png' | 'gif' | 'webp',
  size: { readonly width: number; readonly height: number } = { width: 64, height: 64 },
): Promise<Uint8Array> {
  const across = 8;
  const blocks = createHash('sha512').update(`picture ${seed}`).digest();
  return await sharp(blocks, { raw: { width: across, height: across, channels: 1 } })
    .resize({ ...size, kernel: 'nearest', fit: 'fill' })
    .toFormat(kind)
    .toBuffer();
}
