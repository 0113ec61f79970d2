// What a regular expression would do to a text in steps that grow with the square of its length: it tries a run of signs
// again from each of them where the run does not end the text. Invariant: each of these looks at no sign twice.

/** The text without the signs at its end of which `isLeft` is true. */
export function withoutAtEnd(text: string, isLeft: (sign: string) => boolean): string {
  let end = text.length;
  while (end > 0 && isLeft(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** The text without such signs at its start and at its end. */
export function withoutAround(text: string, isLeft: (sign: string) => boolean): string {
  let from = 0;
  while (from < text.length && isLeft(text.charAt(from))) from += 1;
  return withoutAtEnd(text.slice(from), isLeft);
}

const NOT_BLANK = /\S/g;

/** Where the first sign at or behind a place is that is not blank; the length of the text where none is. */
export function afterBlanks(text: string, from = 0): number {
  NOT_BLANK.lastIndex = from;
  return NOT_BLANK.exec(text)?.index ?? text.length;
}
