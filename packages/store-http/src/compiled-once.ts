// Schemas of rows that come by the thousand, compiled to straight code by zod (a third of the time a row takes). Compiling takes as
// long as reading some thousand rows without, as does the first use of a schema that is not compiled.
import { z } from 'zod';

/** @returns what gives the compiled schema, which is made when it is first wanted; it accepts and refuses the same. */
export function compiledOnce<Schema extends z.ZodType>(schema: Schema): () => Schema {
  let made: Schema | undefined;
  return () => (made ??= z.compile(schema));
}
