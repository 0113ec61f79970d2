// Foreign words made safe to show: one line, no control or bidirectional characters, bounded.

// Control and format characters (bidirectional marks among them) can rewrite a terminal or reorder a line.
const unsafe = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

/** At most `lengthMax` characters of `text`, on one line, well-formed and without control characters. */
export function plainText(text: string, lengthMax: number): string {
  // Cut first: the text may be megabytes of HTML.
  const line = text
    .slice(0, lengthMax * 8)
    .toWellFormed()
    .replace(unsafe, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  const characters = Array.from(line);
  return characters.length <= lengthMax ? line : `${characters.slice(0, lengthMax - 1).join('')}…`;
}
