// How a rendition that was handed over is called, and what was seen of it.
import type { Rendition } from '@cutover/journal';

/** `1280 × 960`; '' where its first bytes do not tell. */
export const pixelsOf = ({ width, height }: Rendition): string =>
  width === undefined || height === undefined ? '' : `${width} × ${height}`;

/** What was handed over in place of an original that nobody could reach. */
export function renditionWords(rendition: Rendition): string {
  const size = pixelsOf(rendition);
  return `a rendition${size === '' ? '' : ` of ${size} pixels`}, because no original could be reached: ${rendition.url}`;
}
