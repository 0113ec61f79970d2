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
  { mime: 'image/x-xbitmap', extension: 'xbm', at: [[0, ascii('#define ')]] },
];

/** The type of the picture, or undefined when these bytes are no picture a store takes. */
export function pictureTypeOf(bytes: Uint8Array): PictureType | undefined {
  const found = signatures.find(({ at }) =>
    at.every(([offset, values]) => values.every((value, index) => bytes[offset + index] === value)),
  );
  if (found !== undefined) return { mime: found.mime, extension: found.extension };
  return isWbmp(bytes) ? { mime: 'image/vnd.wap.wbmp', extension: 'wbmp' } : undefined;
}

// WBMP has no signature: type 0, a zero header byte, then two dimensions and exactly their bits.
function isWbmp(bytes: Uint8Array): boolean {
  const [type, header, width = 0, height = 0] = bytes;
  if (type !== 0 || header !== 0 || width === 0 || height === 0 || width > 127 || height > 127) return false;
  return bytes.length === 4 + Math.ceil(width / 8) * height;
}
