// What the first bytes of a picture tell of it: what it is, and how large.
import type { ContentAnswer } from './content-http.ts';
import { headerSize } from './header-size.ts';
import { PictureError } from './picture-error.ts';
import { claimedFormat, contentTypeOf, type PictureFormat, sniffFormat, wbmpSize } from './picture-format.ts';
import { sharpHere } from './sharp-here.ts';
import { sizeSeen } from './unusable.ts';

/** Enough for every format's header. */
export const PROBE_BYTES = 65_536;

/** By its bytes; a WBMP has no magic ones, so its start alone does not show it. */
export function formatOf(
  { contentType }: Pick<ContentAnswer, 'contentType'>,
  bytes: Uint8Array,
): PictureFormat | undefined {
  const isWbmp = claimedFormat(contentType) === 'wbmp' && wbmpSize(bytes) !== undefined;
  return sniffFormat(bytes) ?? (isWbmp ? 'wbmp' : undefined);
}

/** How long the whole is, where that is known. @param most as many bytes were asked for; default: the first. */
export function lengthTold(
  { status, contentLength = 0, isPart = false }: Pick<ContentAnswer, 'status' | 'contentLength' | 'isPart'>,
  { length }: Uint8Array,
  most: number = PROBE_BYTES,
): number | undefined {
  // Fewer that are said to be the whole are the whole.
  if (status === 200 && length < most && !isPart) return length;
  // A length shorter than what was sent is no length.
  return contentLength < length ? undefined : contentLength;
}

interface Measured {
  readonly width?: number;
  readonly height?: number;
  readonly isCmyk?: boolean;
  readonly isTurned?: boolean;
}

/** As far as the bytes tell. */
export async function measured(bytes: Uint8Array, format: PictureFormat): Promise<Measured> {
  const sharp = await sharpHere();
  try {
    const told = headerSize(bytes, format);
    if (told !== undefined) return told;
    const { width, height, space, orientation } = await sharp(bytes, { limitInputPixels: false }).metadata();
    const isTurned = orientation !== undefined && orientation > 1;
    return { width, height, isCmyk: space === 'cmyk', ...(isTurned ? { isTurned } : {}) };
  } catch {
    // The start of a picture need not be enough to measure it.
    return {};
  }
}

/** What is known of a picture whose bytes are there, all of them or the first. */
export interface SeenPicture {
  readonly format: PictureFormat;
  /** That of the format, whatever its host says. */
  readonly contentType: string;
  /** Of the whole picture, where its host tells. */
  readonly contentLength?: number;
  /** As far as the first bytes tell. */
  readonly width?: number;
  readonly height?: number;
}

/** Where sharp does not run a picture is a picture all the same, of a size that nobody knows. */
function unmeasured(error: unknown): Measured {
  if (error instanceof PictureError) return {};
  throw error;
}

export async function seenPicture(
  bytes: Uint8Array,
  format: PictureFormat,
  contentLength: number | undefined,
): Promise<SeenPicture> {
  const start = bytes.subarray(0, PROBE_BYTES);
  // A decoder takes a tenth of the time of a migration for what nearly every header tells at once.
  const { width, height } = sizeSeen(start, format) ?? (await measured(start, format).catch(unmeasured));
  return {
    format,
    contentType: contentTypeOf(format),
    ...(contentLength === undefined ? {} : { contentLength }),
    ...(width === undefined || height === undefined ? {} : { width, height }),
  };
}
