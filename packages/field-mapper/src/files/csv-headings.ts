// The headings of a CSV file. Columns are found by name and never by place, because exports differ by a column or two.
import { withoutAtEnd } from '../linear-text.ts';
import type { CsvRecord } from './csv-records.ts';
import { quoted, UnreadableFileError } from './file-problem.ts';

/** The headings of a file: where each is, by its name without regard to case, and to blanks around words and dashes. */
export class Headings {
  readonly #places = new Map<string, number[]>();
  /** The names that were asked for, as they were spelled: a million rows ask for the same few. */
  readonly #asked = new Map<string, readonly number[]>();
  readonly count: number;

  /** Refuses doubled headings but those that may repeat; blank ones (spreadsheets add them at the end) are passed over. */
  constructor(record: CsvRecord, mayRepeat: (name: string) => boolean = () => false) {
    const { line, cells } = record;
    this.count = cells.length;
    for (const [place, cell] of cells.entries()) {
      const name = headingName(cell);
      if (name === '') continue;
      const before = this.#places.get(name);
      if (before === undefined) this.#places.set(name, [place]);
      else if (mayRepeat(name)) before.push(place);
      else {
        const reason = `the heading ${quoted(cell)} stands twice`;
        throw new UnreadableFileError({ line, column: place + 1, reason });
      }
    }
  }

  get names(): readonly string[] {
    return [...this.#places.keys()];
  }

  has(name: string): boolean {
    return this.#places.has(headingName(name));
  }

  /** The trimmed cell under a heading; '' where there is no such column. */
  cell(record: CsvRecord, name: string): string {
    return this.texts(record, name)[0]?.trim() ?? '';
  }

  /** The cells under a heading that are not blank, as they are; more than one only where the heading repeats. */
  texts(record: CsvRecord, name: string): readonly string[] {
    let places = this.#asked.get(name);
    if (places === undefined) {
      places = this.#places.get(headingName(name)) ?? [];
      this.#asked.set(name, places);
    }
    const [only, ...more] = places;
    if (only === undefined) return [];
    if (more.length === 0) return [record.cells[only] ?? ''].filter(isFilled);
    return [...new Set(places.map((place) => record.cells[place] ?? '').filter(isFilled))];
  }

  /** A record with other than a cell for each heading was cut or has a stray comma: its cells would be misread. */
  faultOf(record: CsvRecord): string | undefined {
    if (record.cells.length === this.count) return undefined;
    return `${record.cells.length} cells where there are ${this.count} headings`;
  }
}

/** A heading as it is compared: `Product Image Sort-2 ` is `product image sort - 2`. */
export function headingName(text: string): string {
  const name = text.replace(/\s+/gu, ' ').trim().toLowerCase();
  const words = withoutAtEnd(name, (sign) => /\d/.test(sign));
  const dash = / ?[-\u2010-\u2015\u2212] ?$/u.exec(words.slice(-3))?.[0];
  if (dash === undefined || words === name) return name;
  const number = name.slice(words.length);
  const zeros = Math.min(number.length - 1, /^0*/.exec(number)?.[0].length ?? 0);
  return `${words.slice(0, words.length - dash.length)} - ${number.slice(zeros)}`;
}

const isFilled = (text: string): boolean => text.trim() !== '';
