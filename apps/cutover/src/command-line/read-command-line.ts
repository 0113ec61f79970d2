// The command line, read by commander from the two tables. Nothing runs here: what comes back is a command and the
// texts of its flags, or a request for help, or a CutoverError that says what was wrong and what would be right.
import { Command, CommanderError, Option } from 'commander';
import { CutoverError } from '../errors.ts';
import { type CommandRow, type CommandRows, commandAt } from './command-row.ts';
import { nearest } from './nearest.ts';
import type { OptionRows } from './option-row.ts';
import { flagName, optionRows, variableName } from './option-table.ts';
import type { Flags } from './resolve.ts';

export type CommandLine<Row extends CommandRow<string>> =
  | {
      readonly kind: 'run';
      readonly command: Row;
      readonly flags: Flags<KeyOf<Row>>;
      readonly operands: readonly string[];
    }
  /** `topic` is a command, `exit-codes`, `environment`, or '' for the overview. */
  | { readonly kind: 'help'; readonly topic: string }
  | { readonly kind: 'version' };

type KeyOf<Row extends CommandRow<string>> = Row['options'][number];

/** Flags by which people try to hand over a token; refused by name, so that the value is never echoed. */
const tokenFlag = /^--(?:source-|target-|access-|auth-|x-auth-)?token(?:=|$)/;
const helpFlags = new Set(['-h', '--help']);

/** Reads the arguments behind the program's name. */
export function readCommandLine<Row extends CommandRow<string>>(
  args: readonly string[],
  commands: CommandRows<Row>,
  rows: OptionRows = optionRows,
): CommandLine<Row> {
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

function readArguments<Row extends CommandRow<string>>(
  row: Row,
  args: readonly string[],
  rows: OptionRows,
): { flags: Flags<KeyOf<Row>>; operands: readonly string[] } {
  const flags = new Map<KeyOf<Row>, readonly string[]>();
  const command = new Command(row.name)
    .exitOverride()
    .helpOption(false)
    .configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
  if (row.operands !== undefined) command.argument(row.operands.toLowerCase());
  for (const key of row.options) {
    const option = new Option(
      `--${flagName(key, rows)}${rows[key]?.placeholder === undefined ? '' : ' <value>'}`,
    );
    command.addOption(option);
    // Events carry the text as given, before any of commander's own meanings (a `--no-` prefix, a default).
    command.on(`option:${option.name()}`, (text: unknown) => {
      const texts = typeof text === 'string' ? [text] : ['1'];
      flags.set(key, rows[key]?.repeats === true ? [...(flags.get(key) ?? []), ...texts] : texts);
    });
  }
  try {
    command.parse([...args], { from: 'user' });
    // `--journal --json`: the value was forgotten, and the next flag must not become it.
    const taken = [...flags].find(([, texts]) => texts.some((text) => text.startsWith('--')));
    if (taken !== undefined)
      throw new CutoverError(
        'wrong-usage',
        `--${flagName(taken[0], rows)} needs a value.`,
        `Try \`cutover ${row.name} --help\`.`,
      );
  } catch (error) {
    if (error instanceof CommanderError) throw usageProblem(row, error, rows);
    throw error;
  }
  return { flags, operands: command.args };
}

/** `is one more: x`; commander says how many it expected and how many it got. */
function counted({ message }: CommanderError): string {
  const [, expected = '0', got = '1'] = /Expected (\d+) arguments? but got (\d+)/u.exec(message) ?? [];
  const more = Number(got) - Number(expected);
  if (expected === '0') return more === 1 ? 'is 1 argument' : `are ${more} arguments`;
  return more === 1 ? 'is 1 argument more' : `are ${more} arguments more`;
}

function usageProblem(
  { name, options, operands }: CommandRow<string>,
  error: CommanderError,
  rows: OptionRows,
): CutoverError {
  const help = `Try \`cutover ${name} --help\`.`;
  // Commander quotes the argument whole; what stands behind a `=` is a value, and values may be secret.
  const flag = /'(--?[^'=\s]*)/.exec(error.message)?.[1];
  // `--json=1`: commander does not know a yes-or-no option with a value.
  const known = options.find((key) => `--${flagName(key, rows)}` === flag);
  if (error.code === 'commander.unknownOption' && known !== undefined)
    return new CutoverError(
      'wrong-usage',
      `${flag} takes no value: with it the answer is yes, without it no.`,
      `Write ${flag} alone, or leave it out; ${variableName(known, rows)}=0 in the environment also means no.`,
    );
  if (error.code === 'commander.unknownOption' && flag !== undefined) {
    const near = nearest(
      flag,
      options.map((key) => `--${flagName(key, rows)}`),
    );
    return new CutoverError(
      'unknown-option',
      `\`cutover ${name}\` has no option ${flag}.`,
      near === undefined ? help : `Did you mean ${near}?`,
    );
  }
  if (error.code === 'commander.optionMissingArgument' && flag !== undefined)
    return new CutoverError('wrong-usage', `${flag} needs a value.`, help);
  if (error.code === 'commander.excessArguments')
    return new CutoverError(
      'wrong-usage',
      `\`cutover ${name}\` takes ${operands === undefined ? 'options only' : operands}, and there ${counted(error)}.`,
      help,
    );
  if (error.code === 'commander.missingArgument')
    return new CutoverError(
      'wrong-usage',
      `\`cutover ${name}\` needs a ${operands}, and there is none.`,
      `Write \`cutover ${name} ${operands}\`.`,
    );
  return new CutoverError('wrong-usage', `The arguments of \`cutover ${name}\` cannot be read.`, help);
}
