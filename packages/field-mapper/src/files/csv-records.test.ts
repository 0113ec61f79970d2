import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvRecords } from './csv-records.ts';

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}

test('law: cells come out as they went in, with the line they began on, wherever chunks end', async () => {
  const cell = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r\n', '\r', 'é', ' ', '😀') });
  const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(
      table,
      fc.constantFrom('\n', '\r\n'),
      fc.integer({ min: 1, max: 9 }),
      async (rows, end, size) => {
        const printed = rows.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(','));
        const text = printed.join(end);
        async function* pieces(): AsyncGenerator<string> {
          const letters = Array.from(text);
          for (let at = 0; at < letters.length; at += size) yield letters.slice(at, at + size).join('');
        }
        let line = 1;
        const expected = rows.map((cells, index) => {
          const record = { line, cells };
          line += (printed[index] ?? '').split('\n').length;
          return record;
        });
        expect(await all(csvRecords(pieces()))).toEqual(expected);
      },
    ),
    { numRuns: 150 },
  );
});
