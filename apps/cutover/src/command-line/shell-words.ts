// A command as text that can be pasted into a shell.

/** The words as one line; `windows`: for cmd and PowerShell alike, as far as one spelling serves both. */
export const shellLine = (words: readonly string[], platform: string): string =>
  words.map((word) => (platform === 'win32' ? quoteWindows(word) : quotePosix(word))).join(' ');

const quotePosix = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
const quoteWindows = (word: string): string =>
  /^[\w@+=:,./\\-]+$/.test(word) ? word : `"${word.replaceAll('"', '""')}"`;
