// The command to paste next: what was typed, less what was meant once (a run once named, a fresh start, a reporting
// style), as the rows of the options say. What came from the environment or a file is still there and is not repeated.
// Texts name commands in backticks, as `cutover plan show`; what is pasted is made here as well.
import { commandAt } from '../command-line/command-row.ts';
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

/** The text with each of our commands that stands in backticks as it can be pasted. */
export const withCommands = (context: Typed, text: string, rows: OptionRows = optionRows): string =>
  text.replaceAll(
    /`cutover ([^`]+)`/g,
    (_whole, words: string) => `\`${commandNamed(context, words.split(' '), rows)}\``,
  );

/** The command of these words: one over products is about the same stores, any other finds all in the same journal. */
export function commandNamed(
  context: Typed,
  words: readonly string[],
  rows: OptionRows = optionRows,
): string {
  const row = commandAt(context.commands, words);
  if (row === undefined || words.includes('--help'))
    return shellLine([...context.program.split(' '), ...words], context.io.platform);
  const isOverProducts = row.options.includes('products');
  return commandLine(
    context,
    row.name,
    words.slice(row.name.split(' ').length),
    rows,
    ({ repeated }, key) =>
      repeated === undefined &&
      (isOverProducts || key === 'journal') &&
      !words.includes(`--${flagName(key, rows)}`),
  );
}

function commandLine(
  { program, flags, io, commands }: Typed,
  command: string,
  more: readonly string[],
  rows: OptionRows,
  isRepeated: (row: OptionRow<unknown>, key: string) => boolean,
): string {
  const words = [...program.split(' '), ...command.split(' ')];
  for (const key of commands.get(command)?.options ?? []) {
    const row = rows[key];
    if (row === undefined || !isRepeated(row, key)) continue;
    for (const text of flags.get(key) ?? [])
      words.push(`--${flagName(key, rows)}`, ...(row.placeholder === undefined ? [] : [text]));
  }
  return shellLine([...words, ...more], io.platform);
}
