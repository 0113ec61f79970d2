// How the stores and the work were named on the command line, kept with a run so that `status` can print a command that
// finds them again, and what a command must share with the run that it continues. Never a token: the options hold none,
// only the names of files that do.
import type { Run } from '@cutover/journal';
import type { SharedChoice } from '@cutover/sync-engine';
import type { OptionRows } from '../command-line/option-row.ts';
import { flagName, optionRows } from '../command-line/option-table.ts';

/** What was typed of the options that are kept; what came from the environment or a file is still there. */
export function originOf(
  flags: ReadonlyMap<string, readonly string[]>,
  rows: OptionRows = optionRows,
): Record<string, string> {
  return Object.fromEntries(
    keptOf(rows).flatMap((key) => {
      const texts = flags.get(key);
      return texts === undefined ? [] : [[key, isList(key, rows) ? JSON.stringify(texts) : (texts[0] ?? '')]];
    }),
  );
}

/** The same as words, as far as a command knows them. */
export function originWords(
  { options }: Pick<Run, 'options'>,
  known: readonly string[],
  rows: OptionRows = optionRows,
): string[] {
  return keptOf(rows)
    .filter((key) => known.includes(key))
    .flatMap((key) => {
      const text = options[key];
      if (typeof text !== 'string') return [];
      const flag = `--${flagName(key, rows)}`;
      if (rows[key]?.placeholder === undefined) return [flag];
      return (isList(key, rows) ? listOf(text) : [text]).flatMap((one) => [flag, one]);
    });
}

/** Those that a continued run must share with the command that continues it, told where they are not the default. */
export function matchWords(
  { options }: Pick<Run, 'options'>,
  known: readonly string[],
  rows: OptionRows = optionRows,
): string[] {
  return known
    .toSorted((a, b) => Object.keys(rows).indexOf(a) - Object.keys(rows).indexOf(b))
    .flatMap((key) => {
      const text = keptText(options, key, rows);
      return text === undefined || text === defaultText(key, rows) ? [] : typed(key, text, rows);
    });
}

/** All of them, also where they are the default, for whoever gave others; a file's name, which may be long, comes last. */
export function wholeMatchWords(
  { options }: Pick<Run, 'options'>,
  known: readonly string[],
  rows: OptionRows = optionRows,
): string[] {
  const rank = (key: string): number =>
    rows[key]?.fallback === undefined ? (rows[key]?.placeholder?.startsWith('FILE') === true ? 2 : 1) : 0;
  return known
    .toSorted((a, b) => rank(a) - rank(b))
    .flatMap((key) => {
      const text = keptText(options, key, rows);
      const isToldAnyway = rows[key]?.fallback !== undefined;
      if (text === undefined || (text === defaultText(key, rows) && !isToldAnyway)) return [];
      return typed(key, text, rows);
    });
}

/** What a plan is made with, as the rows of the options say. */
export function sharedChoices(rows: OptionRows = optionRows): readonly SharedChoice[] {
  return Object.entries(rows)
    .flatMap(([option, { mustMatch }]) =>
      mustMatch?.ofPlan === undefined ? [] : [{ option, keptAs: mustMatch.as, ...mustMatch.ofPlan }],
    )
    .toSorted((a, b) => a.came - b.came);
}

/** What is said by being there has no value; that it is not there cannot be typed. */
function typed(key: string, text: string, rows: OptionRows): string[] {
  const flag = `--${flagName(key, rows)}`;
  return rows[key]?.placeholder === undefined ? [flag] : [flag, text];
}

/** What the run keeps of an option that must match, as it is typed. */
function keptText(options: Run['options'], key: string, rows: OptionRows): string | undefined {
  const { mustMatch } = rows[key] ?? {};
  if (mustMatch === undefined) return undefined;
  const kept = options[mustMatch.as ?? key];
  return kept === undefined ? undefined : (mustMatch.spell ?? String)(kept);
}

const defaultText = (key: string, rows: OptionRows): string =>
  rows[key]?.mustMatch?.otherwise ?? rows[key]?.fallback ?? '';

const keptOf = (rows: OptionRows): readonly string[] =>
  Object.keys(rows).filter((key) => rows[key]?.kept === true);
const isList = (key: string, rows: OptionRows): boolean => rows[key]?.repeats === true;

function listOf(text: string): string[] {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list.filter((one) => typeof one === 'string') : [];
  } catch {
    return [];
  }
}
