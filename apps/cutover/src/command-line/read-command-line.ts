// The command line, read by the two tables. Nothing runs here: what comes back is a command and the texts of its flags, or a
// request for help, or a CutoverError that says what was wrong and what would be right. What reads flags is loaded where there
// are any to be read, which `--version` and help have not.
import { CutoverError } from '../errors.ts';
import { type CommandRow, type CommandRows, commandAt } from './command-row.ts';
import { nearest } from './nearest.ts';
import type { OptionRows } from './option-row.ts';
import { optionRows } from './option-table.ts';
import type { Flags } from './resolve.ts';

export type CommandLine<Row extends CommandRow<string>> =
  | {
      readonly kind: 'run';
      readonly command: Row;
      readonly flags: Flags<Row['options'][number]>;
      readonly operands: readonly string[];
    }
  /** `topic` is a command, `exit-codes`, `environment`, or '' for the overview. */
  | { readonly kind: 'help'; readonly topic: string }
  | { readonly kind: 'version' };

/** Flags by which people try to hand over a token; refused by name, so that the value is never echoed. */
const tokenFlag = /^--(?:source-|target-|access-|auth-|x-auth-)?token(?:=|$)/;
const helpFlags = new Set(['-h', '--help']);

/** Reads the arguments behind the program's name. */
export async function readCommandLine<Row extends CommandRow<string>>(
  args: readonly string[],
  commands: CommandRows<Row>,
  rows: OptionRows = optionRows,
): Promise<CommandLine<Row>> {
  const own = args.includes('--') ? args.slice(0, args.indexOf('--')) : args;
  // A command may make stores with a token of its own, which opens nothing else.
  const makesOne = commandAt(commands, own)?.options.includes('token') === true;
  if (own.some((arg) => tokenFlag.test(arg) && !(makesOne && /^--token(?:=|$)/.test(arg))))
    throw new CutoverError(
      'token-in-wrong-place',
      'A token on the command line is seen by everyone on this machine and stays in the shell’s history.',
      'Give it in CUTOVER_SOURCE_TOKEN and CUTOVER_TARGET_TOKEN, or in a file named with --source-token-file and --target-token-file.',
    );
  const first = own[0];
  if (first === '--version' || first === '-V') return { kind: 'version' };
  if (first === undefined || helpFlags.has(first)) return { kind: 'help', topic: '' };
  if (first === 'help') {
    const words = own.slice(1).filter((arg) => !arg.startsWith('-'));
    return { kind: 'help', topic: commandAt(commands, words)?.name ?? words[0] ?? '' };
  }
  const command = commandAt(commands, own);
  if (command === undefined && isFirstOfTwo(own, commands)) return { kind: 'help', topic: first };
  if (command === undefined) throw unknownCommand(own, [...commands.keys()]);
  if (own.some((arg) => helpFlags.has(arg))) return { kind: 'help', topic: command.name };
  const words = command.name.split(' ').length;
  const { readArguments } = await import('./read-arguments.ts');
  return { kind: 'run', command, ...readArguments(command, args.slice(words), rows) };
}

/** `cutover journal --help`: the first word of commands of two, and no other word, asks for the help on all of them. */
const isFirstOfTwo = (args: readonly string[], commands: CommandRows<CommandRow<string>>): boolean =>
  args.some((arg) => helpFlags.has(arg)) &&
  args.filter((arg) => !arg.startsWith('-')).length === 1 &&
  [...commands.keys()].some((name) => name.startsWith(`${args[0]} `));

function unknownCommand(args: readonly string[], commandNames: readonly string[]): CutoverError {
  const word = args.find((arg) => !arg.startsWith('-'));
  const [first = ''] = args;
  const meant = first.startsWith('-') ? nearest(first, ['--version', '--help']) : undefined;
  if (meant !== undefined)
    return new CutoverError(
      'unknown-option',
      `There is no option ${first}.`,
      `Did you mean \`cutover ${meant}\`?`,
    );
  if (word === undefined || word !== args[0])
    return new CutoverError(
      'wrong-usage',
      'The command comes first, then its options.',
      'Try `cutover --help`.',
    );
  // `cutover journal`: the second word was left out, or is another; the first one that would be right is named.
  const near =
    commandNames.find((name) => name.startsWith(`${word} `)) ??
    nearest(word, commandNames) ??
    nearest(args.slice(0, 2).join(' '), commandNames);
  return new CutoverError(
    'unknown-command',
    `"${word}" is none of ${commandNames.join(', ')}.`,
    near === undefined ? 'Try `cutover --help`.' : `Did you mean \`cutover ${near}\`?`,
  );
}
