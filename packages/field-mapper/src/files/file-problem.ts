// What is wrong with a file, told so that a person finds the place.

/** One thing wrong with a file, at a line (counted from 1) and, where it is known, a column or field. */
export interface MapError {
  readonly line: number;
  /** The heading of the column, or the cell's number from 1. */
  readonly column?: string | number;
  /** The V3 name of the field. */
  readonly field?: string;
  readonly reason: string;
  /** Set where what was given is something else altogether, so that there is no row to be put right. */
  readonly isOtherKind?: true;
}

/** A file that cannot be read on; carries the place and the reason. */
export class UnreadableFileError extends Error implements MapError {
  override readonly name = 'UnreadableFileError';
  readonly line: number;
  readonly column?: string | number;
  readonly field?: string;
  readonly reason: string;
  readonly isOtherKind?: true;
  /** Everything that is wrong, where more than one thing was looked for. */
  readonly problems: readonly MapError[];

  constructor(problem: MapError, problems: readonly MapError[] = [problem]) {
    super(
      `line ${problem.line}${problem.column === undefined ? '' : `, column ${shown(String(problem.column), columnLengthMax)}`}: ${problem.reason}`,
    );
    this.line = problem.line;
    if (problem.column !== undefined) this.column = problem.column;
    if (problem.field !== undefined) this.field = problem.field;
    this.reason = problem.reason;
    if (problem.isOtherKind !== undefined) this.isOtherKind = problem.isOtherKind;
    this.problems = problems;
  }
}

/** BigCommerce's longest headings are half as long. */
const columnLengthMax = 80;

/** A foreign text in a message: short, and without control characters. For eyes only, never to compare or to look up. */
export function quoted(text: string, lengthMax = 40): string {
  return `"${shown(text, lengthMax)}"`;
}

function shown(text: string, lengthMax: number): string {
  const short = text.length > lengthMax ? `${text.slice(0, lengthMax)}…` : text;
  return short.toWellFormed().replace(/[\p{Cc}\p{Cf}]/gu, '\ufffd');
}
