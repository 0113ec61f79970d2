// Reads cutover.json, the working folder's and the user's own. A key that is no option is an error, because a setting
// that is silently ignored is how a wrong store gets written; a token is refused wherever it stands.
import { readFile } from 'node:fs/promises';
import { CutoverError } from '../errors.ts';
import { nearest } from './nearest.ts';
import { fileKey } from './option-row.ts';
import { type OptionKey, optionKeys, optionRows } from './option-table.ts';

/** What a file says: the texts of each option that it names. */
export type FileSettings = ReadonlyMap<OptionKey, readonly string[]>;

const advice = 'Fix the file; `cutover help environment` lists the keys.';

/** The settings of this file; empty when there is none. Throws a CutoverError for anything else that is not right. */
export async function readConfigFile(path: string): Promise<FileSettings> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return new Map();
    throw new CutoverError('bad-config-file', `${path} cannot be read.`, 'Check who may read it.', error);
  }
  return parseConfig(path, text);
}

/** The settings in this text of a cutover.json. */
export function parseConfig(path: string, text: string): FileSettings {
  const parsed = parseObject(path, text);
  const settings = new Map<OptionKey, readonly string[]>();
  for (const [name, value] of Object.entries(parsed)) {
    if (/token$/i.test(name))
      throw new CutoverError(
        'token-in-wrong-place',
        `${path} holds "${name}". A token in a file that gets shared is a token that leaks.`,
        'Take it out, and give it in CUTOVER_SOURCE_TOKEN, CUTOVER_TARGET_TOKEN or a --source-token-file.',
      );
    const key = optionKeys.find((one) => one === name || fileKey(one) === name);
    if (key === undefined) {
      const near = nearest(name, optionKeys.map(fileKey));
      throw new CutoverError(
        'bad-config-file',
        `${path}: "${name}" is no option.`,
        near === undefined ? advice : `Did you mean "${near}"?`,
      );
    }
    if (optionRows[key]?.inFile === false)
      throw new CutoverError(
        'bad-config-file',
        `${path}: "${name}" has to be given each time and cannot stand in a file.`,
        `Give it as --${name}.`,
      );
    if (settings.has(key))
      throw new CutoverError(
        'bad-config-file',
        `${path}: "${name}" is there twice, in two spellings.`,
        advice,
      );
    settings.set(key, textsOf(path, name, key, value));
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

function textsOf(path: string, name: string, key: OptionKey, value: unknown): readonly string[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  const row = optionRows[key];
  if (Array.isArray(value) && row?.repeats !== true)
    throw new CutoverError('bad-config-file', `${path}: "${name}" takes one value, not a list.`, advice);
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
