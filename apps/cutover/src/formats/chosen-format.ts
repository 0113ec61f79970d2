// Which format a report has: what was asked for, else what the end of the file's name says, else the first of the table,
// and JSON Lines where --json leaves room for nothing else.
import { CutoverError } from '../errors.ts';
import type { ReportFormat, ReportFormats } from './format.ts';
import { alternatives } from './format-titles.ts';

export interface Asked {
  readonly format?: string | undefined;
  readonly out?: string | undefined;
  readonly json: boolean;
}

export const isToFile = ({ out }: Pick<Asked, 'out'>): boolean => out !== undefined && out !== '-';

/** Throws where the name of the file says something else, and where `--json` would share stdout with it. */
export function chosenFormat(asked: Asked, formats: ReportFormats): ReportFormat {
  const [first = ''] = Object.keys(formats);
  const ending = endingOf(asked.out);
  const named = Object.keys(formats).find((name) => formats[name]?.endings.includes(ending) === true);
  const jsonName = Object.keys(formats).find((one) => formats[one]?.isJsonLines === true);
  const byItself = asked.json && !isToFile(asked) ? jsonName : first;
  const name = asked.format ?? named ?? byItself ?? first;
  const format = formats[name];
  if (format === undefined) throw new TypeError(`no format ${name}`);
  if (asked.json && !isToFile(asked) && !format.isJsonLines)
    throw new CutoverError(
      'wrong-usage',
      `Under --json nothing but JSON Lines goes to stdout, and the report is ${format.title}.`,
      `Name a file with --out${jsonName === undefined ? '' : `, or use --format ${jsonName}`}.`,
    );
  if (named === name || (named === undefined && !othersReports.has(ending))) return format;
  throw new CutoverError(
    'wrong-usage',
    named === undefined
      ? `There is no report as .${ending}: reports are ${listed(formats, ({ title }) => title)}.`
      : `--out ends with .${ending}, and --format is ${name}.`,
    `Name a file that ends with ${listed(formats, ({ endings }) => `.${endings[0]}`)}, and leave --format out.`,
  );
}

/** Ends of reports that other programs write: a file so named would not hold what its name says. */
const othersReports: ReadonlySet<string> = new Set(['pdf', 'xls', 'xlsx', 'ods']);

const endingOf = (path = ''): string => /\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase() ?? '';

const listed = (formats: ReportFormats, words: (format: ReportFormat) => string): string =>
  alternatives(Object.values(formats).map(words));
