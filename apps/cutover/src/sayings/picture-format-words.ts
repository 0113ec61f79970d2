// A picture's format as a sentence names it.
import type { PictureFormat } from '@cutover/image-content';

/** `a TIFF`, `an SVG`. */
export function formatWords(format: PictureFormat): string {
  const name = format === 'webp' ? 'WebP' : format.toUpperCase();
  return `${/^(?:avif|svg|xbm)$/u.test(format) ? 'an' : 'a'} ${name}`;
}
