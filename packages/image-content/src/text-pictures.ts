// The pictures that are text: SVG and XBM, which may open with comments. Invariant: each comment ends at its first end and
// each sign is looked at once; an expression that may divide comments in several ways would try all of them.

/** Does a text open as an SVG does: a declaration, comments and a document type, then the first tag? */
export function opensSvg(text: string): boolean {
  const at = behind(text, text.startsWith('\u00ef\u00bb\u00bf') ? 3 : 0, [
    ['<?xml', '>'],
    ['<!--', '-->'],
    ['<!doctype svg', '>'],
  ]);
  return /^<svg[\s>]/i.test(text.slice(at, at + 5));
}

/** The size that an XBM tells, which opens with two definitions; undefined where a text is none. */
export function xbmSize(text: string): { width: number; height: number } | undefined {
  const words = text.slice(behind(text, 0, [['/*', '*/']])).split(/\s+/, 6);
  const [first, ofWidth = '', width = '', second, ofHeight = '', height = ''] = words;
  const isOne =
    first === '#define' &&
    second === '#define' &&
    ofWidth.endsWith('width') &&
    ofHeight.endsWith('height') &&
    /^\d+$/.test(width) &&
    /^\d/.test(height);
  return isOne ? { width: Number(width), height: Number.parseInt(height, 10) } : undefined;
}

/** Where a text goes on behind blanks and whatever stands between these signs, in lower case; one that does not end stays. */
function behind(
  text: string,
  start: number,
  skipped: readonly (readonly [open: string, close: string])[],
): number {
  let at = afterBlanks(text, start);
  for (;;) {
    const from = at;
    const found = skipped.find(([open]) => text.slice(from, from + open.length).toLowerCase() === open);
    if (found === undefined) return at;
    const [open, close] = found;
    const end = text.indexOf(close, at + open.length);
    if (end < 0) return at;
    at = afterBlanks(text, end + close.length);
  }
}

function afterBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charAt(at).trim() === '') at += 1;
  return at;
}
