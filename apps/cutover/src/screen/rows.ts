// A row of the screen as data: pieces of text, each with a tone. Tones say what a piece means and are mapped to colours
// in one place; the words and signs alone must carry the meaning, since colours may be off.
import { cellWidth, cut } from '../terminal/width.ts';

export type Tone = 'plain' | 'strong' | 'dim' | 'accent' | 'good' | 'warn' | 'bad';
export interface Piece {
  readonly text: string;
  readonly tone: Tone;
}
export type Row = readonly Piece[];

export const blank: Row = [];

export function piece(text: string, tone: Tone = 'plain'): Piece {
  return { text, tone };
}

export function rowWidth(row: Row): number {
  return row.reduce((cells, { text }) => cells + cellWidth(text), 0);
}

/** What a reader sees of a row, colours aside. */
export function rowText(row: Row): string {
  return row.map(({ text }) => text).join('');
}

/** The row cut to `cells`, between words where it can be, with an ellipsis where something is missing. */
export function fitRow(row: Row, cells: number): Row {
  if (rowWidth(row) <= cells) return row;
  const kept: Piece[] = [];
  let left = cells;
  for (const { text, tone } of row) {
    const width = cellWidth(text);
    if (width < left) {
      kept.push(piece(text, tone));
      left -= width;
    } else {
      const rest = cutBetweenWords(text, left);
      if (rest !== '') kept.push(piece(rest, tone));
      break;
    }
  }
  return kept;
}

function cutBetweenWords(text: string, cells: number): string {
  const shown = cut(`${text}…`, cells).slice(0, -1);
  const isWithin = shown.trim().includes(' ') && /^\S/u.test(text.slice(shown.length));
  const kept = isWithin ? shown.slice(0, shown.lastIndexOf(' ')) : shown;
  return cells <= 0 ? '' : `${kept.trimEnd()}…`;
}

/** Left and right at the two edges of `cells`; the left side gives way. */
export function spread(left: Row, right: Row, cells: number): Row {
  const rightCells = rowWidth(right);
  if (rightCells + 2 > cells) return fitRow(left, cells);
  const start = fitRow(left, cells - rightCells - 2);
  return [...start, piece(' '.repeat(cells - rowWidth(start) - rightCells)), ...right];
}

/** As many parts, in order, as fit into one row with the separator between them. */
export function joinFitting(parts: readonly Row[], separator: string, cells: number): Row {
  let row: Row = [];
  for (const part of parts) {
    const next = row.length === 0 ? part : [...row, piece(separator, 'dim'), ...part];
    if (rowWidth(next) > cells) return row.length === 0 ? fitRow(part, cells) : row;
    row = next;
  }
  return row;
}

/** All parts, with the separator between them, in as many rows as they need. */
export function wrapParts(parts: readonly Row[], separator: string, cells: number): readonly Row[] {
  const rows: Row[] = [];
  for (const part of parts) {
    const last = rows.at(-1);
    const longer = last === undefined ? undefined : [...last, piece(separator, 'dim'), ...part];
    if (longer !== undefined && rowWidth(longer) <= cells) rows[rows.length - 1] = longer;
    else rows.push(fitRow(part, cells));
  }
  return rows;
}
