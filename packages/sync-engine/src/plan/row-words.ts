// What is said of a row whose images differ: each field with both values, and what somebody has edited. Pure.
import { isWritableField, type ProductImage, writableValue } from '@cutover/field-mapper';
import type { FieldValue, FieldValues } from '@cutover/journal';
import type { PairRow } from '../match/march.ts';
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
  const values = eachOf(
    { ...row, fields: edited },
    (field, [source, target], lengths) =>
      `${field} ${target} on the target, ${source} on the source${lengths}`,
  );
  const others = row.fields.filter((field) => !edited.includes(field));
  const more = others.length === 0 ? '' : `; differs too: ${changesOf({ ...row, fields: others })}`;
  return `edited on the target since the last migration: ${values.join('; ')}${more}`;
}

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

/** Each differing field with what the target shows and what it should show. */
export function changesOf(row: PairRow): string {
  return eachOf(row, (field, [source, target], lengths) => `${field} ${target} → ${source}${lengths}`).join(
    ', ',
  );
}

/** Each differing field of two views of one record. */
export function viewsOf(row: PairRow): string {
  return eachOf(
    row,
    (field, [source, target], lengths) => `${field} ${source} in V2, ${target} in V3${lengths}`,
  ).join('; ');
}

function eachOf(
  row: PairRow,
  words: (field: string, values: readonly [string, string], lengths: string) => string,
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
    const shownPart = text.slice(from, from + VALUE_LENGTH_MAX).join('');
    return JSON.stringify(
      `${from > 0 ? '…' : ''}${shownPart}${text.length > from + VALUE_LENGTH_MAX ? '…' : ''}`,
    );
  };
  return [part(one), part(other)];
}

/** Where a long text was shortened: how long both are, if that differs. */
function lengthsOf([source, target]: readonly [FieldValue, FieldValue]): string {
  if (typeof source !== 'string' || typeof target !== 'string') return '';
  const [one, other] = [Array.from(source).length, Array.from(target).length];
  return one === other || Math.max(one, other) <= VALUE_LENGTH_MAX
    ? ''
    : ` (${one} and ${other} characters, source and target)`;
}
