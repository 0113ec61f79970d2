import { expect, test } from 'vitest';
import { shellLine } from './shell-words.ts';

test.each<[string, string[], string]>([
  ['linux', ['cutover', 'diff', '--journal', 'my runs.db'], "cutover diff --journal 'my runs.db'"],
  ['linux', ['cutover', "it's", '$HOME', ''], "cutover 'it'\\''s' '$HOME' ''"],
  // fish would end the quotes at the second of them, and run what follows.
  ['linux', ["a\\' ; touch b; \\'"], "'a'\\\\''\\'' ; touch b; '\\\\''\\'''"],
  ['linux', ['=ls', 'a=b'], "'=ls' a=b"],
  ['linux', ['--max-changes', '5%', 'a/b:c'], '--max-changes 5% a/b:c'],
  ['win32', ['cutover', '--journal', 'C:\\my runs.db'], 'cutover --journal "C:\\my runs.db"'],
  ['win32', ['--max-changes', '5%', 'Übergröße (2).db'], '--max-changes 5% "Übergröße (2).db"'],
  ...['$(calc)', '`calc`', '%PATH%', 'a"b', "it's", '“a”', '‘a’', 'a!b', 'a^b', 'ends with\\'].map(
    (word): [string, string[], string] => [
      'win32',
      ['cutover', '--journal', word],
      '(not shown, because cmd and PowerShell would read a word of it otherwise than it is meant)',
    ],
  ),
  ...['a\nNext: evil', 'a\u001B[2J', 'a\u202Eb', 'a\u200Db', 'a\uFE0Fb', 'a\u{E0101}b'].map(
    (word): [string, string[], string] => [
      'linux',
      ['cutover', '--journal', word],
      '(not shown, because it holds characters that cannot be seen)',
    ],
  ),
])('%s: %j', (platform, words, line) => {
  expect(shellLine(words, platform)).toBe(line);
});
