// Who wins: a flag beats the environment, that beats ./cutover.json, that beats the user's own file. Each value is read
// once, from where it was given, and an error says from where.
import { join } from 'node:path';
import { CutoverError } from '../errors.ts';
import type { Environment, Io } from '../terminal/io.ts';
import { type FileSettings, readConfigFile } from './config-file.ts';
import {
  flagName,
  type OptionKey,
  type Options,
  optionKeys,
  optionRows,
  variableName,
} from './option-table.ts';
import { BadValue } from './read-value.ts';

/** What stood on the command line: the texts behind each flag; '1' for a flag without a value. */
export type Flags = ReadonlyMap<OptionKey, readonly string[]>;

/** One place that options may come from, and what to call it in an error. */
interface Origin {
  texts(key: OptionKey): readonly string[] | undefined;
  called(key: OptionKey): string;
}

const fromEnvironment = (environment: Environment): Origin => ({
  texts(key) {
    const text = environment[variableName(key)];
    if (text === undefined || text.trim() === '') return undefined;
    // Addresses hold no spaces, so a list in the environment is separated by them.
    return optionRows[key]?.repeats === true ? text.trim().split(/\s+/) : [text.trim()];
  },
  called: variableName,
});
const fromFile = (path: string, settings: FileSettings): Origin => ({
  texts: (key) => settings.get(key),
  called: (key) => `${path}: "${flagName(key)}"`,
});

/** The options of a command. `known` are those it has; the others get their defaults and are read from nowhere. */
export async function resolveOptions(
  known: readonly OptionKey[],
  flags: Flags,
  environment: Environment,
  io: Pick<Io, 'cwd' | 'configFolder'>,
): Promise<Options> {
  const here = join(io.cwd, 'cutover.json');
  const own = join(io.configFolder, 'cutover.json');
  const origins: Origin[] = [
    { texts: (key) => flags.get(key), called: (key) => `--${flagName(key)}` },
    fromEnvironment(environment),
    fromFile(here, await readConfigFile(here, 'folder')),
    fromFile(own, await readConfigFile(own, 'own')),
  ];
  const values = Object.fromEntries(
    optionKeys.map((key) => [key, readOption(key, known.includes(key) ? origins : [])]),
  );
  // The table made the keys, and each row's reader the value under its key.
  return values as Options;
}

function readOption(key: OptionKey, origins: readonly Origin[]): unknown {
  const row = optionRows[key];
  const origin = origins.find((one) => one.texts(key) !== undefined);
  const texts = origin?.texts(key) ?? [];
  try {
    return row?.read(texts);
  } catch (error) {
    if (!(error instanceof BadValue)) throw error;
    // An address may hold a password, or a token where one was pasted by mistake.
    const quoted = texts[0]?.replace(/\/\/[^/@]*@/, '//[redacted]@');
    const given = texts.length === 1 ? `"${quoted}" ` : 'this ';
    throw new CutoverError(
      'bad-value',
      `${origin?.called(key) ?? flagName(key)}: ${given}${error.message}.`,
      'Correct it and run the command again.',
    );
  }
}
