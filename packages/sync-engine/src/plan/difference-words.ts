// What a difference says: each field with the source's value and then the target's, so that every line of a comparison
// reads the same way round. Pure.
import { isWritableField, type ProductImage, writableValue } from '@cutover/field-mapper';
import type { FieldValue, FieldValues } from '@cutover/journal';
import type { PairRow } from '../match/march.ts';

/** Texts longer than this are shown around the place where they part. */
const VALUE_LENGTH_MAX = 40;
/** So much of what both have in common is shown before that place. */
const COMMON_LENGTH = 12;

const shown: Readonly<Record<string, (image: ProductImage) => FieldValue>> = {
  image_file: (image) => image.imageFile,
  url_zoom: (image) => image.urls.zoom,
  url_standard: (image) => image.urls.standard,
  url_thumbnail: (image) => image.urls.thumbnail,
  url_tiny: (image) => image.urls.tiny,
};

function valueOf(field: string, image: ProductImage): FieldValue | undefined {
  return isWritableField(field) ? writableValue(image, field) : shown[field]?.(image);
}

/** What both show of the fields that differ, whole. */
export function valuesOf({ fields, source: planned, target, placeShown }: PairRow): FieldValues {
  const source = placeShown === undefined ? planned : { ...planned, sortOrder: placeShown };
  return Object.fromEntries(
    fields.flatMap((field) => {
      const [there, here] = [valueOf(field, source), valueOf(field, target)];
      return there === undefined || here === undefined ? [] : [[field, [there, here]] as const];
    }),
  );
}

/** Of two stores: `sort_order 1 → 2`, the source shows 1 and the target 2. */
export const storesDiffer = (row: PairRow): string =>
  eachDifference(row, (field, [source, target], lengths) => {
    const both = lengths === undefined ? '' : ` (${lengths[0]} → ${lengths[1]} characters)`;
    return `${field} ${source} → ${target}${both}`;
  }).join(', ');

/** Of two views of one record: `sort_order 1 in V2, 2 in V3`. */
export const viewsDiffer = (row: PairRow): string =>
  eachDifference(row, (field, [v2, v3], lengths) => {
    const both = lengths === undefined ? '' : ` (${lengths[0]} characters in V2, ${lengths[1]} in V3)`;
    return `${field} ${v2} in V2, ${v3} in V3${both}`;
  }).join('; ');

type Lengths = readonly [number, number];

export function eachDifference(
  row: PairRow,
  words: (field: string, values: readonly [string, string], lengths: Lengths | undefined) => string,
): string[] {
  const values = valuesOf(row);
  return row.fields.map((field) => {
    const both = values[field];
    return both === undefined ? field : words(field, quoted(both), lengthsOf(both));
  });
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
