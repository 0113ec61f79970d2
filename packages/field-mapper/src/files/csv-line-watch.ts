// Follows quotes and line ends beside the CSV parser. It knows on which line each record begins (the parser's own count
// goes wrong on CRLF within quotes) and finds what makes a file unreadable before the parser spends time on it.
import { UnreadableFileError } from './file-problem.ts';

/** The most that one record may hold, in characters; BigCommerce's longest (a product with its HTML) stay far below. */
export const recordLengthMax = 1_048_576;
/** The most columns; BigCommerce's legacy export has six or more for each image of the fullest product. */
export const columnsMax = 5_000;

const LF = 10;
const CR = 13;
const QUOTE = 34;

export class LineWatch {
  #line = 1;
  #quoteLine = 0;
  #inQuotes = false;
  #inRecord = false;
  #recordLine = 1;
  #afterReturn = false;
  #length = 0;
  #cells = 0;
  #fault: UnreadableFileError | undefined;
  /** Where records begin, and how many of them were asked for: taking the first away would move all others. */
  #starts: number[] = [];
  #taken = 0;
  readonly #delimiter: number;

  constructor(delimiter: string) {
    this.#delimiter = delimiter.charCodeAt(0);
  }

  /** Follows a chunk; returns how much of it is sound: all of it, or what stands before the fault. */
  see(text: string): number {
    for (let at = 0; at < text.length; at += 1) {
      this.#fault ??= this.#faultAt(text.charCodeAt(at));
      if (this.#fault !== undefined) return at;
    }
    return text.length;
  }

  /** The end of the file: a quote that is still open, or a return without its line feed, is a fault. */
  end(): void {
    if (this.#inQuotes) this.#refuse('a quote is opened here and never closed', this.#quoteLine);
    else if (this.#afterReturn) this.#refuse(RETURN_ALONE);
  }

  get fault(): UnreadableFileError | undefined {
    return this.#fault;
  }

  /** The line where the next record begins; records are asked for in order. */
  nextStart(): number {
    const line = this.presentStart;
    this.#taken += 1;
    if (this.#taken < this.#starts.length) return line;
    this.#starts = [];
    this.#taken = 0;
    return line;
  }

  /** The line where the record began that was not asked for yet. */
  get presentStart(): number {
    return this.#starts[this.#taken] ?? this.#line;
  }

  #faultAt(char: number): UnreadableFileError | undefined {
    if (this.#afterReturn && char !== LF) return this.#refuse(RETURN_ALONE);
    this.#afterReturn = char === CR && !this.#inQuotes;
    if (char === LF) {
      this.#line += 1;
      if (!this.#inQuotes) this.#inRecord = false;
      return undefined;
    }
    if (this.#afterReturn) return undefined;
    if (!this.#inRecord) this.#begin();
    this.#length += 1;
    if (char === QUOTE) {
      this.#inQuotes = !this.#inQuotes;
      if (this.#inQuotes) this.#quoteLine = this.#line;
    } else if (char === this.#delimiter && !this.#inQuotes) this.#cells += 1;
    if (this.#cells > columnsMax)
      return this.#refuse(`a record of more than ${columnsMax} columns`, this.#recordLine);
    if (this.#length <= recordLengthMax) return undefined;
    return this.#inQuotes
      ? this.#refuse(
          `a quote is opened here and not closed within ${recordLengthMax} characters`,
          this.#quoteLine,
        )
      : this.#refuse(`a record of more than ${recordLengthMax} characters`, this.#recordLine);
  }

  #begin(): void {
    this.#inRecord = true;
    this.#recordLine = this.#line;
    this.#length = 0;
    this.#cells = 1;
    this.#starts.push(this.#line);
  }

  #refuse(reason: string, line = this.#line): UnreadableFileError {
    this.#fault = new UnreadableFileError({ line, reason });
    return this.#fault;
  }
}

const RETURN_ALONE = 'a line ends in CR alone; save the file with LF or CRLF line ends';
