import { expect, test } from 'vitest';
import { UnreadableFileError } from './file-problem.ts';
import { readProductPairsCsv } from './product-pairs.ts';

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

test('ids or SKUs, with or without counterpart', async () => {
  const text =
    '\ufeffSource_Product_ID,source_sku,target_product_id,target_sku\r\n1,,9,\r\n , A-1 ,,B-1\r\n3,C,,\r\n,,,\r\n';
  expect(await readProductPairsCsv(bytesOf(text))).toEqual([
    { line: 2, source: { productId: 1 }, target: { productId: 9 } },
    { line: 3, source: { sku: ' A-1 ' }, target: { sku: 'B-1' } },
    { line: 4, source: { productId: 3, sku: 'C' } },
  ]);
});

test('SKUs that are alike as far as a message shows them are two; divided by tabs they are read too', async () => {
  const long = 'SKU-'.padEnd(60, '0');
  const text = `source_sku\ttarget_sku\n${long}1\t${long}3\n${long}2\t${long}4\n`;
  expect(await readProductPairsCsv(bytesOf(text))).toMatchObject([
    { source: { sku: `${long}1` } },
    { source: { sku: `${long}2` } },
  ]);
  await expect(readProductPairsCsv(bytesOf(`source_sku\n${long}1\n${long}1\n`))).rejects.toThrow(
    'already stands on line 2',
  );
  await expect(readProductPairsCsv(bytesOf('source_sku\nA\n A\n'))).rejects.toThrow(
    'line 3: source_sku " A" already stands on line 2',
  );
});

test('a heading without end, or with an escape in it, is named by its beginning', async () => {
  const error: unknown = await readProductPairsCsv(bytesOf(`\u001b${'x'.repeat(9_000)}\n1\n`)).catch(
    (reason: unknown) => reason,
  );
  expect(error instanceof UnreadableFileError && error.message).toBe(
    `line 1, column \ufffd${'x'.repeat(79)}…: unknown column "\ufffd${'x'.repeat(39)}…"; known are source_product_id, source_sku, target_product_id, target_sku`,
  );
});

test('every fault is told at once', async () => {
  const text = 'source_product_id,target_sku\n1,A\n-2,B\n1,C\n5,A\n,D\n6\n7,E\n';
  const error: unknown = await readProductPairsCsv(bytesOf(text)).catch((reason: unknown) => reason);
  expect(
    error instanceof UnreadableFileError && { message: error.message, problems: error.problems },
  ).toEqual({
    message: 'line 3, column source_product_id: "-2" is not a whole number above 0',
    problems: [
      { line: 3, column: 'source_product_id', reason: '"-2" is not a whole number above 0' },
      { line: 4, reason: 'source_product_id 1 already stands on line 2' },
      { line: 5, reason: 'target_sku "A" already stands on line 2' },
      { line: 6, reason: 'the source product has neither id nor SKU' },
      { line: 7, reason: '1 cells where there are 2 headings' },
    ],
  });
});

test.each([
  ['', 'line 1: the file is empty; it needs the heading source_product_id or source_sku'],
  [
    'source_product_id,sku\n',
    'line 1, column sku: unknown column "sku"; known are source_product_id, source_sku, target_product_id, target_sku',
  ],
  ['source_sku\n', 'line 1: the file names no product: there is nothing below its headings'],
  ['source_sku,target_sku\n,\n\n', 'line 1: the file names no product: there is nothing below its headings'],
  ['target_sku\nA\n', 'line 1: the column source_product_id or source_sku is missing'],
  ['source_sku,SOURCE_SKU\n', 'line 1, column 2: the heading "SOURCE_SKU" stands twice'],
  ['source_sku\n"A', 'line 2: a quote is opened here and never closed'],
])('%j is refused', async (text, message) => {
  await expect(readProductPairsCsv(bytesOf(text))).rejects.toThrow(message);
});

test('more products than are held at once are refused at the first that is too many', async () => {
  const text = 'source_product_id\n1\n2\n3\n4\n';
  expect(await readProductPairsCsv(bytesOf(text), 4)).toHaveLength(4);
  await expect(readProductPairsCsv(bytesOf(text), 3)).rejects.toMatchObject({
    line: 5,
    reason: 'more than 3 products; divide the file',
  });
});
