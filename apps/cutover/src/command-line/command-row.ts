// What a command is to whoever reads arguments or prints help: its words, its options, its exit codes. What it does is
// none of this room's business.
import type { OptionKey } from './option-table.ts';

/** `Key`: the options there are; those of the table, unless a test has a table of its own. */
export interface CommandRow<Key extends string = OptionKey> {
  /** One word, or two. */
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** A paragraph or two: what it reads, what it writes, what the answer means. */
  readonly about: readonly string[];
  /** Arguments as the usage line shows them; undefined: none. */
  readonly operands?: string;
  /** Options without which it does nothing, as the usage line shows them; undefined: none. */
  readonly needs?: string;
  readonly options: readonly Key[];
  /** Those of its options that are taken, so that one set of flags serves the commands of a run, and do nothing here. */
  readonly idle?: readonly Key[];
  /** What an option says here, where that is another thing than elsewhere. */
  readonly optionHelp?: Partial<Readonly<Record<Key, string>>>;
  readonly examples: readonly (readonly [line: string, says: string])[];
  readonly exitCodes: readonly number[];
  /** What an exit code means here, where that is another thing than elsewhere. */
  readonly exitCodeHelp?: Readonly<Record<number, string>>;
  /** Does nothing but read: a closed stdout ends it with 0. */
  readonly readsOnly: boolean;
  /** More lines for the end of its help, from tables that are loaded for this help alone. */
  readonly moreHelp?: () => Promise<readonly string[]>;
}

/** Whether it takes the option and does something with it. */
export const heeds = (row: Pick<CommandRow<string>, 'options' | 'idle'> | undefined, key: string): boolean =>
  row !== undefined && row.options.includes(key) && row.idle?.includes(key) !== true;

/** The commands by their names, in the order of the help. */
export type CommandRows<Row extends CommandRow<string> = CommandRow> = ReadonlyMap<string, Row>;

/** The command whose name these words begin with. */
export function commandAt<Row extends CommandRow<string>>(
  commands: CommandRows<Row>,
  words: readonly string[],
): Row | undefined {
  const [first = ''] = words;
  return commands.get(words.slice(0, 2).join(' ')) ?? (first.includes(' ') ? undefined : commands.get(first));
}
