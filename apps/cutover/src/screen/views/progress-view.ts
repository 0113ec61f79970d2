// How far the work is: the stepper of phases, the bar, the rate and the time that is left.
import type { Phase } from '@cutover/sync-engine';
import { counted, duration, number, percent, rate } from '../../terminal/quantities.ts';
import { fill } from '../../terminal/width.ts';
import { fitRow, joinFitting, type Piece, piece, type Row, rowWidth } from '../rows.ts';
import type { ScreenState } from '../screen-state.ts';
import { imagesPerSecond, isSteady, steadyPerSecond, timeLeftMs } from '../throughput.ts';
import type { Moment, ScreenFacts } from './screen-facts.ts';

const order: readonly Phase[] = ['reading', 'planning', 'writing', 'settling', 'verifying'];
const expected: Readonly<Record<ScreenFacts['command'], readonly Phase[]>> = {
  audit: ['reading', 'verifying'],
  diff: ['reading', 'planning'],
  migrate: ['reading', 'planning', 'writing', 'settling'],
  verify: ['reading', 'verifying'],
};

/** One row; `ended` shows every phase that was seen as done. */
export function stepperView(
  state: ScreenState,
  command: ScreenFacts['command'],
  cells: number,
  ended = false,
): Row {
  const steps = order.filter((phase) => expected[command].includes(phase) || state.seen.includes(phase));
  const current = state.phase === undefined ? -1 : steps.indexOf(state.phase);
  const signOf = (index: number): Piece => {
    if (index < current || (ended && index === current)) return piece('✓ ', 'good');
    return index === current ? piece('● ', 'accent') : piece('○ ', 'dim');
  };
  const row = steps.flatMap((phase, index) => [
    ...(index === 0 ? [] : [piece(' ── ', 'dim')]),
    signOf(index),
    piece(phase, index === current ? 'strong' : 'dim'),
  ]);
  if (rowWidth(row) <= cells) return row;
  const now = steps[current];
  return [
    piece(current < 0 ? `0 of ${steps.length}` : `${current + 1} of ${steps.length}`, 'dim'),
    piece(now === undefined ? '' : ` ${now}`, 'strong'),
  ];
}

/** Two rows: the bar, and the words below it. */
export function progressView(state: ScreenState, moment: Moment, cells: number): readonly Row[] {
  const { done, total } = state;
  const label = total === undefined || total === 0 ? '' : ` ${fill(percent(done / total), 5, 'start')}`;
  const width = Math.max(1, Math.min(Math.max(60, Math.floor(cells * 0.75)), cells) - label.length);
  const bar =
    total === undefined || total === 0
      ? travellingBar(state.phase === undefined ? 0 : moment.nowMs, width)
      : filledBar(done / total, width, 'accent');
  return [[...bar, piece(label, 'strong')], joinFitting(progressWords(state, moment), ' · ', cells)];
}

export function filledBar(share: number, width: number, tone: Piece['tone']): Row {
  const filled = Math.floor(Math.min(1, Math.max(0, share)) * width + 1e-9);
  return [piece('█'.repeat(filled), tone), piece('░'.repeat(width - filled), 'dim')];
}

/** How far it came, for the frame that stays. */
export function amountView(state: ScreenState, isWhole: boolean, cells: number): Row {
  if (state.phase === undefined) return [piece('stopped before it began', 'warn')];
  return fitRow([piece(isWhole ? '' : 'stopped at ', 'warn'), piece(amountWords(state))], cells);
}

function amountWords({ done, total, unit }: ScreenState): string {
  const one = unit === 'products' ? 'product' : 'image';
  return total === undefined ? counted(done, one) : `${number(done)} of ${counted(total, one)}`;
}

function travellingBar(nowMs: number, width: number): Row {
  const block = Math.max(1, Math.floor(width / 8));
  const at = Math.floor(nowMs / 250) % (width - block + 1);
  return [
    piece('░'.repeat(at), 'dim'),
    piece('█'.repeat(block), 'accent'),
    piece('░'.repeat(width - block - at), 'dim'),
  ];
}

/** What the screen says is left of the phase, in ms; undefined: it says nothing. */
export function timeLeft(
  { phase, done, total, samples, endsAtMs, unsteadyUntilMs }: ScreenState,
  nowMs: number,
): number | undefined {
  if (phase === 'writing' && (nowMs < unsteadyUntilMs || !isSteady(samples, nowMs))) return undefined;
  if (endsAtMs !== undefined) return Math.max(0, endsAtMs - nowMs);
  const perSecond = phase === 'writing' ? steadyPerSecond(samples, nowMs) : imagesPerSecond(samples, nowMs);
  return timeLeftMs({ done, total, perSecond });
}

function progressWords(state: ScreenState, moment: Moment): readonly Row[] {
  const { phase } = state;
  if (phase === undefined) return [[piece('starting', 'dim')]];
  const amount = amountWords(state);
  if (moment.wish === 'paused') return [[piece(amount)]];
  const perSecond = imagesPerSecond(state.samples, moment.nowMs);
  const left = timeLeft(state, moment.nowMs);
  const words: Row[] = [[piece(amount)]];
  if (perSecond !== undefined && perSecond > 0) words.push([piece(`${rate(perSecond)} a second`)]);
  if (left !== undefined && left > 0) words.push([piece(`about ${duration(left, 'left')} left`)]);
  return words;
}
