// What a difference reads as. Invariant: each value stands beside the word for where it is, and an arrow points from what the
// target shows to what the source shows, as a write would change it.
import type { FieldValue } from '@cutover/journal';
import type { Difference } from '@cutover/sync-engine';

/** Texts longer than this are shown around the place where they part. */
const VALUE_LENGTH_MAX = 40;
/** So much of what both have in common is shown before that place. */
const COMMON_LENGTH = 12;

/** Of two stores: `sort_order target 2 → source 1`. An arrow points the way a write would change the target. */
export const storesDiffer = (differences: readonly Difference[]): string =>
  eachDifference(differences, (field, [source, target], lengths) => {
    const both = lengths === undefined ? '' : ` (${lengths[1]} → ${lengths[0]} characters)`;
    return `${field} target ${target} → source ${source}${both}`;
  }).join(', ');

/** Of two views of one record: `sort_order 1 in V2, 2 in V3`. */
export const viewsDiffer = (differences: readonly Difference[]): string =>
  eachDifference(differences, (field, [v2, v3], lengths) => {
    const both = lengths === undefined ? '' : ` (${lengths[0]} characters in V2, ${lengths[1]} in V3)`;
    return `${field} ${v2} in V2, ${v3} in V3${both}`;
  }).join('; ');

/** Of an edit: `sort_order 1 on the source, 2 on the target`. */
export const editsDiffer = (differences: readonly Difference[]): string =>
  eachDifference(differences, (field, [source, target], lengths) => {
    const both = lengths === undefined ? '' : ` (${lengths[0]} and ${lengths[1]} characters)`;
    return `${field} ${source} on the source, ${target} on the target${both}`;
  }).join('; ');

type Lengths = readonly [number, number];

function eachDifference(
  differences: readonly Difference[],
  words: (field: string, values: readonly [string, string], lengths: Lengths | undefined) => string,
): string[] {
  return differences.map(({ field, values }) =>
    values === undefined ? field : words(field, quoted(values), lengthsOf(values)),
  );
}

/** Both as people read them; long texts as the part around the first difference. */
function quoted([source, target]: readonly [FieldValue, FieldValue]): readonly [string, string] {
  if (typeof source !== 'string' || typeof target !== 'string') return [String(source), String(target)];
  const [one, other] = [Array.from(source), Array.from(target)];
  if (Math.max(one.length, other.length) <= VALUE_LENGTH_MAX)
    return [JSON.stringify(source), JSON.stringify(target)];
  const parted = one.findIndex((letter, at) => letter !== other[at]);
  const from = Math.max(0, (parted < 0 ? one.length : parted) - COMMON_LENGTH);
  const part = (text: readonly string[]): string => {
    const shown = text.slice(from, from + VALUE_LENGTH_MAX).join('');
    return JSON.stringify(
      `${from > 0 ? '…' : ''}${shown}${text.length > from + VALUE_LENGTH_MAX ? '…' : ''}`,
    );
  };
  return [part(one), part(other)];
}

/** Where a long text was shortened: how long both are, if that differs. */
function lengthsOf([source, target]: readonly [FieldValue, FieldValue]): Lengths | undefined {
  if (typeof source !== 'string' || typeof target !== 'string') return undefined;
  const [one, other] = [Array.from(source).length, Array.from(target).length];
  return one === other || Math.max(one, other) <= VALUE_LENGTH_MAX ? undefined : [one, other];
}
