// How a picture is named when it is handed to a store: by an address that the API can take, or by a file name.
import { extensionOf, type PictureFormat } from './picture-format.ts';
import type { SourceImage } from './source-image.ts';

/** File systems and multipart parsers agree on names of this length; the store adds eight characters of its own. */
const FILE_NAME_LENGTH_MAX = 100;

/** The address percent-encoded as it will be sent, and whether it is one and has no more characters than the API takes. */
export function encodeForHandover(
  url: string,
  lengthMax: number,
): { readonly url: string; readonly fits: boolean } {
  if (!URL.canParse(url)) return { url, fits: false };
  const { href } = new URL(url);
  return { url: href, fits: href.length <= lengthMax };
}

/**
 * The file name for an upload: the image's own, so that the target's can be recognised afterwards, with the extension
 * of what the bytes are. Path separators, quotes and control characters are replaced.
 */
export function uploadFileName(image: SourceImage, format: PictureFormat): string {
  const shown =
    image.imageFile || image.urls.zoom || image.urls.standard || image.urls.thumbnail || image.urls.tiny;
  const stem = stemOfName(shown) || `image-${image.imageId}`;
  return `${stem}.${extensionOf(format)}`;
}

function stemOfName(shown: string): string {
  const last =
    shown
      .replace(/[?#].*/s, '')
      .split('/')
      .at(-1) ?? '';
  const name = decoded(last)
    .toWellFormed()
    .normalize('NFC')
    .replace(/\.[a-z\d]{1,5}$/i, '')
    .replace(/\.\d{9,11}(?:\.\d{1,5}\.\d{1,5})?$/, '')
    .replace(/[\p{Cc}\p{Cf}"'/\\:*?<>|%;]+/gu, '_')
    .replace(/^[.\s]+/, '');
  return Array.from(withoutDotsAtEnd(name)).slice(0, FILE_NAME_LENGTH_MAX).join('');
}

function withoutDotsAtEnd(name: string): string {
  let end = name.length;
  while (end > 0 && /[.\s]/.test(name.charAt(end - 1))) end -= 1;
  return name.slice(0, end);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
