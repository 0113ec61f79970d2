// Fields that a store shows as something they cannot be, such as null for a place: they are named, so that a client
// that reads them as their defaults can say so.
import { z } from 'zod';
import { plainText } from './plain-text.ts';

/** A field and what the store shows for it, as JSON and cut short. */
export interface OddField {
  readonly field: string;
  readonly shown: string;
}

/** What the schemas of these fields refuse of a row. */
export function oddFieldsOf(fields: Readonly<Record<string, z.ZodType>>, row: unknown): OddField[] {
  const shown = z.record(z.string(), z.unknown()).safeParse(row);
  if (!shown.success) return [];
  return Object.entries(fields).flatMap(([field, schema]) =>
    schema.safeParse(shown.data[field]).success
      ? []
      : [{ field, shown: plainText(JSON.stringify(shown.data[field]) ?? 'nothing', 40) }],
  );
}

/** A whole number, as one or as its digits; else 0. */
export const wholeOrZero = z
  .union([
    z.int(),
    z
      .string()
      .regex(/^-?\d{1,15}$/u)
      .transform(Number),
  ])
  .catch(0);
/** A flag, as one, as its word or as its number; else false. */
export const flagOrFalse = z
  .union([z.boolean(), z.enum(['true', '1']).transform(() => true), z.literal(1).transform(() => true)])
  .catch(false);
/** A text; anything else is none. */
export const textOrNone = z
  .string()
  .nullish()
  .transform((value) => value ?? undefined)
  .catch(undefined);
/** A text, or a number as its digits; anything else is ''. */
export const textOfNumber = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .transform((value) => value ?? '')
  .catch('');
export const oddFieldsSchema = z.array(z.object({ field: z.string(), shown: z.string() }));
