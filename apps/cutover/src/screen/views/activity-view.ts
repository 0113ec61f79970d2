// The two lists: what a person should look at, and what was done last; newest at the bottom. The first list takes at
// most half of the rows while the second has something to show.
import { cellWidth, column } from '../../terminal/width.ts';
import { blank, fitRow, type Piece, piece, type Row } from '../rows.ts';
import type { Happening, ScreenState } from '../screen-state.ts';

/** On a narrow terminal; a wide one shows names whole. */
const nameCellsMax = 24;
const WIDE_CELLS = 110;
const pastVerbs = { create: 'created', update: 'updated', remove: 'removed', set: 'set' } as const;
const signs: Readonly<Record<Happening['what'], Piece>> = {
  applied: piece('✓', 'good'),
  again: piece('↻', 'warn'),
  failed: piece('✗', 'bad'),
  doubt: piece('?', 'warn'),
  finding: piece('!', 'bad'),
  notice: piece('·', 'accent'),
};

/** Exactly `capacity` rows, so that what stands below keeps its place. */
export function activityView(state: ScreenState, capacity: number, cells: number): readonly Row[] {
  const { troubles, latest } = state;
  const most = latest.length === 0 ? capacity : Math.floor(capacity / 2);
  const troublesShown = troubles.length === 0 ? [] : troubles.slice(-Math.max(1, most - 1));
  const used = troublesShown.length === 0 ? 0 : troublesShown.length + 1;
  const latestMost = capacity - used - 1;
  const latestShown = latestMost < 1 ? [] : latest.slice(-latestMost);
  const widths = widthsOf([...troublesShown, ...latestShown], cells);
  const rows = [...list('Needs a look', troublesShown, widths), ...list('Latest', latestShown, widths)];
  return [...rows, ...Array.from({ length: Math.max(0, capacity - rows.length) }, () => blank)];
}

/** The heading and the last `most` troubles; nothing when there are none. */
export function troubleView(state: ScreenState, most: number, cells: number): readonly Row[] {
  const shown = state.troubles.slice(-most);
  return list('Needs a look', shown, widthsOf(shown, cells));
}

interface Widths {
  readonly cells: number;
  readonly nameCells: number;
  readonly idCells: number;
}

function widthsOf(lines: readonly Happening[], cells: number): Widths {
  const widest = Math.max(0, ...lines.map(({ name }) => cellWidth(name)));
  return {
    cells,
    nameCells: Math.min(
      cells < WIDE_CELLS ? Math.min(nameCellsMax, Math.floor(cells / 4)) : Math.floor(cells / 3),
      widest,
    ),
    idCells: Math.max(0, ...lines.map((line) => line.id.length)),
  };
}

function list(heading: string, lines: readonly Happening[], widths: Widths): readonly Row[] {
  if (lines.length === 0) return [];
  return [[piece(heading, 'strong')], ...lines.map((line) => fitRow(lineOf(line, widths), widths.cells))];
}

function lineOf(line: Happening, { nameCells, idCells }: Widths): Row {
  const sign = line.sign === undefined ? signs[line.what] : piece(line.sign, 'bad');
  if (line.what === 'notice') return [sign, piece(' '), piece(line.words)];
  const row: Piece[] = [sign, piece(' ')];
  if (line.verb !== undefined) {
    row.push(piece(column(line.what === 'applied' ? pastVerbs[line.verb] : line.verb, 9), 'dim'));
  }
  if (nameCells > 0) row.push(piece(column(line.name, nameCells)), piece('  '));
  row.push(piece(line.words === '' ? line.id : column(line.id, idCells), 'dim'));
  if (line.words !== '') row.push(piece('  '), piece(line.words));
  return row;
}
