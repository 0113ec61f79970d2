// A command as text that can be pasted into a shell. Invariant: what a shell would read otherwise than it was meant, or
// what nobody can see, is not shown as a command at all.
import { visible } from '../terminal/visible.ts';

/** Also what texts may hold, since scripts and emoji need it: in a command it makes one word look like another. */
const UNSEEN = /\p{Default_Ignorable_Code_Point}/u;

/** The words as one line; on Windows for cmd and PowerShell alike, as far as one spelling serves both. */
export function shellLine(words: readonly string[], platform: string): string {
  if (words.some((word) => visible(word) !== word || UNSEEN.test(word)))
    return '(not shown, because it holds characters that cannot be seen)';
  if (platform !== 'win32') return words.map(quotePosix).join(' ');
  const quoted = words.map(quoteWindows);
  return quoted.includes(undefined)
    ? '(not shown, because cmd and PowerShell would read a word of it otherwise than it is meant)'
    : quoted.join(' ');
}

/**
 * For fish as well, which takes a backslash within quotes for an escape, so that it stands outside of them; and for zsh,
 * to which a word that begins with `=` is a program.
 */
const quotePosix = (word: string): string =>
  /^[\w@%+:,./-][\w@%+=:,./-]*$/.test(word) ? word : `'${word.replaceAll(/['\\]/g, `'\\$&'`)}'`;

/**
 * Undefined where no spelling serves both: `$` and the backtick are PowerShell's within double quotes, `%`, `!` and `^`
 * are cmd's, and PowerShell takes typographic quotes for quotes.
 */
function quoteWindows(word: string): string | undefined {
  // A percentage is no variable of cmd's: that would need a second sign.
  if (/^(?:[\w+=:./\\-]+|\d+%)$/.test(word)) return word;
  return /^[\p{L}\p{N}\p{M} _@+=:,.;#~&()[\]{}/\\-]*$/u.test(word) && !word.endsWith('\\')
    ? `"${word}"`
    : undefined;
}
