// What the store itself said about a refusal, from any of the shapes its two APIs answer errors in:
// V2's array, a bare {error}, V3's {status, title, type, errors}, a batch's {batch_errors}, XML or HTML text, nothing.
import { z } from 'zod';
import { plainText } from './plain-text.ts';
import { redact } from './redact.ts';

const wordsLengthMax = 300;

const v2Error = z.object({
  message: z.string(),
  details: z
    .object({ invalid_reason: z.string().optional().catch(undefined) })
    .optional()
    .catch(undefined),
});
// No `min`: Zod asks whatever has a `length` for it, arrays or not, and an object may have one that is no number.
const v2Errors = z.array(v2Error);
const bareError = z.object({ error: z.string() });
const fieldErrors = z.record(z.string(), z.unknown());
const v3Error = z.object({ title: z.string(), errors: fieldErrors.optional().catch(undefined) });
const partial = z.object({ errors: v3Error });
const batch = z.object({ batch_errors: z.array(z.unknown()) });

/** The store's own message, at most 300 characters, without control characters or secrets; undefined when it said nothing. */
export function storeWords(body: unknown): string | undefined {
  const words = typeof body === 'string' ? wordsOfMarkup(body) : wordsOfJson(body, 0);
  if (words === undefined) return undefined;
  const clean = plainText(redact(words), wordsLengthMax);
  return clean === '' ? undefined : clean;
}

function wordsOfJson(body: unknown, depth: number): string | undefined {
  const inV2 = v2Errors.safeParse(body);
  if (inV2.success && inV2.data.length > 0) return inV2.data.slice(0, 5).map(wordsOfV2).join('; ');
  const inV2Alone = v2Error.safeParse(body);
  if (inV2Alone.success) return wordsOfV2(inV2Alone.data);
  const bare = bareError.safeParse(body);
  if (bare.success) return bare.data.error;
  const inV3 = v3Error.safeParse(body);
  if (inV3.success) return wordsOfV3(inV3.data);
  const half = partial.safeParse(body);
  if (half.success) return wordsOfV3(half.data.errors);
  const inBatch = batch.safeParse(body);
  if (!inBatch.success || inBatch.data.batch_errors.length === 0 || depth > 0) return undefined;
  const each = inBatch.data.batch_errors.slice(0, 5).map((one) => wordsOfJson(one, depth + 1));
  return each.filter((one) => one !== undefined).join('; ');
}

function wordsOfV2(error: z.infer<typeof v2Error>): string {
  const reason = error.details?.invalid_reason;
  return reason === undefined ? error.message : `${error.message} ${reason}`;
}

function wordsOfV3(error: z.infer<typeof v3Error>): string {
  const fields = Object.entries(error.errors ?? {}).slice(0, 5);
  const told = fields.map(
    ([field, message]) => `${field}: ${typeof message === 'string' ? message : 'refused'}`,
  );
  return [error.title, ...told].join('; ');
}

function wordsOfMarkup(text: string): string {
  const start = text.slice(0, 8192);
  const title = /<title[^>]*>([^<]*)/iu.exec(start)?.[1];
  if (title !== undefined && title.trim() !== '') return title;
  return start.replace(/<(script|style)[^>]*>[^]*?<\/\1>/giu, ' ').replace(/<[^>]*>?/gu, ' ');
}
