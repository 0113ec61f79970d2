// How many terminal cells a text takes, and how to cut, fill and break it by them, without splitting what a reader sees
// as one sign. Invariant: cut(text, n) never takes more than n cells. It must not know colours or rows.
import stringWidth from 'string-width';
import { filledBy, wrappedBy } from './wrapped-by.ts';

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Cells that a text takes on a terminal; East Asian wide signs and emoji take two. */
export const cellWidth = (text: string): number => stringWidth(text);

/** The text, or as much of it as fits into `cells` with an ellipsis at its end. */
export function cut(text: string, cells: number): string {
  if (cells <= 0) return '';
  if (cellWidth(text) <= cells) return text;
  let kept = '';
  let used = 0;
  for (const { segment } of graphemes.segment(text)) {
    const width = cellWidth(segment);
    if (used + width > cells - 1) break;
    kept += segment;
    used += width;
  }
  return `${kept}…`;
}

/** The text filled with spaces to `cells`, behind it or before its start; a longer one as it is. */
export const fill = (text: string, cells: number, side?: 'start'): string =>
  filledBy(cellWidth, text, cells, side);

/** The text cut or filled with spaces to exactly `cells`. */
export const column = (text: string, cells: number): string => fill(cut(text, cells), cells);

/** The text in lines of at most `cells` behind this indent, broken between words; a longer word stays whole. */
export const wrapped = (text: string, indent: string, cells: number): string[] =>
  wrappedBy(cellWidth, text, indent, cells);
