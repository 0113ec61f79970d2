// The flags and operands behind a command's name, read by commander from the table of options. It must not know what they mean.
import { Command, CommanderError, Option } from 'commander';
import { CutoverError } from '../errors.ts';
import type { CommandRow } from './command-row.ts';
import { nearest } from './nearest.ts';
import type { OptionRows } from './option-row.ts';
import { flagName, variableName } from './option-table.ts';
import type { Flags } from './resolve.ts';

/** Throws a CutoverError that says what was wrong with them. */
export function readArguments<Row extends CommandRow<string>>(
  row: Row,
  args: readonly string[],
  rows: OptionRows,
): { flags: Flags<Row['options'][number]>; operands: readonly string[] } {
  const flags = new Map<Row['options'][number], readonly string[]>();
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
