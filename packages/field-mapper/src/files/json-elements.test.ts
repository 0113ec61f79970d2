import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { MapError } from './file-problem.ts';
import type { MapRecord } from './mapped-record.ts';
import { createMapper, type MapperOptions } from './mapper.ts';

async function* chunks(bytes: Uint8Array, size = bytes.length || 1): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Everything that comes of a file: its records, its errors, and the words it was refused with. */
async function outcome(content: string | Uint8Array, options: MapperOptions = {}, chunkBytes?: number) {
  const records: MapRecord[] = [];
  const errors: MapError[] = [];
  const mapper = createMapper({ onBadRow: 'skip', onError: (error) => errors.push(error), ...options });
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  try {
    for await (const record of mapper.map(chunks(bytes, chunkBytes))) records.push(record);
  } catch (error) {
    return { records, errors, refused: error instanceof Error ? error.message : String(error) };
  }
  return { records, errors };
}

const anyRow = fc.record({
  id: fc.integer({ min: 1 }),
  product_id: fc.integer({ min: 1 }),
  is_thumbnail: fc.boolean(),
  sort_order: fc.integer(),
  description: fc.option(fc.string({ unit: 'grapheme' })),
  image_file: fc.string(),
  zoom_url: fc.constantFrom('https://x.example/é"[{,\\', ''),
});

test('law: neither the form of a file nor where its chunks end changes what is read', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyRow, { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 1, max: 40 }),
      async (rows, size) => {
        const forms = [
          rows.map((row) => JSON.stringify(row)).join('\n'),
          JSON.stringify(rows),
          JSON.stringify(rows, null, 3),
          JSON.stringify({ meta: { total: rows.length }, data: rows }),
        ];
        const whole = await outcome(forms[0] ?? '');
        expect(whole.records).toHaveLength(rows.length);
        for (const form of forms) {
          const unlined = async (chunkBytes?: number) =>
            (await outcome(form, {}, chunkBytes)).records.map(({ record }) => record);
          expect(await unlined(size)).toEqual(whole.records.map(({ record }) => record));
          expect(await outcome(form, {}, size)).toEqual(await outcome(form));
        }
      },
    ),
    { numRuns: 40 },
  );
});

test.each([
  ['[{"id":1', 1],
  ['[{"id":1\n', 1],
  ['[{"id":1\r\n\n', 1],
  ['[\n{"id":1,\n"image_file":"a\n', 3],
  ['[\n{"id":1},\n\n', 2],
])('a file that is cut off is named with the line that it ends in: %j', async (text, line) => {
  const cut = 'the file ends in the middle of a value; it may have been cut short';
  const { refused } = await outcome(text);
  expect(refused).toBe(`line ${line}: ${cut}`);
});
