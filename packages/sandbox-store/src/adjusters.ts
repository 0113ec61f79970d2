/** What a choice adds to a price or a weight, as a body of either API version says it. */
import { z } from 'zod';
import type { Adjuster } from './state/rows.ts';

export const adjusterBody = z
  .looseObject({
    adjuster: z.enum(['relative', 'percentage']).nullish(),
    adjuster_value: z.number().optional(),
  })
  .nullish();

/** An adjuster as it is kept: none where the body shows an empty one. */
export function adjusterFrom(body: z.infer<typeof adjusterBody>): Adjuster | null {
  const { adjuster, adjuster_value: value } = body ?? {};
  if (adjuster === undefined || adjuster === null || value === undefined) return null;
  return { adjuster, adjuster_value: value };
}
