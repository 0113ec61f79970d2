/** Tells a picture's type from its first bytes, never from its name: the types a store takes, and nothing else. */

/** A type of picture that a store accepts. */
export interface PictureType {
  readonly mime: string;
  readonly extension: string;
}

const ascii = (text: string): number[] => [...Buffer.from(text, 'latin1')];
const signatures: readonly (PictureType & {
  readonly at: readonly (readonly [number, readonly number[]])[];
})[] = [
  { mime: 'image/jpeg', extension: 'jpg', at: [[0, [0xff, 0xd8, 0xff]]] },
  { mime: 'image/png', extension: 'png', at: [[0, [0x89, ...ascii('PNG\r\n'), 0x1a, 0x0a]]] },
  { mime: 'image/gif', extension: 'gif', at: [[0, ascii('GIF8')]] },
  {
    mime: 'image/webp',
    extension: 'webp',
    at: [
      [0, ascii('RIFF')],
      [8, ascii('WEBP')],
    ],
  },
  { mime: 'image/bmp', extension: 'bmp', at: [[0, ascii('BM')]] },
];
const xbm: PictureType = { mime: 'image/x-xbitmap', extension: 'xbm' };
const wbmp: PictureType = { mime: 'image/vnd.wap.wbmp', extension: 'wbmp' };

/** How many bytes at the start decide, but for WBMP's, whose length has to fit them. */
export const bytesLookedAt = 1024;

/**
 * The type of the picture, or undefined when these bytes are no picture a store takes.
 * The first of them are enough where `length` says how many there are.
 */
export function pictureTypeOf(bytes: Uint8Array, length = bytes.length): PictureType | undefined {
  const found = signatures.find(({ at }) =>
    at.every(([offset, values]) => values.every((value, index) => bytes[offset + index] === value)),
  );
  if (found !== undefined) return { mime: found.mime, extension: found.extension };
  if (isXbm(bytes)) return xbm;
  return isWbmp(bytes, length) ? wbmp : undefined;
}

// XBM is C source: a comment may stand before the first definition, which is the width.
function isXbm(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, bytesLookedAt));
  return /^(?:\s|\/\*(?:[^*]|\*(?!\/))*\*\/)*#define\s+\w*width\s+\d/.test(start.toString('latin1'));
}

// WBMP has no signature: type 0, a zero header byte, then two dimensions and exactly their bits.
function isWbmp(bytes: Uint8Array, length: number): boolean {
  if (bytes[0] !== 0 || bytes[1] !== 0) return false;
  const width = multiByteInteger(bytes, 2);
  const height = width && multiByteInteger(bytes, width.next);
  if (!width || !height || width.value === 0 || height.value === 0) return false;
  return length === height.next + Math.ceil(width.value / 8) * height.value;
}

// Seven bits a byte, the highest bit says that another one follows: what is wider than 127 pixels takes two.
function multiByteInteger(bytes: Uint8Array, from: number): { value: number; next: number } | undefined {
  let value = 0;
  for (let at = from; at < from + 4; at += 1) {
    const byte = bytes[at];
    if (byte === undefined) return undefined;
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return { value, next: at + 1 };
  }
  return undefined;
}
