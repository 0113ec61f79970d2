// The option `--format`, whose choices and words follow from a table of formats.
import type { ReportFormats } from '../formats/format.ts';
import { alternatives } from '../formats/format-titles.ts';
import { type OptionRow, value } from './option-row.ts';
import { readChoice } from './read-value.ts';

export function formatOption<T extends ReportFormats>(
  formats: T,
): OptionRow<Extract<keyof T, string> | undefined> {
  const names = Object.keys(formats).filter((name): name is Extract<keyof T, string> => name in formats);
  return value(
    'FORMAT',
    readChoice(names),
    `${alternatives(names)} (default: by the end of the name in --out, else ${names[0]}, or jsonl with --json)`,
    { group: 'Output' },
  );
}
