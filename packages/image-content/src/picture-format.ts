// Which kind of picture some bytes are, by their first bytes; a name or a Content-Type is only a claim. Knows what the
// API accepts, not how a picture is decoded.

import { opensSvg, xbmSize } from './text-pictures.ts';

export type PictureFormat =
  | 'bmp'
  | 'gif'
  | 'jpeg'
  | 'png'
  | 'wbmp'
  | 'xbm'
  | 'webp'
  | 'avif'
  | 'svg'
  | 'tiff'
  | 'heic'
  | 'pdf';

interface FormatRow {
  readonly format: PictureFormat;
  readonly extension: string;
  readonly contentType: string;
  /** Does BigCommerce take it for a product image (V3 reference, "Create Product Image")? */
  readonly accepted: boolean;
  /** Does it take it for a variant's image? */
  readonly acceptedForVariants: boolean;
  readonly isShownBy: (bytes: Uint8Array) => boolean;
}

/** Some bytes as text of one letter a byte. */
export function head(bytes: Uint8Array, length: number, from = 0): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(
    'latin1',
    from,
    from + length,
  );
}

/** How many bytes at the start decide; XBM and SVG may open with comments. */
export const LOOKED_AT_BYTES = 1024;

const formats: readonly FormatRow[] = [
  {
    format: 'jpeg',
    extension: 'jpg',
    contentType: 'image/jpeg',
    accepted: true,
    acceptedForVariants: true,
    isShownBy: (bytes) => head(bytes, 3) === '\u00ff\u00d8\u00ff',
  },
  {
    format: 'png',
    extension: 'png',
    contentType: 'image/png',
    accepted: true,
    acceptedForVariants: true,
    isShownBy: (bytes) => head(bytes, 8) === '\u0089PNG\r\n\u001a\n',
  },
  {
    format: 'gif',
    extension: 'gif',
    contentType: 'image/gif',
    accepted: true,
    acceptedForVariants: true,
    isShownBy: (bytes) => head(bytes, 6) === 'GIF87a' || head(bytes, 6) === 'GIF89a',
  },
  {
    format: 'webp',
    extension: 'webp',
    contentType: 'image/webp',
    accepted: true,
    acceptedForVariants: false,
    isShownBy: (bytes) => head(bytes, 4) === 'RIFF' && head(bytes, 4, 8) === 'WEBP',
  },
  {
    format: 'avif',
    extension: 'avif',
    contentType: 'image/avif',
    accepted: false,
    acceptedForVariants: false,
    isShownBy: (bytes) => head(bytes, 4, 4) === 'ftyp' && /avi[fs]/.test(head(bytes, 40, 8)),
  },
  {
    format: 'heic',
    extension: 'heic',
    contentType: 'image/heic',
    accepted: false,
    acceptedForVariants: false,
    isShownBy: (bytes) =>
      head(bytes, 4, 4) === 'ftyp' && /^(?:hei[cxms]|hev[cmsx]|mif1|msf1)/.test(head(bytes, 4, 8)),
  },
  {
    format: 'tiff',
    extension: 'tiff',
    contentType: 'image/tiff',
    accepted: false,
    acceptedForVariants: false,
    isShownBy: (bytes) => ['II*\0', 'MM\0*', 'II+\0', 'MM\0+'].includes(head(bytes, 4)),
  },
  {
    format: 'pdf',
    extension: 'pdf',
    contentType: 'application/pdf',
    accepted: false,
    acceptedForVariants: false,
    isShownBy: (bytes) => head(bytes, 5) === '%PDF-',
  },
  {
    format: 'bmp',
    extension: 'bmp',
    contentType: 'image/bmp',
    accepted: true,
    acceptedForVariants: false,
    isShownBy: isBmp,
  },
  {
    format: 'svg',
    extension: 'svg',
    contentType: 'image/svg+xml',
    accepted: false,
    acceptedForVariants: false,
    isShownBy: (bytes) => opensSvg(head(bytes, LOOKED_AT_BYTES)),
  },
  {
    format: 'xbm',
    extension: 'xbm',
    contentType: 'image/x-xbitmap',
    accepted: true,
    acceptedForVariants: false,
    isShownBy: (bytes) => xbmSize(head(bytes, LOOKED_AT_BYTES)) !== undefined,
  },
  {
    format: 'wbmp',
    extension: 'wbmp',
    contentType: 'image/vnd.wap.wbmp',
    accepted: true,
    acceptedForVariants: false,
    isShownBy: isWbmp,
  },
];

/** The format that the first bytes show; undefined when they are none of the known ones. 1 KiB is enough. */
export function sniffFormat(bytes: Uint8Array): PictureFormat | undefined {
  return formats.find((row) => row.isShownBy(bytes))?.format;
}

/** Does the API take this format for a product's image, or (JPEG, PNG and GIF alone) for a variant's? */
export function apiAccepts(
  format: PictureFormat,
  kind: 'product-image' | 'variant-image' = 'product-image',
): boolean {
  const row = rowOf(format);
  return kind === 'product-image' ? row.accepted : row.acceptedForVariants;
}

/** The usual file extension of a format, without the dot. */
export function extensionOf(format: PictureFormat): string {
  return rowOf(format).extension;
}

/** Does BigCommerce take it for a variant's image? */
export function variantsAccept(format: PictureFormat): boolean {
  return rowOf(format).acceptedForVariants;
}

/** The format that a Content-Type claims; undefined when it names none of them. */
export function claimedFormat(contentType: string): PictureFormat | undefined {
  const type = (contentType.split(';')[0] ?? '').trim().toLowerCase();
  const aliases: Readonly<Record<string, string>> = {
    'image/jpg': 'image/jpeg',
    'image/pjpeg': 'image/jpeg',
    'image/x-png': 'image/png',
    'image/x-ms-bmp': 'image/bmp',
    'image/x-bmp': 'image/bmp',
    'image/xbm': 'image/x-xbitmap',
    'image/x-xbm': 'image/x-xbitmap',
  };
  const known = aliases[type] ?? type;
  return formats.find((row) => row.contentType === known)?.format;
}

/** The format that the ending of a file's name or of a path promises; undefined where it promises none of them. */
export function namedFormat(name: string): PictureFormat | undefined {
  const ending = /\.([a-z\d]{1,5})$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  const aliases: Readonly<Record<string, string>> = {
    jpeg: 'jpg',
    jpe: 'jpg',
    jfif: 'jpg',
    pjpeg: 'jpg',
    tif: 'tiff',
    heif: 'heic',
    dib: 'bmp',
  };
  const known = aliases[ending] ?? ending;
  return formats.find((row) => row.extension === known)?.format;
}

/** The media type of a format. */
export function contentTypeOf(format: PictureFormat): string {
  return rowOf(format).contentType;
}

function rowOf(format: PictureFormat): FormatRow {
  const row = formats.find((candidate) => candidate.format === format);
  if (row === undefined) throw new TypeError(`no such picture format: ${format}`);
  return row;
}

/** `BM` alone also opens text, so the size of the second header has to be one that exists. */
function isBmp(bytes: Uint8Array): boolean {
  if (head(bytes, 2) !== 'BM' || bytes.length < 26) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return [12, 16, 40, 52, 56, 64, 108, 124].includes(view.getUint32(14, true));
}

/**
 * A WBMP has no magic bytes: type 0, fixed header 0, width and height as multi-byte integers. Taken for one only when
 * the length of the whole fits those numbers, so that a run of zeroes is not a picture.
 */
function isWbmp(bytes: Uint8Array): boolean {
  const size = wbmpSize(bytes);
  return size !== undefined && bytes.length === size.dataFrom + Math.ceil(size.width / 8) * size.height;
}

/** Width and height that a WBMP's header tells; undefined when it is no WBMP header. */
export function wbmpSize(bytes: Uint8Array): { width: number; height: number; dataFrom: number } | undefined {
  if (bytes[0] !== 0 || bytes[1] !== 0) return undefined;
  let at = 2;
  const read = (): number | undefined => {
    let value = 0;
    for (let used = 0; used < 4; used += 1) {
      const byte = bytes[at];
      if (byte === undefined) return undefined;
      at += 1;
      value = value * 128 + (byte & 0x7f);
      if ((byte & 0x80) === 0) return value;
    }
    return undefined;
  };
  const width = read();
  const height = read();
  if (width === undefined || height === undefined || width === 0 || height === 0) return undefined;
  return { width, height, dataFrom: at };
}
