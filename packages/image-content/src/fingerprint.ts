// What a picture is known by: the digest of its bytes, its size, and two signatures of what one sees. Invariant: bytes
// are sniffed first and measured by their header, so that a bomb is refused and never unpacked.
import { createHash } from 'node:crypto';
import type { Decoded } from './decoder-process.ts';
import { createDecoders, type Decoders } from './decoders.ts';
import { headerSize } from './header-size.ts';
import type { Look } from './look.ts';
import { PictureError } from './picture-error.ts';
import { type PictureFormat, sniffFormat } from './picture-format.ts';
import { refuseTooMany } from './picture-limits.ts';
import { type Seen, seenLook } from './seen.ts';

/** AVIF is left: some CDNs show it in the place of another format. */
const NOT_LOOKED_AT: ReadonlySet<PictureFormat> = new Set(['svg', 'tiff', 'heic', 'pdf']);
/** Their headers tell their size, and no more is read of them. */
const NOT_DECODED: ReadonlySet<PictureFormat> = new Set(['bmp', 'wbmp', 'xbm']);

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

export interface FingerprintOptions {
  /** Gives up, and rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Default: the ones that all of this process share. */
  readonly decoders?: Decoders;
}

export interface FingerprintsOptions extends FingerprintOptions {
  /** Another picture: where the bytes are the same, so is the answer, and they are not decoded once more. */
  readonly known?: Fingerprint | undefined;
}

/** So that the limits hold for all pictures together, whoever asks. */
const shared = createDecoders();

/** Fingerprints a picture; throws {@link PictureError} when it cannot be read or is a format that no store takes. */
export async function fingerprint(
  bytes: Uint8Array,
  { signal, decoders = shared, known }: FingerprintsOptions = {},
): Promise<Fingerprint> {
  const format = formatOf(bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (known?.sha256 === sha256) return known;
  const told = headerSize(bytes, format);
  if (told !== undefined) {
    refuseTooMany(told);
    return { sha256, ...told, format };
  }
  const { width, height, seen } = await decoded(bytes, seenLook, { signal, decoders });
  return { sha256, width, height, format, look: seen };
}

/** The format of bytes that are to be looked at; throws {@link PictureError} where they are none, or not looked at. */
export function formatOf(bytes: Uint8Array): PictureFormat {
  if (bytes.length === 0) throw new PictureError('empty', 'the picture has no bytes');
  const format = sniffFormat(bytes);
  if (format === undefined) throw new PictureError('broken', 'the bytes are no picture of a known format');
  if (NOT_LOOKED_AT.has(format))
    throw new PictureError('unsupported', `${format.toUpperCase()} is not a format that a store takes`);
  return format;
}

/** What is seen of a picture of a format that is decoded here, and its size. Throws {@link PictureError}. */
export async function decoded<What>(
  bytes: Uint8Array,
  wanted: Seen<What>,
  { signal, decoders = shared }: FingerprintOptions,
): Promise<Decoded<What>> {
  return await decoders.decode(bytes, wanted, signal);
}

/** Whether pictures of this format are decoded here at all. */
export function isDecoded(format: PictureFormat): boolean {
  return !NOT_LOOKED_AT.has(format) && !NOT_DECODED.has(format);
}
