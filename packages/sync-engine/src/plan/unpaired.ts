// A slot without one counterpart, as a row. Pure.
import { namedSlot } from '../slots.ts';
import type { SlotPicture, SlotRow } from './looked.ts';

export function unpaired({
  source,
  why,
}: {
  readonly source: SlotPicture;
  readonly why: 'ambiguous' | 'unmatched';
}): SlotRow {
  const slot = namedSlot(source);
  return why === 'ambiguous'
    ? { sign: '!', rule: 'slot-ambiguous', source, says: { code: 'slot-ambiguous', slot } }
    : { sign: '!', rule: 'slot-unmatched', source, says: { code: 'slot-unmatched', slot } };
}
