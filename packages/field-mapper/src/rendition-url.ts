// What of a rendition's address names the image: `/products/{product}/images/{image}/{name}`. The rest (host, store
// prefix, unix stamp, size, ?c) is the CDN's and changes between two reads of one image.

const FROM_PRODUCTS = /\/products\/\d+\/images\/\d+\/[^/]*$/;
const STAMP_SIZE_EXTENSION = /\.\d{9,11}(?:\.\d{1,5}\.\d{1,5})?(\.[^.]*)?$/;

/** The part of a rendition's address that stays the same for one image; an address of another form as a whole, less query. */
export function renditionPath(url: string): string {
  const path = withoutQuery(url);
  const named = FROM_PRODUCTS.exec(path)?.[0] ?? path.replace(/^[a-z][a-z\d+.-]*:\/\/[^/]*/i, '');
  return decoded(named.replace(STAMP_SIZE_EXTENSION, '$1'));
}

/** Whether two addresses have one and the same {@link renditionPath}. */
export function isOneRendition(a: string, b: string): boolean {
  const [left, right] = [withoutQuery(a), withoutQuery(b)];
  // Nearly all of them differ in nothing else, and need not be taken apart.
  return left === right || renditionPath(left) === renditionPath(right);
}

/** An address or a path without `?…` and `#…`. */
export function withoutQuery(url: string): string {
  const at = url.search(/[?#]/);
  return at < 0 ? url : url.slice(0, at);
}

/** So many times nobody has moved a name; a text made of escapes of escapes would be read once for each of its letters. */
const LEVELS_MAX = 32;

/**
 * Percent-decoded escape by escape until none is left, because each move from store to store may have escaped the escapes of
 * the one before; what is no escape (`50% off`), or none of any letter, stays.
 */
export function decoded(text: string): string {
  let rest = text;
  for (let level = 0; level < LEVELS_MAX; level += 1) {
    const next = decodedOnce(rest);
    if (next === rest) break;
    rest = next;
  }
  return rest;
}

/** One level of escapes taken off. */
export function decodedOnce(text: string): string {
  return text.replace(/(?:%[\da-f]{2})+/gi, decodedRun);
}

/** As much of it as makes letters: a cut may have torn the last one apart. */
function decodedRun(escapes: string): string {
  const whole = lettersOf(escapes);
  if (whole !== undefined) return whole;
  let letters = '';
  let at = 0;
  while (at < escapes.length) {
    const end = at + 3 * bytesOfLetter(Number.parseInt(escapes.slice(at + 1, at + 3), 16));
    const letter = lettersOf(escapes.slice(at, end));
    if (letter === undefined) break;
    letters += letter;
    at = end;
  }
  return letters + escapes.slice(at);
}

/** How many bytes the letter has that begins with this one; what begins none is no letter alone, either. */
function bytesOfLetter(first: number): number {
  if (first >= 0xf0) return 4;
  if (first >= 0xe0) return 3;
  return first >= 0xc0 ? 2 : 1;
}

function lettersOf(escapes: string): string | undefined {
  try {
    return decodeURIComponent(escapes);
  } catch {
    return undefined;
  }
}
