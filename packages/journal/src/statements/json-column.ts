// Columns that hold JSON text, checked when they are read: a row that does not parse is damage, not a crash elsewhere.
import * as z from 'zod';
import type {
  FieldValues,
  HandedOver,
  ImageBefore,
  ImageRef,
  Run,
  SeenImage,
  Slot,
  SlotChoice,
  SlotShown,
  WantedFields,
} from '../journal.ts';
import { JournalError } from '../journal-error.ts';

const imageRef = z.object({
  productId: z.number(),
  imageId: z.number().optional(),
  sku: z.string().optional(),
  variantId: z.number().optional(),
  variantSku: z.string().optional(),
  modifierId: z.number().optional(),
  optionId: z.number().optional(),
  valueId: z.number().optional(),
  label: z.string().optional(),
} satisfies { readonly [Name in keyof Required<ImageRef>]: unknown });
const values = {
  description: z.string(),
  sort_order: z.number(),
  is_thumbnail: z.boolean(),
} satisfies { readonly [Field in keyof WantedFields]-?: z.ZodType<WantedFields[Field]> };
const wanted = z.object({
  description: values.description.exactOptional(),
  sort_order: values.sort_order.exactOptional(),
  is_thumbnail: values.is_thumbnail.exactOptional(),
} satisfies { readonly [Field in keyof typeof values]: z.ZodType });
const before = z.object({ ...values, image_file: z.string() });

const slot = z.union([
  z.object({ variantId: z.number() }),
  z.object({ modifierId: z.number(), valueId: z.number() }),
  z.object({ optionId: z.number(), valueId: z.number() }),
]);

export const numbersColumn = column<number[]>(z.array(z.number()));
export const wordsColumn = column<string[]>(z.array(z.string()));
export const countsColumn = column<Record<string, number>>(z.record(z.string(), z.number()));
export const optionsColumn = column<Run['options']>(
  z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
);
const fieldValue = z.union([z.string(), z.number(), z.boolean()]);
export const valuesColumn = column<FieldValues>(z.record(z.string(), z.tuple([fieldValue, fieldValue])));
export const slotColumn = column<Slot>(slot);
/** With the names in each as earlier versions wrote them, too. */
export const choicesColumn = column<SlotChoice[]>(
  z.array(
    z.union([
      z.tuple([z.string(), z.string()]).transform(([name, label]) => ({ name, label })),
      z.object({ name: z.string(), label: z.string() }),
    ]),
  ),
);
export const imageRefColumn = column<ImageRef>(imageRef);
/** The same of what has been parsed already. */
export function imageRefOf(value: unknown): ImageRef {
  const read = imageRef.safeParse(value);
  if (!read.success) throw damaged(read.error);
  return read.data;
}
/** The fields that an action may want. */
export const wantedNames = wanted.keyof().options;
export const wantedColumn = column<WantedFields>(wanted);
export const seenColumn = column<SeenImage[]>(z.array(before.extend({ image_id: z.number() })));
export const beforeColumn = column<ImageBefore>(before);
const seenOfPicture = {
  contentType: z.string(),
  width: z.int().optional(),
  height: z.int().optional(),
  contentLength: z.int().optional(),
};
export const handedOverColumn = column<HandedOver>(
  z.discriminatedUnion('is', [
    z.object({
      is: z.literal('original'),
      origin: z.union([
        z.templateLiteral(['template:', z.int().positive()]),
        z.enum(['file', 'folder', 'stencil-original', 'store-domain', 'slot', 'archive', 'former-address']),
      ]),
      url: z.string().optional(),
      ...seenOfPicture,
    }),
    z.object({
      is: z.literal('rendition'),
      origin: z.enum(['zoom', 'standard', 'thumbnail', 'tiny', 'slot']),
      url: z.string(),
      ...seenOfPicture,
    }),
  ]),
);
export const slotShownColumn = column<SlotShown>(z.object({ address: z.string() }));

/** A row that is not as it was written. */
export function damaged(cause?: unknown): JournalError {
  return new JournalError('damaged', 'The journal holds a row that does not read as it was written.', {
    cause,
  });
}

function column<T>(schema: z.ZodType<T>): (text: string) => T {
  return (text) => {
    try {
      return schema.parse(JSON.parse(text));
    } catch (error) {
      throw damaged(error);
    }
  };
}
