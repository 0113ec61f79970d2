// The lines of the real commands, as far as the demo reads them; checked, since they come from another process.
import { z } from 'zod';

const count = z.number().int().nonnegative();

const sandboxLine = z.looseObject({
  type: z.literal('sandbox'),
  stores: z.array(z.looseObject({ store: z.string(), api: z.string(), token: z.string() })).min(2),
});
const actionLine = z.looseObject({
  type: z.literal('action'),
  action: z.string(),
  kind: z.enum(['create', 'update', 'remove', 'set']),
  status: z.enum(['pending', 'started', 'applied', 'failed', 'blocked', 'superseded']),
});
const progressLine = z.looseObject({
  type: z.literal('progress'),
  phase: z.string(),
  done: count,
  total: count.optional(),
});
const runLine = z.looseObject({ type: z.literal('run'), run: z.string(), resumed: z.boolean() });
const requests = z.looseObject({ v2: count, v3: count, content: count });
const resultLine = z.looseObject({
  type: z.literal('result'),
  exitCode: z.number().int(),
  products: count,
  images: count,
  requests,
  // A problem; in a diff that went well, the number of images that could not be told.
  error: z.union([z.number(), z.looseObject({ code: z.string(), title: z.string() })]).optional(),
});
const anyLine = z.discriminatedUnion('type', [sandboxLine, actionLine, progressLine, runLine, resultLine]);

export type DemoLine = z.infer<typeof anyLine>;
export type ActionLine = z.infer<typeof actionLine>;
export type ResultLine = z.infer<typeof resultLine>;

/** The line, undefined when it is of a kind that the demo does not read. */
export function parseLine(line: unknown): DemoLine | undefined {
  return anyLine.safeParse(line).data;
}

/** What `audit`, `diff`, `migrate` and `verify` add to their result. */
export const auditFacts = z.looseObject({
  findings: z.looseObject({ fatal: count, critical: count, warning: count, info: count }),
});
export const diffFacts = z.looseObject({ same: count, changed: count, missing: count, extra: count });
export const migrateFacts = z.looseObject({
  created: count,
  updated: count,
  removed: count,
  set: count,
  failed: count,
  remaining: count,
  inDoubt: count,
});
export const verifyFacts = z.looseObject({ checked: count, unchecked: count, mismatched: count });
