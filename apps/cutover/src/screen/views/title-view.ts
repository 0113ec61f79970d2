// The first rows: what runs, on which stores, since when.
import { duration } from '../../terminal/quantities.ts';
import { cellWidth, cut } from '../../terminal/width.ts';
import { fitRow, joinFitting, piece, type Row, rowWidth, spread } from '../rows.ts';
import type { ScreenState } from '../screen-state.ts';
import type { Moment, ScreenFacts } from './screen-facts.ts';

export function titleView(
  state: ScreenState,
  facts: ScreenFacts,
  moment: Moment,
  cells: number,
): readonly Row[] {
  const mode = state.mode ?? facts.mode;
  const elapsed = piece(duration(moment.nowMs - state.startedAtMs), 'dim');
  const name = [piece(`cutover ${facts.title ?? facts.command}`, 'strong'), piece('   ')];
  const room = cells - rowWidth(name) - rowWidth([elapsed]) - 2;
  const stores = mode === 'parity' ? facts.source : storesIn(room, facts);
  const title = [...name, piece(stores, 'accent')];
  const details: Row[] = [
    [piece(mode === 'parity' ? 'parity: one store, V2 against V3' : 'transfer', 'dim')],
  ];
  if (facts.level !== undefined) details.push([piece(`level ${facts.level}`, 'dim')]);
  if (state.run !== '') details.push([piece(`run ${state.run}`, 'dim')]);
  if (state.resumed)
    details.push([
      piece(
        moment.begunAt === undefined ? 'continues an earlier run' : `continues what began ${moment.begunAt}`,
        'dim',
      ),
    ]);
  return [spread(title, [elapsed], cells), fitRow(joinFitting(details, ' · ', cells), cells)];
}

/** Where there is too little room the source is cut: the target is the one that is written to. */
function storesIn(room: number, { source, target }: ScreenFacts): string {
  const end = `→ ${target}`;
  const left = room - cellWidth(end) - 1;
  return left < 2 ? end : `${cut(source, left)} ${end}`;
}
