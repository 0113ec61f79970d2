// What is said of a row whose images differ: each field with both values, and what somebody has edited. Pure.
import { isWritableField, type ProductImage, writableValue } from '@cutover/field-mapper';
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
  const values = edited.map((field) => {
    const [there, here] = [valueOf(field, row.target), valueOf(field, row.source)];
    return `${field} ${there} on the target, ${here} on the source`;
  });
  const others = row.fields.filter((field) => !edited.includes(field));
  const more = others.length === 0 ? '' : `; differs too: ${changesOf({ ...row, fields: others })}`;
  return `edited on the target since the last migration: ${values.join('; ')}${more}`;
}

const VALUE_LENGTH_MAX = 40;

const shown: Readonly<Record<string, (image: ProductImage) => string | number | boolean>> = {
  image_file: (image) => image.imageFile,
  url_zoom: (image) => image.urls.zoom,
  url_standard: (image) => image.urls.standard,
  url_thumbnail: (image) => image.urls.thumbnail,
  url_tiny: (image) => image.urls.tiny,
};

const valueOf = (field: string, image: ProductImage): string =>
  quoted(isWritableField(field) ? writableValue(image, field) : (shown[field]?.(image) ?? ''));

/** Each differing field with what the target shows and what it should show. */
export function changesOf({ fields, source, target }: PairRow): string {
  return fields
    .map((field) =>
      shown[field] === undefined && !isWritableField(field)
        ? field
        : `${field} ${valueOf(field, target)} → ${valueOf(field, source)}`,
    )
    .join(', ');
}

function quoted(value: string | number | boolean): string {
  if (typeof value !== 'string') return String(value);
  const text =
    value.length > VALUE_LENGTH_MAX ? `${value.slice(0, VALUE_LENGTH_MAX).toWellFormed()}…` : value;
  return JSON.stringify(text);
}
