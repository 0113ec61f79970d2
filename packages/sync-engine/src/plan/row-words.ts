// What is said of a row whose images differ: each field with both values, and what somebody has edited. Pure.
import type { PairRow } from '../match/march.ts';
import { eachDifference, storesDiffer } from './difference-words.ts';
import type { Edits } from './edits.ts';

/** Why nothing is done with an image of which only its picture could tell whose counterpart it is. */
export const unsureWords =
  'an image of the same name is there, and only the pictures could tell whether it is this one; they could not be looked at, or are neither alike nor clearly different, so nothing is done with it';

/** Why an image stays in whose place another has been made. */
export const sparedWords =
  'edited on the target since the last migration; the source shows another picture by now, which is here beside it';

/** What somebody has edited on the target of that which differs, with both values; undefined: nothing. */
export function editedWords(row: PairRow, edits: Edits): string | undefined {
  const edited = edits.of(row.target.imageId);
  if (edited.length === 0) return undefined;
  const values = eachDifference({ ...row, fields: edited }, (field, [source, target], lengths) => {
    const both = lengths === undefined ? '' : ` (${lengths[0]} and ${lengths[1]} characters)`;
    return `${field} ${source} on the source, ${target} on the target${both}`;
  });
  const others = row.fields.filter((field) => !edited.includes(field));
  const more = others.length === 0 ? '' : `; differs too: ${storesDiffer({ ...row, fields: others })}`;
  return `edited on the target since the last migration: ${values.join('; ')}${more}`;
}

export const heldWords =
  'of another image of its product only the pictures could tell whether it is there; they could not be looked at, or are neither alike nor clearly different, so nothing of the product is removed';
