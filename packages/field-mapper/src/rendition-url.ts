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

/** An address or a path without `?…` and `#…`. */
export function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/s, '');
}

/**
 * Percent-decoded escape by escape until none is left, because each move from store to store may have escaped the escapes of
 * the one before; what is no escape (`50% off`), or none of any letter, stays.
 */
export function decoded(text: string): string {
  let rest = text;
  for (;;) {
    const next = decodedOnce(rest);
    if (next === rest) return rest;
    rest = next;
  }
}

/** One level of escapes taken off. */
export function decodedOnce(text: string): string {
  return text.replace(/(?:%[\da-f]{2})+/gi, decodedRun);
}

/** As much of it as makes letters: a cut may have torn the last one apart. */
function decodedRun(escapes: string): string {
  for (let end = escapes.length; end > 0; end -= 3) {
    try {
      return decodeURIComponent(escapes.slice(0, end)) + escapes.slice(end);
    } catch {
      // A shorter one may do.
    }
  }
  return escapes;
}
