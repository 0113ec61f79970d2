// The keys, as a footer of one row and as a page of help; both from the one keymap.
import { cellWidth, fill } from '../../terminal/width.ts';
import { type KeyCommand, keymap } from '../keymap.ts';
import { joinFitting, piece, type Row, wrapParts } from '../rows.ts';
import type { Wish } from './screen-facts.ts';

/** One row. Without keys (input is not a terminal) it says how to stop. */
export function footerView(wish: Wish, hasKeys: boolean, cells: number): Row {
  if (wish === 'stopping') return [piece(hasKeys ? 'Ctrl-C leaves at once' : '', 'dim')];
  if (!hasKeys) return joinFitting([[piece('Ctrl-C stops safely', 'dim')]], '', cells);
  const parts = keymap
    .filter(({ label }) => label !== '')
    .map(
      ({ key, label, command }): Row => [
        piece(key, 'strong'),
        piece(` ${labelNow(command, label, wish)}`, 'dim'),
      ],
    );
  return joinFitting(parts, '   ', cells);
}

function labelNow(command: KeyCommand, label: string, wish: Wish): string {
  return command === 'pause' && wish === 'paused' ? 'go on' : label;
}

/** As many rows as the words need. */
export function helpView(cells: number): readonly Row[] {
  const keyCells = Math.max(...keymap.map(({ key }) => cellWidth(key))) + 2;
  const rows: Row[] = [[piece('Keys', 'strong')]];
  for (const { key, help } of keymap) {
    const words = help.split(' ').map((word): Row => [piece(word)]);
    for (const [index, row] of wrapParts(words, ' ', cells - keyCells).entries()) {
      rows.push([piece(fill(index === 0 ? key : '', keyCells), 'strong'), ...row]);
    }
  }
  return rows;
}
