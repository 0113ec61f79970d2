import { expect, test } from 'vitest';
import type { OptionKey } from '../command-line/option-table.ts';
import { commandTable } from '../commands/command-table.ts';
import { fakeIo } from '../testing/fake-io.ts';
import { nextCommand, sameCommand, withCommands } from './next-command.ts';

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

test('the token that a sandbox was given, which it prints itself, is repeated: else its stores have another one', () => {
  const flags = new Map<OptionKey, readonly string[]>([
    ['seed', ['7']],
    ['token', ['abcdef0123']],
  ]);
  expect(sameCommand({ ...typed(), command: 'sandbox', flags })).toBe(
    'cutover sandbox --seed 7 --token abcdef0123',
  );
});

test('the same command continues: all of it, but no fresh start', () => {
  expect(sameCommand(typed())).toBe(
    "cutover migrate --source abc --source-originals 'https://a/{store}' --source-originals https://b --target def --yes --max-changes 5% --json",
  );
});

test.each([
  [
    'Look at it with `cutover plan show`, then raise',
    'Look at it with `cutover plan show --journal m2.db`, then raise',
  ],
  ['`cutover report --run r1` or `--verbose`', '`cutover report --journal m2.db --run r1` or `--verbose`'],
  ['Run `cutover verify` first', 'Run `cutover verify --source abc --target def --journal m2.db` first'],
  ['Name it: `cutover report --journal other.db`', 'Name it: `cutover report --journal other.db`'],
  [
    'Try `cutover migrate --help`, or `cutover help environment`.',
    'Try `cutover migrate --help`, or `cutover help environment`.',
  ],
  ['Cutover, cutover and `x`', 'Cutover, cutover and `x`'],
])('%s: the commands in a text are made as the next one is', (text, told) => {
  const flags = new Map<OptionKey, readonly string[]>([
    ['source', ['abc']],
    ['target', ['def']],
    ['journal', ['m2.db']],
    ['maxChanges', ['1']],
  ]);
  expect(withCommands({ ...typed(), flags }, text)).toBe(told);
  expect(withCommands({ ...typed('npx pnpm cutover'), flags }, text)).toBe(
    told.replaceAll('`cutover', '`npx pnpm cutover'),
  );
});
