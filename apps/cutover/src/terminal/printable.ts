// Makes a string from outside safe to put on a terminal: one line, nothing that moves the cursor, colours, rings,
// reorders (bidi) or hides text. Scripts of all languages and emoji pass unchanged. It must not know what is shown.
import { stripVTControlCharacters } from 'node:util';

const spaces = /[\t\n\v\f\r\u0085\u2028\u2029]+/gu;
// C0, DEL, C1; bidi marks, embeddings, overrides and isolates; zero-width space and BOM; annotations; tag characters.
const hidden =
  /[\p{Cc}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]+/gu;
const lengthMax = 400;

/** The text as one printable line of at most 400 UTF-16 units; lone surrogates become U+FFFD. */
export function printable(text: string): string {
  const short = text.length > lengthMax * 4 ? text.slice(0, lengthMax * 4) : text;
  const clean = stripVTControlCharacters(short).replace(spaces, ' ').replace(hidden, '').trim();
  return (clean.length > lengthMax ? `${clean.slice(0, lengthMax - 1)}…` : clean).toWellFormed();
}
