// How many terminal cells a text takes, and how to cut it to fit without splitting what a reader sees as one sign.
// Invariant: cut(text, n) never takes more than n cells by this measure. It must not know colours or rows.
const plain = /^[\u0020-\u007e]*$/u;
const unseen = /^[\p{M}\p{Cf}]+$/u;
const wide =
  /^(?:\p{Emoji_Presentation}|\p{Regional_Indicator}|.\ufe0f|[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{17000}-\u{18dff}\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}])/u;
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Cells that a printable text takes on a terminal; East Asian wide signs and emoji take two. */
export function cellWidth(text: string): number {
  if (plain.test(text)) return text.length;
  let cells = 0;
  for (const { segment } of graphemes.segment(text)) cells += graphemeWidth(segment);
  return cells;
}

/** The text, or as much of it as fits into `cells` with an ellipsis at its end. */
export function cut(text: string, cells: number): string {
  if (cells <= 0) return '';
  if (cellWidth(text) <= cells) return text;
  let kept = '';
  let used = 0;
  for (const { segment } of graphemes.segment(text)) {
    const width = graphemeWidth(segment);
    if (used + width > cells - 1) break;
    kept += segment;
    used += width;
  }
  return `${kept.trimEnd()}…`;
}

/** The text cut or filled with spaces to exactly `cells`. */
export function column(text: string, cells: number): string {
  const short = cut(text, cells);
  return short + ' '.repeat(Math.max(0, cells - cellWidth(short)));
}

function graphemeWidth(grapheme: string): number {
  if (unseen.test(grapheme)) return 0;
  return wide.test(grapheme) ? 2 : 1;
}
