// A picture's format as a sentence names it: `a TIFF`, `an SVG`.
import type { SayingOf } from './words-of.ts';

type Format = SayingOf<'format-not-taken'>['format'];

export function formatWords(format: Format): string {
  const name = format === 'webp' ? 'WebP' : format.toUpperCase();
  return `${/^(?:avif|svg|xbm)$/u.test(format) ? 'an' : 'a'} ${name}`;
}
