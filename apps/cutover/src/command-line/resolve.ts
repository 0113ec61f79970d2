// Who wins: a flag beats the environment, that beats ./cutover.json, that beats the user's own file. Each value is read
// once, from where it was given, and an error says from where.
import { join } from 'node:path';
import { CutoverError } from '../errors.ts';
import type { Environment, Io } from '../terminal/io.ts';
import { type FileSettings, readConfigFile } from './config-file.ts';
import type { OptionRows } from './option-row.ts';
import {
  flagName,
  type OptionKey,
  type Options,
  optionRows,
  variableName,
  variableOfFlag,
} from './option-table.ts';
import { BadValue } from './read-value.ts';

/** What stood on the command line: the texts behind each flag; '1' for a flag without a value. */
export type Flags<Key extends string = OptionKey> = ReadonlyMap<Key, readonly string[]>;

/** One place that options may come from, and what to call it in an error. */
interface Origin {
  texts(key: string): readonly string[] | undefined;
  called(key: string): string;
}

const fromEnvironment = (environment: Environment, rows: OptionRows): Origin => ({
  texts(key) {
    const text = held(environment[variableName(key, rows)]) ?? shared(environment, key, rows);
    if (text === undefined) return undefined;
    // Addresses hold no spaces, so a list in the environment is separated by them.
    return rows[key]?.repeats === true ? text.split(/\s+/) : [text];
  },
  called: (key) => variableName(key, rows),
});

/** An empty variable is none. */
const held = (text: string | undefined): string | undefined => text?.trim() || undefined;

/** Of a name that two options have, what cannot be read as this one is the other's. */
function shared(environment: Environment, key: string, rows: OptionRows): string | undefined {
  const row = rows[key];
  const text = row?.sharesVariable === true ? held(environment[variableOfFlag(key, rows)]) : undefined;
  if (text === undefined) return undefined;
  try {
    row?.read([text]);
    return text;
  } catch (error) {
    if (error instanceof BadValue) return undefined;
    throw error;
  }
}

const fromFile = (path: string, settings: FileSettings, rows: OptionRows): Origin => ({
  texts: (key) => settings.get(key),
  called: (key) => `${path}: "${flagName(key, rows)}"`,
});

/** The options of a command. `known` are those it has; the others get their defaults and are read from nowhere. */
export function resolveOptions(
  known: readonly OptionKey[],
  flags: Flags,
  environment: Environment,
  io: Pick<Io, 'cwd' | 'configFolder'>,
): Options {
  // The table made the keys, and each row's reader the value under its key.
  return resolveRows(known, flags, environment, io, optionRows) as Options;
}

/** The same with any table: each key has what its row has read. */
export function resolveRows(
  known: readonly string[],
  flags: Flags<string>,
  environment: Environment,
  io: Pick<Io, 'cwd' | 'configFolder'>,
  rows: OptionRows,
): Readonly<Record<string, unknown>> {
  const here = join(io.cwd, 'cutover.json');
  const own = join(io.configFolder, 'cutover.json');
  const origins: Origin[] = [
    { texts: (key) => flags.get(key), called: (key) => `--${flagName(key, rows)}` },
    fromEnvironment(environment, rows),
    fromFile(here, readConfigFile(here, 'folder', rows), rows),
    fromFile(own, readConfigFile(own, 'own', rows), rows),
  ];
  return Object.fromEntries(
    Object.keys(rows).map((key) => [key, readOption(key, known.includes(key) ? origins : [], rows)]),
  );
}

function readOption(key: string, origins: readonly Origin[], rows: OptionRows): unknown {
  const row = rows[key];
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
      `${origin?.called(key) ?? flagName(key, rows)}: ${given}${error.message}.`,
      'Correct it and run the command again.',
    );
  }
}
