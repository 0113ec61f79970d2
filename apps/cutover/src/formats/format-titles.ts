// Report formats in words, as the help and the errors list them.
import type { ReportFormat, ReportFormats } from './format.ts';

/** `csv, jsonl or md`. */
export const alternatives = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;

/** `HTML, Markdown, CSV or JSON Lines`: those for people first. `has`: which are meant; default: all. */
export function titlesOf(
  formats: ReportFormats,
  has: (format: ReportFormat) => boolean = () => true,
): string {
  const meant = Object.values(formats).filter(has);
  const [pages, lines] = [meant.filter(({ is }) => is === 'page'), meant.filter(({ is }) => is === 'lines')];
  return alternatives([...pages, ...lines].map(({ title }) => title));
}

export const takesTitle = ({ is }: ReportFormat): boolean => is === 'page';

export const takesLogo = (format: ReportFormat): boolean => format.is === 'page' && format.takesLogo === true;

export const takesPictures = (format: ReportFormat): boolean =>
  format.is === 'page' && format.takesPictures === true;
