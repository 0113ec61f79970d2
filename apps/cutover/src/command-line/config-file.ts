// Reads cutover.json, the working folder's and the user's own. A key that is no option is an error, because a setting
// that is silently ignored is how a wrong store gets written; a token is refused wherever it stands. Invariant: a file that
// somebody else may have written decides nothing, and one that merely lies in the folder decides neither where tokens go,
// nor that nobody is asked, nor which file is read or written.
import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync, type Stats } from 'node:fs';
import { CutoverError } from '../errors.ts';
import { isOurs } from '../files/owned.ts';
import { nearest } from './nearest.ts';
import { fileKey, type OptionRows } from './option-row.ts';
import { flagName, optionRows, variableName } from './option-table.ts';

/** What a file says: the texts of each option that it names. */
export type FileSettings = ReadonlyMap<string, readonly string[]>;

const advice = 'Fix the file; `cutover help environment` lists the keys.';

/** More than any settings need. */
const BYTES_MAX = 1_048_576;

/** `folder`: it lies in the working folder, which need not be the user's; `own`: the user's own. */
export type ConfigPlace = 'folder' | 'own';

/** The settings of this file; empty when there is none. Throws a CutoverError for anything else that is not right. */
export function readConfigFile(
  path: string,
  place: ConfigPlace,
  rows: OptionRows = optionRows,
): FileSettings {
  const text = readConfigText(path);
  return text === undefined ? new Map() : parseConfig(path, text, place, rows);
}

/** What the file holds; undefined when there is none. It is small, and nothing else can be done before it is read. */
export function readConfigText(path: string): string | undefined {
  let file: number | undefined;
  try {
    const link = lstatSync(path);
    // A pipe without a writer would be waited for otherwise.
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    refuseStrangers(path, link, fstatSync(file));
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof CutoverError) throw error;
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return undefined;
    throw new CutoverError('bad-config-file', `${path} cannot be read.`, 'Check who may read it.', error);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** @param link the path itself, which may be a link; `stat`: what it leads to. */
function refuseStrangers(path: string, link: Stats, stat: Stats): void {
  if (!stat.isFile() || stat.size > BYTES_MAX)
    throw new CutoverError('bad-config-file', `${path} is no file of settings.`, 'Move it away.');
  // Windows has other rights, which Node does not show.
  if (process.getuid === undefined) return;
  if (!isOurs(link) || !isOurs(stat))
    throw new CutoverError(
      'bad-config-file',
      `${path} belongs to another user, who could decide by it where your tokens go.`,
      'Look at it; copy it to a file of your own, or move it away.',
    );
  if ((stat.mode & 0o002) !== 0)
    throw new CutoverError(
      'bad-config-file',
      `${path} can be written by everybody, so anybody could use it to decide where your tokens go.`,
      'Look at it, then take that right away: chmod o-w.',
    );
}

/** The settings in this text of a cutover.json. */
export function parseConfig(
  path: string,
  text: string,
  place: ConfigPlace = 'folder',
  rows: OptionRows = optionRows,
): FileSettings {
  const parsed = parseObject(path, text);
  const settings = new Map<string, readonly string[]>();
  const keys = Object.keys(rows);
  for (const [name, value] of Object.entries(parsed)) {
    if (/token$/i.test(name))
      throw new CutoverError(
        'token-in-wrong-place',
        `${path} holds "${name}". A token in a file that gets shared is a token that leaks.`,
        'Take it out, and give it in CUTOVER_SOURCE_TOKEN, CUTOVER_TARGET_TOKEN or a --source-token-file.',
      );
    const key = keys.find((one) => one === name || fileKey(one) === name);
    if (key === undefined) {
      const near = nearest(name, keys.map(fileKey));
      throw new CutoverError(
        'bad-config-file',
        `${path}: "${name}" is no option.`,
        near === undefined ? advice : `Did you mean "${near}"?`,
      );
    }
    if (rows[key]?.inFile === false)
      throw new CutoverError(
        'bad-config-file',
        `${path}: "${name}" has to be given each time and cannot be set in a file.`,
        `Give it as --${name}.`,
      );
    if (rows[key]?.inFile === 'own' && place === 'folder')
      throw new CutoverError(
        'bad-config-file',
        `${path}: "${name}" cannot be set by a file in the working folder.`,
        `Give it as --${flagName(key, rows)} or in ${variableName(key, rows)}, or put it into your own settings (see \`cutover help environment\`).`,
      );
    if (settings.has(key))
      throw new CutoverError(
        'bad-config-file',
        `${path}: "${name}" is there twice, in two spellings.`,
        advice,
      );
    settings.set(key, textsOf(path, name, rows[key], value));
  }
  return settings;
}

function parseObject(path: string, text: string): object {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    // The parser's own words quote the file, which may hold a token by mistake; they stay out.
    throw new CutoverError(
      'bad-config-file',
      `${path} is not JSON.`,
      advice,
      error instanceof SyntaxError ? undefined : error,
    );
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw new CutoverError('bad-config-file', `${path} is not a JSON object of options.`, advice);
  return parsed;
}

function textsOf(
  path: string,
  name: string,
  row: OptionRows[string] | undefined,
  value: unknown,
): readonly string[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (Array.isArray(value) && row?.repeats !== true)
    throw new CutoverError('bad-config-file', `${path}: "${name}" takes one value, not a list.`, advice);
  if (row?.takesObjects === true) return values.map((one) => objectText(path, name, one));
  return values.map((one) => {
    const isSwitch = row?.placeholder === undefined;
    if (isSwitch ? typeof one === 'boolean' : typeof one === 'string' || typeof one === 'number')
      return String(one);
    throw new CutoverError(
      'bad-config-file',
      `${path}: "${name}" must be ${isSwitch ? 'true or false' : 'a text or a number'}.`,
      advice,
    );
  });
}

function objectText(path: string, name: string, one: unknown): string {
  if (typeof one === 'object' && one !== null && !Array.isArray(one)) return JSON.stringify(one);
  throw new CutoverError(
    'bad-config-file',
    `${path}: "${name}" must be a list of objects, each with what it is about and a reason.`,
    advice,
  );
}
