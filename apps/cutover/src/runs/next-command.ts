// The command to paste next: what was typed, less what was meant once. What came from the environment or a file is
// still there and is not repeated.

import { flagName, type OptionKey, optionRows } from '../command-line/option-table.ts';
import { shellLine } from '../command-line/shell-words.ts';
import type { Context } from '../context.ts';

/** Meant for this one use: a run once named, a fresh start, a reporting style. */
const meantOnce: readonly OptionKey[] = [
  'run',
  'new',
  'dryRun',
  'json',
  'failOn',
  'level',
  'sample',
  'maxChanges',
  'yes',
  'confirm',
  'logFile',
];

type Typed = Pick<Context, 'program' | 'flags' | 'io' | 'commands'> & Partial<Pick<Context, 'operands'>>;

/** Another command about the same stores. */
export const nextCommand = (context: Typed, command: string, more: readonly string[] = []): string =>
  commandLine(context, command, meantOnce, more);

/** The same command again, which continues what it left. */
export const sameCommand = (context: Typed & Pick<Context, 'command'>): string =>
  commandLine(context, context.command, ['new'], context.operands ?? []);

function commandLine(
  { program, flags, io, commands }: Typed,
  command: string,
  dropped: readonly OptionKey[],
  more: readonly string[],
): string {
  const words = [...program.split(' '), ...command.split(' ')];
  for (const key of commands.get(command)?.options ?? []) {
    if (dropped.includes(key)) continue;
    for (const text of flags.get(key) ?? [])
      words.push(`--${flagName(key)}`, ...(optionRows[key]?.placeholder === undefined ? [] : [text]));
  }
  return shellLine([...words, ...more], io.platform);
}
