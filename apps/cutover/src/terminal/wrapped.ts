import { cellWidth } from './cell-width.ts';

/** The text in lines of at most `width` columns behind this indent, broken between words; a longer word stays whole. */
export function wrapped(text: string, indent: string, width: number): string[] {
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(' ')) {
    if (line.length > indent.length && cellWidth(line) + 1 + cellWidth(word) > width) {
      lines.push(line);
      line = indent;
    }
    line += (line.length > indent.length ? ' ' : '') + word;
  }
  return [...lines, line];
}
