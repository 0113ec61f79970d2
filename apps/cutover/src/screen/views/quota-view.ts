// What the stores still let us ask: one row a store, and the row that says why nothing moves.

import { longestWait, waitWords } from '../../reporters/waits.ts';
import { counted, duration, number, percent } from '../../terminal/quantities.ts';
import { fill } from '../../terminal/width.ts';
import { fitRow, joinFitting, type Piece, piece, type Row, rowWidth } from '../rows.ts';
import type { ScreenState } from '../screen-state.ts';
import { filledBar } from './progress-view.ts';
import type { Moment, PaceFacts, PacerFacts, ScreenFacts } from './screen-facts.ts';

const labelCells = 8;

export function quotaView(
  { phase }: Pick<ScreenState, 'phase'>,
  facts: ScreenFacts,
  moment: Moment,
  cells: number,
): readonly Row[] {
  const { source, target } = moment.pacers;
  const { pace } = moment;
  const rows: Row[] = [];
  if (facts.mode === 'parity') {
    const only = source ?? target;
    if (only !== undefined) rows.push(quotaRow('store', only, pace, cells));
    return rows;
  }
  // A saved plan is carried out without asking the source, so that nothing of it will ever be known.
  const isIdle =
    source?.quota === undefined && source?.inFlight === 0 && (phase === 'writing' || phase === 'settling');
  if (source !== undefined && !isIdle) rows.push(quotaRow('source', source, pace, cells));
  if (target !== undefined) rows.push(quotaRow('target', target, pace, cells));
  return rows;
}

function quotaRow(label: string, pacer: PacerFacts, pace: PaceFacts | undefined, cells: number): Row {
  const start = piece(fill(label, labelCells), 'dim');
  const { quota, left, resetMs, inFlight } = pacer;
  // Pictures are not asked of the API: none in flight here does not mean that nothing is.
  const most = pace?.concurrency;
  const flight: readonly Row[] =
    inFlight === 0
      ? []
      : [[piece(`${number(inFlight)} ${most === undefined ? '' : `of ${number(most)} `}in flight`)]];
  if (quota === undefined || left === undefined || quota <= 0) {
    return [
      start,
      ...joinFitting([...flight, [piece('quota not known yet', 'dim')]], ' · ', cells - labelCells),
    ];
  }
  const used = 1 - Math.min(quota, Math.max(0, left)) / quota;
  const words: Row[] = [
    [piece(`quota ${number(Math.max(0, left))} of ${number(quota)} left`, toneOf(used))],
    ...flight,
  ];
  if (pace !== undefined) words.push([piece(`share ${percent(pace.quotaShare)}`, 'dim')]);
  if (resetMs !== undefined) words.push([piece(`new in ${duration(resetMs)}`, 'dim')]);
  const width = Math.max(6, Math.min(24, Math.floor(cells / 5)));
  // Filled as its words say: with what is left.
  const row = [start, ...filledBar(1 - used, width, toneOf(used)), piece('  ')];
  return [...row, ...joinFitting(words, ' · ', cells - rowWidth(row))];
}

function toneOf(used: number): Piece['tone'] {
  return used >= 0.95 ? 'warn' : 'plain';
}

/** One row, empty when all is going: stopping, paused, or waiting. */
export function bannerView(state: ScreenState, moment: Moment, cells: number): Row {
  const { source, target } = moment.pacers;
  const inFlight = (source?.inFlight ?? 0) + (target === source ? 0 : (target?.inFlight ?? 0));
  const flight = inFlight === 0 ? '' : `, finishing ${counted(inFlight, 'request')} in flight`;
  if (moment.wish === 'stopping') {
    return fitRow(
      [piece('■ stopping safely', 'warn'), piece(`${flight}; the same command continues`)],
      cells,
    );
  }
  if (moment.wish === 'paused') {
    return fitRow([piece('‖ paused', 'warn'), piece(`${flight}; p goes on`)], cells);
  }
  const wait = longestWait(state.waits, moment.nowMs);
  if (wait === undefined) return [];
  const words = `waiting ${duration(wait.ms)} for ${waitWords[wait.waitsFor]}`;
  return fitRow([piece('◔ ', 'warn'), piece(words)], cells);
}
