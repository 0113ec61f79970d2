// How the stores and the work were named on the command line, kept with a run so that `status` can print a command that
// finds them again. Never a token: the options hold none, only the names of files that do.
import type { Run } from '@cutover/journal';
import { flagName, type OptionKey, optionRows } from '../command-line/option-table.ts';
import type { Flags } from '../command-line/resolve.ts';

const kept = [
  'sourceTokenFile',
  'sourceApi',
  'sourceOriginals',
  'sourceVia',
  'targetTokenFile',
  'targetApi',
  'transfer',
  'quotaShare',
  'settleAfter',
  'concurrency',
  'allowPrivateHosts',
] as const satisfies OptionKey[];

/** What was typed of these; what came from the environment or a file is still there. */
export function originOf(flags: Flags): Record<string, string> {
  return Object.fromEntries(
    kept.flatMap((key) => {
      const texts = flags.get(key);
      return texts === undefined ? [] : [[key, isList(key) ? JSON.stringify(texts) : (texts[0] ?? '')]];
    }),
  );
}

/** The same as words, as far as a command knows them. */
export function originWords({ options }: Pick<Run, 'options'>, known: readonly OptionKey[]): string[] {
  return kept
    .filter((key) => known.includes(key))
    .flatMap((key) => {
      const text = options[key];
      if (typeof text !== 'string') return [];
      const flag = `--${flagName(key)}`;
      if (optionRows[key]?.placeholder === undefined) return [flag];
      return (isList(key) ? listOf(text) : [text]).flatMap((one) => [flag, one]);
    });
}

const isList = (key: OptionKey): boolean => optionRows[key]?.repeats === true;

function listOf(text: string): string[] {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list.filter((one) => typeof one === 'string') : [];
  } catch {
    return [];
  }
}
