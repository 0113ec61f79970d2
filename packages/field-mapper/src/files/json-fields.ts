// The fields of one JSON object, each checked before it is taken. A field that only informs is left out and told when it
// is odd; one without which nothing can be said is a fault of the row.
import { isoOf } from '../convert.ts';
import { isInt32 } from '../to-v3-write.ts';
import { quoted } from './file-problem.ts';
import { type FileProduct, type FileRow, type MapWarning, problem } from './image-row.ts';

export type Json = Readonly<Record<string, unknown>>;

/** Leaves a row at the first fault of it; caught by {@link rowOrProblem}. */
export class RowFault extends Error {
  readonly field: string | undefined;

  constructor(field: string | undefined, reason: string) {
    super(reason);
    this.field = field;
  }
}

/** What a row is read as; a fault is a row too, so that the caller decides what a fault means. */
export function rowOrProblem(line: number, read: () => FileRow): FileRow {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof RowFault)) throw error;
    return problem({ line, reason: error.message, ...(error.field !== undefined && { field: error.field }) });
  }
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The objects of a list; nothing where there is no list. */
export function objectsOf(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

export function isId(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
}

/** The id of an image's or variant's product; 0 where the product is still to be made and says so. */
export function productIdOf(value: Json, product: FileProduct | undefined): number {
  return product?.productId === 0 && value['product_id'] === undefined ? 0 : idOf(value, 'product_id');
}

/** An id, or 0 where there is none to read. */
export function idOrNone(value: unknown): number {
  return isId(value) ? value : 0;
}

export function idOf(value: Json, field: string): number {
  const id = value[field];
  if (!isId(id)) throw new RowFault(field, id === undefined ? 'is missing' : 'is not a whole number above 0');
  return id;
}

export function textOf(value: Json, field: string): string | undefined {
  const text = value[field];
  if (text === undefined || text === null) return undefined;
  if (typeof text !== 'string') throw new RowFault(field, 'is not text');
  return text;
}

export function textOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}

export function booleanOf(value: Json, field: string, warnings: MapWarning[]): boolean {
  const flag = value[field];
  if (typeof flag === 'boolean') return flag;
  if (flag !== undefined && flag !== null) throw new RowFault(field, 'is neither true nor false');
  warnings.push({ field, reason: 'is missing; taken as false' });
  return false;
}

export function integerOf(value: Json, field: string, warnings: MapWarning[]): number {
  const number = value[field];
  if (number === undefined || number === null) {
    warnings.push({ field, reason: 'is missing; taken as 0' });
    return 0;
  }
  if (typeof number !== 'number' || !isInt32(number))
    throw new RowFault(field, 'is not a whole number of 32 bits');
  return number;
}

/** A date only informs, so one that cannot be read, whatever it is, is left out and told, and its image is kept. */
export function dateOf(value: Json, field: string, warnings: MapWarning[]): string | undefined {
  const date = value[field];
  if (date === undefined || date === null || date === '') return undefined;
  if (typeof date === 'string' && isoOf(date) !== undefined) return date;
  const shown = quoted(typeof date === 'string' ? date : JSON.stringify(date));
  warnings.push({ field, reason: `left out: ${shown} is not a date` });
  return undefined;
}
