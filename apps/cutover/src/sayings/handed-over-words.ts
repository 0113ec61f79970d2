// What was handed over to the target, in words and as fields: which rule has found it, and what was seen of it.
import type { HandedOver, Rendition } from '@cutover/journal';
import { number } from '../terminal/quantities.ts';
import { originWords } from './origin-words.ts';

/** Where it is no original, because none could be reached. */
export const copyOf = (handedOver: HandedOver | undefined): Rendition | undefined =>
  handedOver?.is === 'rendition' ? handedOver : undefined;

/** `1280 × 960`; '' where its first bytes do not tell. */
export const pixelsOf = ({ width, height }: Pick<HandedOver, 'width' | 'height'>): string =>
  width === undefined || height === undefined ? '' : `${width} × ${height}`;

/** What was handed over in place of an original that nobody could reach. */
export function renditionWords(rendition: Rendition): string {
  const size = pixelsOf(rendition);
  return `a rendition${size === '' ? '' : ` of ${size} pixels`}, because no original could be reached: ${rendition.url}`;
}

/** `the original, from template 1 of --source-originals; image/png, 30 × 20 pixels, 1,234 bytes`. */
export function handedOverWords(handedOver: HandedOver): string {
  const { is, origin, contentType, contentLength } = handedOver;
  const pixels = pixelsOf(handedOver);
  const seen = [
    contentType,
    ...(pixels === '' ? [] : [`${pixels} pixels`]),
    ...(contentLength === undefined ? [] : [`${number(contentLength)} bytes`]),
  ];
  return `${is === 'original' ? 'the original' : 'a rendition'}, from ${originWords(origin)}; ${seen.join(', ')}`;
}

/** The query string of an original's address may hold a signature, so it is not shown. */
export function addressOf({ url = '' }: HandedOver): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}

/** The fields of a JSON line. */
export function handedOverFields(handedOver: HandedOver | undefined): Readonly<Record<string, unknown>> {
  if (handedOver === undefined) return {};
  const { is, origin, contentType, width, height, contentLength } = handedOver;
  const seen = { origin, contentType, width, height, contentLength };
  const copy = copyOf(handedOver);
  return {
    ...(copy === undefined ? {} : { rendition: { url: copy.url, ...seen } }),
    handedOver: { is, url: addressOf(handedOver), ...seen },
  };
}
