import { expect, test } from 'vitest';
import { shellLine } from './shell-words.ts';

test.each([
  ['linux', ['cutover', 'diff', '--journal', 'my runs.db'], "cutover diff --journal 'my runs.db'"],
  ['linux', ['cutover', "it's", '$HOME', ''], "cutover 'it'\\''s' '$HOME' ''"],
  ['linux', ['--max-changes', '5%', 'a/b:c'], '--max-changes 5% a/b:c'],
  ['win32', ['cutover', '--journal', 'C:\\my runs.db'], 'cutover --journal "C:\\my runs.db"'],
])('%s: %j', (platform, words, line) => {
  expect(shellLine(words, platform)).toBe(line);
});
