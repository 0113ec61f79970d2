// The tally: what was written, or what a check found. Zeroes of trouble are dim, anything else is said with its sign.
import { number } from '../../terminal/quantities.ts';
import { type Piece, piece, type Row, wrapParts } from '../rows.ts';
import { doubtsIn, type ScreenState } from '../screen-state.ts';
import type { Moment, ScreenFacts } from './screen-facts.ts';

export function countsView(
  state: ScreenState,
  command: ScreenFacts['command'],
  moment: Moment,
  cells: number,
  isOver = false,
): readonly Row[] {
  return wrapParts(partsOf(state, command, moment, isOver), '   ', cells);
}

function partsOf(
  state: ScreenState,
  command: ScreenFacts['command'],
  moment: Moment,
  isOver: boolean,
): readonly Row[] {
  switch (command) {
    case 'audit':
      return gradeCounts(state, moment);
    case 'diff':
      return compareCounts(moment);
    case 'verify':
      return checkCounts(state, moment);
    case 'migrate':
      return writeCounts(state, isOver);
  }
}

function gradeCounts({ severities }: ScreenState, { foundBefore = {} }: Moment): readonly Row[] {
  return (['fatal', 'critical', 'warning', 'info'] as const).map((severity) => {
    const amount = severities[severity] + (foundBefore[severity] ?? 0);
    return tally(
      severity === 'warning' || severity === 'info' ? '!' : '✗',
      amount,
      severity === 'warning' && amount !== 1 ? 'warnings' : severity,
      severity === 'info' ? 'plain' : severity === 'warning' ? 'warn' : 'bad',
    );
  });
}

/** By the run's own counts, which hold what an interrupted one had compared before. */
function compareCounts({ counts = {} }: Moment): readonly Row[] {
  const parts = [
    tally('=', counts['same'] ?? 0, 'the same', 'good'),
    tally('~', counts['changed'] ?? 0, 'differ', 'warn'),
    tally('+', counts['missing'] ?? 0, 'missing', 'warn'),
    tally('-', counts['extra'] ?? 0, 'extra', 'warn'),
    tally('!', counts['error'] ?? 0, 'unknown', 'warn'),
  ];
  const unmatched = counts['unmatchedProducts'] ?? 0;
  return unmatched === 0 ? parts : [...parts, tally('!', unmatched, 'products unmatched', 'warn')];
}

function writeCounts(state: ScreenState, isOver: boolean): readonly Row[] {
  const { applied, failed, unmatched } = state;
  const parts = [
    tally('✓', applied.create, 'created', 'good'),
    tally('~', applied.update, 'updated', 'good'),
    tally('-', applied.remove, 'removed', 'good'),
    ...(applied.set > 0 ? [tally('✓', applied.set, 'set', 'good')] : []),
    tally('✗', failed, 'failed', 'bad'),
    tally('?', doubtsIn(state, isOver), 'in doubt', 'warn'),
  ];
  if (unmatched > 0) parts.push(tally('!', unmatched, 'unmatched', 'warn'));
  return parts;
}

function checkCounts(state: ScreenState, { checked }: Moment): readonly Row[] {
  const { signs, unmatched, phase, done } = state;
  // Those that only the target has are counted by the run, after their page.
  const looked = Math.max(phase === 'verifying' ? done : 0, checked ?? 0);
  const parts = [
    tally('✓', looked, 'checked', 'good'),
    tally('~', signs['~'], 'differ', 'bad'),
    tally('+', signs['+'], 'missing', 'bad'),
    tally('-', signs['-'], 'extra', 'warn'),
    tally('!', signs['!'], 'unknown', 'warn'),
  ];
  if (unmatched > 0) parts.push(tally('!', unmatched, 'unmatched', 'warn'));
  return parts;
}

function tally(sign: string, amount: number, word: string, tone: Piece['tone']): Row {
  return [
    piece(`${sign} `, amount === 0 ? 'dim' : tone),
    piece(number(amount), amount === 0 ? 'dim' : 'strong'),
    piece(` ${word}`, 'dim'),
  ];
}
