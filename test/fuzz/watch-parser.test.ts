// The watch over a parser that is played, with players that do nothing but hang or die.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { watchParser } from './watch-parser.ts';

/** A player that begins one input and then does this. */
function playerThat(does: string) {
  const folder = mkdtempSync(path.join(tmpdir(), 'cutover-watch-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const program = path.join(folder, 'player.mjs');
  const begin = `import { writeFileSync } from 'node:fs'; writeFileSync(process.argv.at(-1), '1\\nthe input\\n');`;
  writeFileSync(program, `${begin} ${does}`);
  return { last: path.join(folder, 'last'), player: { program, patienceMs: 1_000 } };
}

it.each([
  ['hangs', 'for (;;);', 'no answer within 1 s'],
  ['dies', 'process.exit(3);', 'it died: exit code 3'],
])('one that %s is ended, and its input is told', { timeout: 20_000 }, async (_, does, why) => {
  const { last, player } = playerThat(does);
  expect(await watchParser('any', 1, 1_000, last, player)).toEqual({
    inputs: 1,
    found: { note: 'the input\n', why },
  });
});
