import type { PictureFormat, ProbedPicture } from '@cutover/image-content';

export type Picture = Extract<ProbedPicture, { is: 'picture' }>;

/** `a TIFF`, `an SVG`. */
export function formatWords(format: PictureFormat): string {
  const name = format === 'webp' ? 'WebP' : format.toUpperCase();
  return `${/^(?:avif|heic|svg|xbm)$/u.test(format) && format !== 'heic' ? 'an' : 'a'} ${name}`;
}
