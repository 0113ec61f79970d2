// Reports for a spreadsheet.
import { stringify } from 'csv-stringify/sync';
import { visible } from '../terminal/visible.ts';
import type { LinesOptions, ReportLines } from './format.ts';

export function csvLines({ columns, isOnTerminal, isToFile }: LinesOptions): ReportLines {
  const cell = (value: string | number): string | number => {
    if (typeof value === 'number') return value;
    const guarded = guardFormula(value);
    return isOnTerminal ? visible(guarded) : guarded;
  };
  return {
    head: [`${isToFile ? BYTE_ORDER_MARK : ''}${csv(columns)}`],
    line: ({ cells }) => csv(cells.map(cell)),
  };
}

/** Without it Excel takes UTF-8 for the code page of the machine. */
const BYTE_ORDER_MARK = '\uFEFF';

const csv = (cells: readonly (string | number)[]): string =>
  stringify([[...cells]], { record_delimiter: '\n' }).slice(0, -1);

/**
 * A spreadsheet takes cells that begin like this for formulas; an apostrophe in front keeps them text. One that divides at
 * another sign than a comma sees cells within ours, so that what follows such a sign is kept text, too; a quote between
 * them, which is doubled when it is written, is no more than an empty text there. The wide signs count where people write
 * in them.
 */
export const guardFormula = (text: string): string =>
  text.replace(/^(?=[=+\-@＝＋－＠\t\r])|(?<=[;,|\t\n\r]"?)(?=[=+\-@＝＋－＠])/gu, "'");
