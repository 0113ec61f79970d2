import { expect, test } from 'vitest';
import type { OptionKey } from '../command-line/option-table.ts';
import { commandTable } from '../command-table.ts';
import { fakeIo } from '../testing/fake-io.ts';
import { nextCommand, sameCommand } from './next-command.ts';

const typed = (program = 'cutover') => ({
  program,
  command: 'migrate',
  commands: commandTable,
  io: fakeIo(),
  flags: new Map<OptionKey, readonly string[]>([
    ['source', ['abc']],
    ['target', ['def']],
    ['sourceOriginals', ['https://a/{store}', 'https://b']],
    ['maxChanges', ['5%']],
    ['yes', ['1']],
    ['json', ['1']],
    ['new', ['1']],
  ]),
});

test('the next command keeps the stores and drops what was meant once', () => {
  expect(nextCommand(typed(), 'verify')).toBe(
    "cutover verify --source abc --source-originals 'https://a/{store}' --source-originals https://b --target def",
  );
  expect(nextCommand(typed('npx pnpm cutover'), 'report', ['--run', 'r1'])).toBe(
    'npx pnpm cutover report --source abc --target def --run r1',
  );
});

test('a token of the sandbox, which came on the command line, is never printed', () => {
  const flags = new Map<OptionKey, readonly string[]>([
    ['seed', ['7']],
    ['token', ['abcdef0123']],
  ]);
  expect(sameCommand({ ...typed(), command: 'sandbox', flags })).toBe('cutover sandbox --seed 7');
});

test('the same command continues: all of it, but no fresh start', () => {
  expect(sameCommand(typed())).toBe(
    "cutover migrate --source abc --source-originals 'https://a/{store}' --source-originals https://b --target def --yes --max-changes 5% --json",
  );
});
