// Breaking between words, whoever measures: text from outside is measured in cells (width.ts); our own help, all of it in
// signs of one cell, by its length, so that it does not wait for what tells emoji apart.

/** The text in lines of at most `most` behind this indent; a longer word stays whole. */
export function wrappedBy(
  widthOf: (text: string) => number,
  text: string,
  indent: string,
  most: number,
): string[] {
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(' ')) {
    if (line.length > indent.length && widthOf(line) + 1 + widthOf(word) > most) {
      lines.push(line);
      line = indent;
    }
    line += (line.length > indent.length ? ' ' : '') + word;
  }
  return [...lines, line];
}
