// The whole frame as rows: blocks with a rank, of which the least important give way until the frame fits.
// Invariant: never more than `rows` - 1 rows, never wider than `columns` - 1. Pure: state, facts and moment in, rows out.
import { blank, fitRow, piece, type Row, rowText } from '../rows.ts';
import type { ScreenState } from '../screen-state.ts';
import { activityView, troubleView } from './activity-view.ts';
import { countsView } from './counts-view.ts';
import { footerView, helpView } from './key-view.ts';
import { amountView, progressView, stepperView } from './progress-view.ts';
import { bannerView, quotaView } from './quota-view.ts';
import type { Moment, ScreenFacts } from './screen-facts.ts';
import { titleView } from './title-view.ts';

export interface Size {
  readonly columns: number;
  readonly rows: number;
}
export interface FrameOptions {
  readonly showHelp: boolean;
  readonly hasKeys: boolean;
}
interface Block {
  readonly rows: readonly Row[];
  /** Blocks of the lowest rank go first. */
  readonly rank: number;
}

const listRowsMax = 40;
const listRowsMin = 2;
const troublesAtEndMax = 8;

/** The frame while the command runs. */
export function frameView(
  state: ScreenState,
  facts: ScreenFacts,
  moment: Moment,
  size: Size,
  options: FrameOptions,
): readonly Row[] {
  const cells = cellsOf(size);
  const available = Math.max(1, size.rows - 1);
  const title = titleView(state, facts, moment, cells);
  const footer = footerView(moment.wish, options.hasKeys, cells);
  const progress = progressView(state, moment, cells);
  const upper: Block[] = [
    { rows: title.slice(0, 1), rank: 7 },
    { rows: title.slice(1), rank: 3 },
    { rows: [blank], rank: 2 },
    { rows: [stepperView(state, facts.command, cells)], rank: 6 },
    { rows: [blank], rank: 1 },
    { rows: progress, rank: 10 },
    { rows: [blank], rank: 1 },
    { rows: quotaView(state, facts, moment, cells), rank: 5 },
    { rows: [bannerView(state, moment, cells)], rank: 8 },
    { rows: countsView(state, facts.command, moment, cells), rank: 9 },
  ];
  const lower: Block[] = [
    { rows: [blank], rank: 1 },
    { rows: [footer], rank: 4 },
  ];
  const kept = giveWay([...upper, ...lower], available);
  const free = available - height(kept) - 1;
  const isRoomy = kept.length === upper.length + lower.length && free >= listRowsMin;
  const lists = isRoomy ? [blank, ...activityView(state, Math.min(listRowsMax, free), cells)] : [];
  const rows = [
    ...kept.filter((block) => upper.includes(block)).flatMap((block) => block.rows),
    ...lists,
    ...kept.filter((block) => lower.includes(block)).flatMap((block) => block.rows),
  ];
  const frame = within(rows, available, cells);
  return options.showHelp ? withHelp(frame, title, footer, cells) : frame;
}

/** The help in place of all between title and footer; the frame keeps its height, so the footer its place. */
function withHelp(frame: readonly Row[], title: readonly Row[], footer: Row, cells: number): readonly Row[] {
  const body = [...title, blank, ...helpView(cells)].slice(0, Math.max(0, frame.length - 1));
  while (body.length < frame.length - 1) body.push(blank);
  return within([...body, footer], frame.length, cells);
}

/** The frame that stays in the scrollback: how it stood at the end, and what needs a look. */
export function endView(state: ScreenState, facts: ScreenFacts, moment: Moment, size: Size): readonly Row[] {
  const cells = cellsOf(size);
  const troubles = troubleView(state, troublesAtEndMax, cells);
  const { done, total } = state;
  // A sample is finished long before every image is done.
  const isWhole =
    moment.isFinished === true || (moment.wish !== 'stopping' && total !== undefined && done >= total);
  const isNothing = isWhole && total === 0 && facts.command === 'migrate';
  if (isNothing) {
    const said: Row = [piece('✓ ', 'good'), piece('nothing to do: already equal')];
    return within([...titleView(state, facts, moment, cells), blank, said, blank], size.rows - 1, cells);
  }
  const counts = countsView(state, facts.command, moment, cells, true);
  // Noughts of what nobody has looked at would read as an answer.
  const isUncounted =
    !isWhole && facts.command !== 'migrate' && counts.every((row) => !/[1-9]/.test(rowText(row)));
  const rows = [
    ...titleView(state, facts, moment, cells),
    blank,
    stepperView(state, facts.command, cells, isWhole),
    amountView(state, isWhole, cells),
    ...(isUncounted ? [] : counts),
    ...(troubles.length === 0 ? [] : [blank, ...troubles]),
    blank,
  ];
  return within(rows, Math.max(1, size.rows - 1), cells);
}

/** One cell of margin on the left and one on the right. */
function cellsOf(size: Size): number {
  return Math.max(8, size.columns - 2);
}

function within(rows: readonly Row[], most: number, cells: number): readonly Row[] {
  return rows.slice(0, most).map((row) => (row.length === 0 ? row : indented(fitRow(row, cells))));
}

function indented(row: Row): Row {
  return [piece(' '), ...row];
}

function height(blocks: readonly Block[]): number {
  return blocks.reduce((sum, { rows }) => sum + rows.length, 0);
}

function giveWay(blocks: readonly Block[], available: number): readonly Block[] {
  let kept = blocks;
  while (height(kept) > available && kept.length > 1) {
    const least = Math.min(...kept.map(({ rank }) => rank));
    const gone = kept.findLastIndex(({ rank }) => rank === least);
    kept = kept.filter((_block, index) => index !== gone);
  }
  return kept;
}
