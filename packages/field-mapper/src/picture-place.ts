// THE classifier: what a text says of where a picture lies. Everything that reads or sends such a text asks here.
// Invariant: one place is one picture; a text that may mean several and does not say how is `unclear`, never guessed at.
import { withoutAround } from './linear-text.ts';
import { type RenditionAddress, renditionAddress } from './rendition-address.ts';

export type PicturePlace =
  /** An http or https address of the picture itself, and its path in the store where the address shows one, else ''. */
  | { readonly kind: 'address'; readonly address: string; readonly storePath: string }
  /** The address of a rendition, which is never the picture. */
  | { readonly kind: 'rendition'; readonly address: string; readonly of: RenditionAddress }
  /** A path that V2 and V3 show as `image_file`: `x/123/name.jpg`, `sample_images/…`, `%%SAMPLE%%/…`. */
  | { readonly kind: 'store-path'; readonly path: string }
  /** Any other name or path; as V2 takes it, relative to its import folder. */
  | { readonly kind: 'folder-path'; readonly path: string }
  /** What no store knows: `C:\…`, `ftp:`, `data:`, `www.…`, an address that cannot be parsed. */
  | { readonly kind: 'foreign'; readonly text: string }
  /** An address in another one, or several, with nothing to tell which. */
  | { readonly kind: 'unclear'; readonly text: string };

/** The places that a text names, in its order; none for a blank one. Addresses without a scheme become https. */
export function picturePlaces(text: string): readonly PicturePlace[] {
  const trimmed = text.trim();
  if (trimmed === '') return [];
  const starts = addressStarts(trimmed);
  if (starts === 'unclear') return [{ kind: 'unclear', text: trimmed }];
  const parts = starts.some((at) => at > 0) ? cutAt(trimmed, starts) : listed(trimmed);
  return parts.map(placeOf);
}

/** The path of an image in its store, by which `%%SAMPLE%%/…` and `sample_images/…` are one; compared, never shown. */
export function comparablePath(imageFile: string): string {
  return imageFile.replace(/^%%SAMPLE%%\//i, 'sample_images/');
}

const STORE_PATH =
  /^\/?(?:product_images\/)?((?:[\p{L}\p{N}_-]\/\d+\/[^/\\]+|(?:sample_images|%%SAMPLE%%)\/[^\\]+)\.[a-z\d]{1,5})$/iu;
const PICTURE_NAME = /[^\s,;|]\.(?:jpe?g|png|gif|webp|bmp|tiff?|avif|heic|svg)$/i;
const isSeparator = (sign: string): boolean => /[\s,;|]/.test(sign);

function placeOf(text: string): PicturePlace {
  const address = namesHost(text, 0) ? `https:${text}` : text;
  if (/^https?:\/\/[^/]/i.test(address) && URL.canParse(address)) {
    const of = renditionAddress(address);
    if (of !== undefined) return { kind: 'rendition', address, of };
    const inStore = /\/product_images\/([^?#]+)/.exec(address)?.[1] ?? '';
    return { kind: 'address', address, storePath: STORE_PATH.exec(inStore)?.[1] ?? '' };
  }
  const path = STORE_PATH.exec(text)?.[1];
  if (path !== undefined) return { kind: 'store-path', path };
  const isForeign = /^(?:[a-z][a-z\d+.-]*:|www\.|\/\/)|\\/i.test(text);
  return isForeign ? { kind: 'foreign', text } : { kind: 'folder-path', path: text };
}

/** Where addresses begin, of whatever scheme. One that follows `/` or `=` (or their escapes) is part of the address around it. */
function addressStarts(text: string): readonly number[] | 'unclear' {
  const starts: number[] = [];
  for (const { index } of text.matchAll(/(?:https?|s?ftps?|file|s3|gs):\/\//gi)) {
    const before = text.slice(Math.max(0, index - 3), index);
    if (/(?:[/=]|%2f|%3d)$/i.test(before) || isScheme(text, index)) continue;
    if (before !== '' && !/[\s,;|\p{L}\p{N}]$/u.test(before)) return 'unclear';
    starts.push(index);
  }
  for (const { index } of text.matchAll(/(?<=[\s,;|])\/\//g)) if (namesHost(text, index)) starts.push(index);
  return starts.sort((a, b) => a - b);
}

/** No scheme is longer. */
const SCHEME_LENGTH_MAX = 64;

/** Is all that stands before a place a scheme, as in `view-source:https://…`? */
function isScheme(text: string, end: number): boolean {
  return end <= SCHEME_LENGTH_MAX && /^[a-z][a-z\d+.-]*:$/i.test(text.slice(0, end));
}

const HOST_END = /[\s/\\]/g;

/** Does a place begin an address without its scheme: two slashes, a name with a dot within, a slash? */
function namesHost(text: string, at: number): boolean {
  const from = at + 2;
  if (!text.startsWith('//', at)) return false;
  HOST_END.lastIndex = from;
  const end = HOST_END.exec(text)?.index ?? text.length;
  const dot = text.slice(from, end).indexOf('.', 1);
  return dot > 0 && from + dot < end - 1 && text[end] === '/';
}

function cutAt(text: string, starts: readonly number[]): string[] {
  const ends = [...starts.slice(starts[0] === 0 ? 1 : 0), text.length];
  let from = 0;
  return ends.flatMap((end) => {
    const part = withoutAround(text.slice(from, end), isSeparator);
    from = end;
    return part === '' ? [] : [part];
  });
}

/** `a.jpg|b.jpg`: a list only where each part is a picture's name; a comma is no sign by itself. */
function listed(text: string): string[] {
  if (/^(?:[a-z][a-z\d+.-]+:|\/\/)/i.test(text)) return [text];
  const parts = text
    .split(/[,;|]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return parts.length > 1 && parts.every((part) => PICTURE_NAME.test(part)) ? parts : [text];
}
