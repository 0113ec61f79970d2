// What the cells of a product CSV mean. Spreadsheets write the same fact in several ways; anything else is a fault.
import { isInt32 } from '../to-v3-write.ts';
import { quoted } from './file-problem.ts';

/** A fault in one cell; caught where the row is read. */
export class CellFault extends Error {
  readonly column: string;
  readonly field: string;

  constructor(column: string, field: string, reason: string) {
    super(reason);
    this.column = column;
    this.field = field;
  }
}

/** Programs that know decimal numbers only write `801` as `801.0`. */
const whole = (text: string): string => text.replace(/\.0{1,2}$/, '');

/** A whole number above 0, or 0 for a blank cell. */
export function idCell(text: string, column: string, field: string): number {
  if (text === '') return 0;
  const id = /^\d{1,16}$/.test(whole(text)) ? Number(whole(text)) : 0;
  if (id === 0 || !Number.isSafeInteger(id))
    throw new CellFault(column, field, `${quoted(text)} is not a whole number above 0`);
  return id;
}

/** Y, yes, true, 1 and their opposites; blank is no. */
export function flagCell(text: string, column: string, field: string): boolean {
  if (/^(?:y|yes|true|1)$/i.test(whole(text))) return true;
  if (/^(?:n|no|false|0|)$/i.test(whole(text))) return false;
  throw new CellFault(column, field, `${quoted(text)} is neither yes nor no`);
}

/** A sort order. */
export function sortCell(text: string, column: string): number {
  const number = /^-?\d{1,10}$/.test(whole(text)) ? Number(whole(text)) : Number.NaN;
  if (!isInt32(number))
    throw new CellFault(column, 'sort_order', `${quoted(text)} is not a whole number of 32 bits`);
  return number;
}

/** What the cells of one heading say together, as far as they agree; undefined where there is none. */
export function agreed<Value>(values: readonly Value[], column: string, field: string): Value | undefined {
  const [first, ...others] = values;
  if (others.every((other) => other === first)) return first;
  throw new CellFault(column, field, `the heading "${column}" stands more than once and its cells disagree`);
}
