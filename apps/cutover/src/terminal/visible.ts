// Makes text from outside harmless to look at: control characters, escapes and direction marks are shown as what they
// are instead of being obeyed by a terminal. Applied wherever outside text meets a person, on a terminal or not.

// C0 and C1 controls, DEL, line and paragraph separators, direction marks, byte-order mark, lone surrogates; and what is not
// seen at all: soft hyphens, zero-width spaces, fillers, invisible operators, tags. The joiners U+200C and U+200D stay, because
// scripts and emoji need them.
const unsafe =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u001F\u007F-\u009F\u00AD\u061C\u115F\u1160\u180E\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0\uFFF0-\uFFFB\u{1BCA0}-\u{1BCA3}\u{1D173}-\u{1D17A}\u{E0000}-\u{E00FF}\u{E01F0}-\u{E0FFF}]|\u034F|\u17B4|\u17B5|\p{Surrogate}/gu;

const shown = (character: string): string => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;

/** The text on one line, with every character that a terminal would obey written out, as in `\u{1b}`. */
export const visible = (text: string): string => text.replace(unsafe, shown);

/** The colours of our own palette. */
// oxlint-disable-next-line no-control-regex
const ownColour = /(\u001B\[(?:1|2|22|3[1235-69])m)/u;

/** The same for a line that may hold our own colours. */
export const harmless = (text: string): string =>
  text
    .split(ownColour)
    .map((part, at) => (at % 2 === 1 ? part : visible(part)))
    .join('');

/** JSON on one line in which nothing is left that a terminal would obey; parses to the same value. */
export const toJsonLine = (value: unknown): string =>
  JSON.stringify(value).replace(unsafe, (character) =>
    Array.from(
      { length: character.length },
      (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
