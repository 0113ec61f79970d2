// Width and height of the old formats that are not decoded here, from their headers.

import { PictureError } from './picture-error.ts';
import { head, LOOKED_AT_BYTES, type PictureFormat, wbmpSize } from './picture-format.ts';
import { xbmSize } from './text-pictures.ts';

/** The size that the header of a BMP, WBMP or XBM tells; undefined for formats which are decoded instead. */
export function headerSize(
  bytes: Uint8Array,
  format: PictureFormat,
): { width: number; height: number } | undefined {
  if (format === 'bmp') return plausible(bmpSize(bytes));
  if (format === 'wbmp') return plausible(wbmpSize(bytes));
  if (format === 'xbm') return plausible(xbmSize(head(bytes, LOOKED_AT_BYTES)));
  return undefined;
}

function plausible(size: { width: number; height: number } | undefined): { width: number; height: number } {
  // Letters can name a number that no picture and no calculation has.
  if (size === undefined || !isSide(size.width) || !isSide(size.height))
    throw new PictureError('broken', 'the header gives no size');
  return { width: size.width, height: size.height };
}

function isSide(pixels: number): boolean {
  return Number.isSafeInteger(pixels) && pixels > 0;
}

/** OS/2's first header has 16-bit sizes; in the others a negative height says "top row first". */
function bmpSize(bytes: Uint8Array): { width: number; height: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(14, true) === 12)
    return { width: view.getUint16(18, true), height: view.getUint16(20, true) };
  return { width: view.getInt32(18, true), height: Math.abs(view.getInt32(22, true)) };
}
