// The option `--format`, whose choices and words follow from a table of formats.
import type { ReportFormats } from '../formats/format.ts';
import { type OptionRow, value } from './option-row.ts';
import { readChoice } from './read-value.ts';

export function formatOption<T extends ReportFormats>(
  formats: T,
): OptionRow<Extract<keyof T, string> | undefined> {
  const names = Object.keys(formats).filter((name): name is Extract<keyof T, string> => name in formats);
  const choices = names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
  return value(
    'FORMAT',
    readChoice(names),
    `${choices} (default: by the end of the name in --out, else ${names[0]})`,
    { group: 'Output' },
  );
}
