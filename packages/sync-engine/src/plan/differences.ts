// What differs in a pair of images: each field with the source's value and then the target's. Pure.
import { isWritableField, type ProductImage, writableValue } from '@cutover/field-mapper';
import type { FieldValue, FieldValues } from '@cutover/journal';
import type { PairRow } from '../match/march.ts';
import type { Difference } from '../sayings.ts';

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

/** Each field with what both show of it. */
export function differencesOf(row: PairRow): Difference[] {
  const values = valuesOf(row);
  return row.fields.map((field) => {
    const both = values[field];
    return both === undefined ? { field } : { field, values: both };
  });
}
