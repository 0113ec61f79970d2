// Filling, and breaking between words, by either measure: text from outside is measured in cells (width.ts); our own words,
// all of them in signs of one cell, by their length, so that help does not wait for what tells emoji apart. wrap-ansi does
// not do this: it knows no lines that hang below a column and asks for that measure at once, and it writes letters with
// accents in another way (NFC), after which a command to paste names another file.

type Measure = (text: string) => number;

/** The text with spaces behind it (`end`) or before it, to `cells`; a longer one as it is. */
export function filledBy(
  widthOf: Measure,
  text: string,
  cells: number,
  side: 'start' | 'end' = 'end',
): string {
  const spaces = ' '.repeat(Math.max(0, cells - widthOf(text)));
  return side === 'end' ? text + spaces : spaces + text;
}

/** The text in lines of at most `most` behind this indent; a longer word stays whole. */
export const wrappedBy = (widthOf: Measure, text: string, indent: string, most: number): string[] =>
  broken(indent + text, indent, most, widthOf);

export interface Wrapping {
  readonly widthOf: Measure;
  /** How we are called: what begins with it is a command to paste, which is never broken. */
  readonly program: string;
}

/** The column of a table keeps at least so much room for its words; else they hang less far. */
const roomMin = 20;
/** Stands for a space within a command; no line that is printed holds it. */
const tied = '\u0000';
// oxlint-disable-next-line no-control-regex
const colours = /\u001B\[\d+m/g;

/** Signs of a line that a terminal shows, for text in which each takes one cell. */
export const signsOf = (text: string): number => text.replaceAll(colours, '').length;

/**
 * One line for people as lines of at most `most` cells: what goes on hangs below the first word of its line, of its point
 * or of the last column, and nothing is cut.
 */
export function wrappedLine(text: string, most: number, { widthOf, program }: Wrapping): string[] {
  if (widthOf(text) <= most) return [text];
  const cells: Measure = (words) => widthOf(words.replaceAll(tied, ' '));
  const whole = withTiedCommands(text, program);
  const hang = ' '.repeat(hangOf(whole.replaceAll(colours, ''), most, cells));
  return broken(whole, hang, most, cells).map((one) => one.replaceAll(tied, ' '));
}

/** Whatever is too long goes on behind `hang`, or further left where a word has no room there; the spaces at which a line is broken are gone. */
function broken(text: string, hang: string, most: number, widthOf: Measure): string[] {
  const lines: string[] = [];
  let line = '';
  for (const part of text.split(/(?<=[^ ])(?= )/)) {
    const word = part.trimStart();
    const fits = widthOf(line) + widthOf(part) <= most;
    const before = fits ? undefined : placeOf(word, line, { hang, most, widthOf });
    if (before === undefined || line === '') {
      line += fits || word.includes(tied) ? part : (before ?? '') + word;
      continue;
    }
    lines.push(line);
    line = before + word;
  }
  return [...lines, line];
}

/**
 * What stands before a word on a line of its own: less than usual where it would be cut by the terminal otherwise; a command that no line holds begins its line, or stays behind the one word
 * that introduces it.
 */
function placeOf(
  word: string,
  line: string,
  { hang, most, widthOf }: { readonly hang: string; readonly most: number; readonly widthOf: Measure },
): string | undefined {
  const width = widthOf(word);
  if (width + hang.length <= most) return hang;
  if (!word.includes(tied)) return width <= most ? ' '.repeat(most - width) : hang;
  return width <= most || line.trim().includes(' ') ? '' : undefined;
}

/** The line with the spaces of each command in it tied: in backticks, or from its first word to the end. */
function withTiedCommands(text: string, program: string): string {
  let told = '';
  let rest = text;
  for (;;) {
    const at = rest.indexOf(`${program} `);
    if (at < 0) return told + rest;
    const before = rest.slice(0, at);
    const words = (told + before).replaceAll(colours, '');
    const begins = beginsCommand(words) && !heading.test(rest.slice(at + program.length));
    const end = words.endsWith('`') ? rest.indexOf('`', at) : begins ? rest.length : at;
    const stop = end < 0 ? at : end;
    told += before + rest.slice(at, stop).replaceAll(' ', tied);
    if (stop === at) told += program;
    rest = rest.slice(stop === at ? at + program.length : stop);
  }
}

/** What the help of a command begins with, behind our name: its own, a colon, and words. */
const heading = /^ [a-z]+(?: [a-z]+)?: /;

const beginsCommand = (before: string): boolean =>
  before.trim() === '' || (before.endsWith(' ') && before.trimEnd().endsWith(':'));

/** Where a line goes on that is too long. */
function hangOf(text: string, most: number, widthOf: Measure): number {
  const words = text.trimStart();
  const indent = text.length - words.length;
  if (words.startsWith('- ')) return indent + 2;
  const columns = [...text.matchAll(/(?<=[^ ]) {2,}/g)].map(({ 0: gap, index }) =>
    widthOf(text.slice(0, index + gap.length)),
  );
  if (columns.length === 0) return indent;
  return columns.findLast((column) => column <= most - roomMin) ?? indent + 2;
}
