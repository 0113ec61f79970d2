// Whether the start of a picture, and the length of the whole, show that no store can make a picture of it: it ends before its
// data does, or it has more pixels than anybody takes. Invariant: what is said is certain. Where the first bytes do not reach, or
// a host does not say how long the whole is, nothing is said; what decoders put up with (no end mark, bytes behind it, a last
// piece that is missing where nothing says so) is whole here as well. Nothing is decoded. How large the picture is follows
// from the same walk.
import { head, type PictureFormat } from './picture-format.ts';

/** Why no store can use it. */
export type Unusable = 'cut-short' | 'too-many-pixels';

export const isUnusable = (reason: string): reason is Unusable =>
  reason === 'cut-short' || reason === 'too-many-pixels';

/**
 * More pixels than this no shop shows and no store can resize: a thousand million, as 31,622 × 31,622 has. What V3 takes at most
 * is documented in bytes alone, and some hundred of these fit a few kilobytes of PNG.
 */
export const picturePixelsMax = 1_000_000_000;

/** The most bytes that one byte of deflated data can stand for: 258 for each two bits. */
const DEFLATED_RATIO_MAX = 1_032;
/** The most pixels that one byte of a GIF's data can stand for: 4,096 for each twelve bits. */
const GIF_PIXELS_A_BYTE_MAX = 2_731;
/** The least bits that JPEG's Huffman codes spend on a block of 8 × 8 pixels. */
const JPEG_PIXELS_A_BIT_MAX = 64;

/** @param length of the whole, where it is known: no less than these bytes. */
export function unusableAs(
  bytes: Uint8Array,
  format: PictureFormat,
  length: number | undefined,
): Unusable | undefined {
  const seen = readers[format]?.({ bytes, view: viewOf(bytes), end: length ?? Infinity });
  if (seen === undefined) return undefined;
  if (seen.pixels !== undefined && seen.pixels > picturePixelsMax) return 'too-many-pixels';
  return seen.isCutShort ? 'cut-short' : undefined;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * The size of a PNG, GIF or JPEG that the first bytes tell, as a decoder would: before a JPEG is turned. Undefined where they
 * do not reach so far, for a GIF whose first frame is not its whole screen, and for other formats.
 */
export function sizeSeen(bytes: Uint8Array, format: PictureFormat): Size | undefined {
  if (format !== 'png' && format !== 'gif' && format !== 'jpeg') return undefined;
  const { size } = readers[format]({ bytes, view: viewOf(bytes), end: Infinity });
  return size === undefined || size.width === 0 || size.height === 0 ? undefined : size;
}

interface Start {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  /** How long the whole is; `Infinity`: nobody knows. */
  readonly end: number;
}

interface Seen {
  readonly pixels?: number | undefined;
  readonly size?: Size | undefined;
  readonly isCutShort: boolean;
}

type Reader = (start: Start) => Seen;

const readers: Readonly<Record<'png' | 'gif' | 'jpeg', Reader>> &
  Partial<Readonly<Record<PictureFormat, Reader>>> = {
  png: pngSeen,
  gif: gifSeen,
  jpeg: jpegSeen,
  webp: webpSeen,
  bmp: bmpSeen,
};

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const sized = (size: Size | undefined): Pick<Seen, 'pixels' | 'size'> =>
  size === undefined ? {} : { size, pixels: size.width * size.height };

const channelsOfColourType: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** A chunk is its length, its name, so many bytes and a checksum; all of IDAT together is the picture. */
function pngSeen({ bytes, view, end }: Start): Seen {
  let size: Size | undefined;
  let leastBytes = 0;
  let hasData = false;
  for (let at = 8; ; ) {
    // A chunk that is not there yet: only what nobody has seen may hold the picture.
    if (at + 8 > bytes.length) return { ...sized(size), isCutShort: end < at + 12 + leastBytes && !hasData };
    const length = view.getUint32(at);
    const name = head(bytes, 4, at + 4);
    if (name === 'IEND') return { ...sized(size), isCutShort: !hasData };
    if (name === 'IHDR' && at + 18 <= bytes.length) {
      size = { width: view.getUint32(at + 8), height: view.getUint32(at + 12) };
      const bits = (bytes[at + 16] ?? 0) * (channelsOfColourType[bytes[at + 17] ?? 0] ?? 1);
      leastBytes = Math.floor((size.width * size.height * bits) / 8 / DEFLATED_RATIO_MAX);
    }
    const isData = name === 'IDAT' && length > 0;
    // What follows the picture may be cut off, and all of its data stands behind its first piece's start.
    const least = Math.max(length, isData && !hasData ? leastBytes : 0);
    if ((isData || !hasData) && end < at + 12 + least) return { ...sized(size), isCutShort: true };
    hasData ||= isData;
    at += 12 + length;
  }
}

/** Blocks of extensions, then a frame with a place and a size of its own. */
function gifSeen({ bytes, view, end }: Start): Seen {
  if (bytes.length < 13) return { isCutShort: end <= bytes.length };
  const screen = { width: view.getUint16(6, true), height: view.getUint16(8, true) };
  const pixels = screen.width * screen.height;
  const packed = bytes[10] ?? 0;
  const colours = (flags: number): number => ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1));
  let at = 13 + colours(packed);
  for (;;) {
    const kind = bytes[at];
    if (kind === undefined) return { pixels, isCutShort: end <= at };
    if (kind === 0x2c) {
      // Its place, its size, its own colours, and how its data begins.
      if (at + 10 > bytes.length) return { pixels, isCutShort: end < at + 11 };
      const [left, top, width, height] = [1, 3, 5, 7].map((from) => view.getUint16(at + from, true));
      // Where the first frame is not the whole screen, decoders do not agree on the size.
      const isWhole = left === 0 && top === 0 && width === screen.width && height === screen.height;
      const ofFrame = (width ?? 0) * (height ?? 0);
      const data = at + 11 + colours(bytes[at + 9] ?? 0);
      const least = Math.floor(ofFrame / GIF_PIXELS_A_BYTE_MAX);
      return {
        pixels: Math.max(pixels, ofFrame),
        ...(isWhole ? { size: screen } : {}),
        isCutShort: end < data + least,
      };
    }
    if (kind === 0x3b) return { pixels, isCutShort: true };
    // Nothing else is known to stand here, and a decoder may pass over it.
    if (kind !== 0x21) return { pixels, isCutShort: false };
    at += 2;
    for (let length = bytes[at]; length !== undefined && length > 0; length = bytes[at]) at += 1 + length;
    at += 1;
  }
}

/** Where a marker's length and what follows are none of these: of no length, or the start of the next picture. */
const isAlone = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
/** Its blocks are coded by Huffman's codes, of which none is shorter than a bit. */
const hasBlocks = (marker: number): boolean => marker >= 0xc0 && marker <= 0xc2;

/** Segments up to the first scan. EXIF, profiles and thumbnails may be longer than what was asked for. */
function jpegSeen({ bytes, view, end }: Start): Seen {
  let size: Size | undefined;
  let leastBytes = 0;
  for (let at = 2; ; ) {
    // Between segments decoders pass over whatever it is.
    while (at < bytes.length && bytes[at] !== 0xff) at += 1;
    while (at < bytes.length && bytes[at] === 0xff) at += 1;
    const marker = bytes[at];
    if (marker === undefined) return { ...sized(size), isCutShort: end <= bytes.length };
    at += 1;
    if (marker === 0xd9) return { ...sized(size), isCutShort: true };
    if (isAlone(marker) || marker === 0) continue;
    if (at + 2 > bytes.length) return { ...sized(size), isCutShort: end < at + 2 };
    const length = view.getUint16(at);
    // No decoder knows where to go on; what it makes of that is its own affair.
    if (length < 2) return { ...sized(size), isCutShort: false };
    if (isFrame(marker) && at + 7 <= bytes.length) {
      size = { height: view.getUint16(at + 3), width: view.getUint16(at + 5) };
      const pixels = size.width * size.height;
      leastBytes = hasBlocks(marker) ? Math.floor(pixels / JPEG_PIXELS_A_BIT_MAX / 8) : 0;
    }
    at += length;
    if (marker === 0xda) return { ...sized(size), isCutShort: end < at + Math.max(1, leastBytes) };
    if (end < at) return { ...sized(size), isCutShort: true };
    if (at > bytes.length) return { ...sized(size), isCutShort: false };
  }
}

/** It says how long it is; an odd length may lack the byte that fills it up. */
function webpSeen({ bytes, view, end }: Start): Seen {
  const isExtended = head(bytes, 4, 12) === 'VP8X' && bytes.length >= 30;
  const side = (at: number): number => view.getUint16(at, true) + (bytes[at + 2] ?? 0) * 65_536 + 1;
  return {
    ...(isExtended ? { pixels: side(24) * side(27) } : {}),
    isCutShort: end + 1 < view.getUint32(4, true) + 8,
  };
}

/** Where its rows begin stands in the header, and how long they are follows from it unless they are packed. */
function bmpSeen({ view, end }: Start): Seen {
  const dataFrom = view.getUint32(10, true);
  if (view.getUint32(14, true) === 12 || view.byteLength < 34) return { isCutShort: end <= dataFrom };
  const [width, height] = [Math.abs(view.getInt32(18, true)), Math.abs(view.getInt32(22, true))];
  const isPacked = view.getUint32(30, true) !== 0;
  const row = Math.ceil((width * view.getUint16(28, true)) / 8);
  const least = isPacked ? 1 : row * Math.max(1, height - 1);
  return { pixels: width * height, isCutShort: end < dataFrom + least };
}
