// What is said of a pair that somebody has edited on the target. Pure.
import type { PairRow } from '../match/march.ts';
import type { RowSaying } from '../sayings.ts';
import { differencesOf } from './differences.ts';
import type { Edits } from './edits.ts';

/** What somebody has edited of that which differs, and what differs besides; undefined: nothing was edited. */
export function editedIn(row: PairRow, edits: Edits): RowSaying | undefined {
  const fields = edits.of(row.target.imageId);
  if (fields.length === 0) return undefined;
  const others = row.fields.filter((field) => !fields.includes(field));
  return {
    code: 'edited-on-target',
    edited: differencesOf({ ...row, fields }),
    others: differencesOf({ ...row, fields: others }),
  };
}
