import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { compiledOnce } from './compiled-once.ts';

const row = z.object({
  id: z.int().positive(),
  name: z
    .string()
    .nullish()
    .transform((value) => value ?? ''),
  shown: z.boolean().optional().catch(undefined),
  images: z.array(z.object({ file: z.string() })).nullish(),
});

test('it is made once, and accepts, changes and refuses the same', () => {
  const compiled = compiledOnce(row);
  expect(compiled()).toBe(compiled());
  const near = fc.record(
    {
      id: fc.oneof(fc.integer({ min: -1, max: 5 }), fc.constant('7')),
      name: fc.option(fc.oneof(fc.string(), fc.integer())),
      shown: fc.oneof(fc.boolean(), fc.constant('yes')),
      images: fc.option(fc.array(fc.record({ file: fc.oneof(fc.string(), fc.constant(null)) }))),
      more: fc.string(),
    },
    { requiredKeys: ['id'] },
  );
  let refused = 0;
  fc.assert(
    fc.property(near, (value) => {
      const [one, other] = [row.safeParse(value), compiled().safeParse(value)];
      if (!one.success) refused += 1;
      expect([other.success, other.data, other.error?.issues]).toEqual([
        one.success,
        one.data,
        one.error?.issues,
      ]);
    }),
    { numRuns: 500 },
  );
  expect(refused).toBeGreaterThan(50);
});
