// The command to paste next: what was typed, less what was meant once (a run once named, a fresh start, a reporting
// style), as the rows of the options say. What came from the environment or a file is still there and is not repeated.
import type { OptionRow, OptionRows } from '../command-line/option-row.ts';
import { flagName, optionRows } from '../command-line/option-table.ts';
import { shellLine } from '../command-line/shell-words.ts';
import type { Context } from '../context.ts';
import type { Io } from '../terminal/io.ts';

interface Typed extends Pick<Context, 'program' | 'commands'>, Partial<Pick<Context, 'operands'>> {
  readonly io: Pick<Io, 'platform'>;
  readonly flags: ReadonlyMap<string, readonly string[]>;
}

/** Another command about the same stores. */
export const nextCommand = (
  context: Typed,
  command: string,
  more: readonly string[] = [],
  rows: OptionRows = optionRows,
): string => commandLine(context, command, more, rows, ({ repeated }) => repeated === undefined);

/** The same command again, which continues what it left. */
export const sameCommand = (
  context: Typed & Pick<Context, 'command'>,
  rows: OptionRows = optionRows,
): string =>
  commandLine(context, context.command, context.operands ?? [], rows, ({ repeated }) => repeated !== 'never');

function commandLine(
  { program, flags, io, commands }: Typed,
  command: string,
  more: readonly string[],
  rows: OptionRows,
  isRepeated: (row: OptionRow<unknown>) => boolean,
): string {
  const words = [...program.split(' '), ...command.split(' ')];
  for (const key of commands.get(command)?.options ?? []) {
    const row = rows[key];
    if (row === undefined || !isRepeated(row)) continue;
    for (const text of flags.get(key) ?? [])
      words.push(`--${flagName(key, rows)}`, ...(row.placeholder === undefined ? [] : [text]));
  }
  return shellLine([...words, ...more], io.platform);
}
