// What the cells of a product CSV mean. Spreadsheets write the same fact in several ways; anything else is a fault.
import { isInt32 } from '../to-v3-write.ts';
import { quoted } from './file-problem.ts';
import type { MapWarning } from './image-row.ts';

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

/** A whole number above 0, or 0 for a blank cell. */
export function idCell(text: string, column: string, field: string): number {
  if (text === '') return 0;
  const id = /^\d{1,16}$/.test(text) ? Number(text) : 0;
  if (id === 0 || !Number.isSafeInteger(id))
    throw new CellFault(column, field, `${quoted(text)} is not a whole number above 0`);
  return id;
}

/** Y, yes, true, 1 and their opposites; blank is no. */
export function flagCell(text: string, column: string, field: string): boolean {
  if (/^(?:y|yes|true|1)$/i.test(text)) return true;
  if (/^(?:n|no|false|0|)$/i.test(text)) return false;
  throw new CellFault(column, field, `${quoted(text)} is neither yes nor no`);
}

/** A sort order; where it is blank, the place among its product's images is taken, with a warning. */
export function sortCell(text: string, column: string, place: number, warnings: MapWarning[]): number {
  if (text === '') {
    warnings.push({ field: 'sort_order', reason: `is blank; its place in the file (${place}) is taken` });
    return place;
  }
  const number = /^-?\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (!isInt32(number))
    throw new CellFault(column, 'sort_order', `${quoted(text)} is not a whole number of 32 bits`);
  return number;
}

/** Where the picture lies, of the cells that may say so: its store-relative path, and its address. */
export function pictureCells(cells: readonly { readonly column: string; readonly text: string }[]): {
  readonly imageFile: string;
  readonly address: string;
} {
  let imageFile = '';
  let address = '';
  for (const { text } of cells) {
    if (text === '') continue;
    if (/^https?:\/\//i.test(text)) {
      address ||= text;
      imageFile ||= /\/product_images\/([^?#]+)/.exec(text)?.[1] ?? '';
    } else imageFile ||= text.replace(/^\/?(?:product_images\/)?/, '');
  }
  return { imageFile, address };
}
