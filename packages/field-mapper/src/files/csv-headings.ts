// The headings of a CSV file. Columns are found by name and never by place, because exports differ by a column or two.
import type { CsvRecord } from './csv-records.ts';
import { quoted, UnreadableFileError } from './file-problem.ts';

const NOWHERE = -1;

/** The headings of a file: where each is, by its name without regard to case and width of spaces. */
export class Headings {
  readonly #places = new Map<string, number>();
  /** The names that were asked for, as they were spelled: a million rows ask for the same few. */
  readonly #asked = new Map<string, number>();
  readonly count: number;

  /** Refuses too many and doubled headings; blank ones (spreadsheets add them at the end) are passed over. */
  constructor(record: CsvRecord) {
    const { line, cells } = record;
    this.count = cells.length;
    for (const [place, cell] of cells.entries()) {
      const name = headingName(cell);
      if (name === '') continue;
      if (this.#places.has(name)) {
        const reason = `the heading ${quoted(cell)} stands twice`;
        throw new UnreadableFileError({ line, column: place + 1, reason });
      }
      this.#places.set(name, place);
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
    return this.text(record, name).trim();
  }

  /** The cell as it is, for text that is content. */
  text(record: CsvRecord, name: string): string {
    let place = this.#asked.get(name);
    if (place === undefined) {
      place = this.#places.get(headingName(name)) ?? NOWHERE;
      this.#asked.set(name, place);
    }
    return record.cells[place] ?? '';
  }

  /** A record with other than a cell for each heading was cut or has a stray comma: its cells would be misread. */
  faultOf(record: CsvRecord): string | undefined {
    if (record.cells.length === this.count) return undefined;
    return `${record.cells.length} cells where there are ${this.count} headings`;
  }
}

function headingName(text: string): string {
  return text.replace(/\s+/gu, ' ').trim().toLowerCase();
}
