// A product CSV given in small chunks, and what the mapper makes of it.
import type { MapError } from '../files/file-problem.ts';
import type { MapRecord } from '../files/mapped-record.ts';
import { createMapper } from '../files/mapper.ts';

export const MODERN =
  'Item,ID,Name,SKU,Variant Image URL,Internal Image URL (Export),Image URL (Import),Image Description,Image is Thumbnail,Image Sort Order';

export async function* bytesOf(text: string | Buffer, size = 7): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

export async function mapped(text: string | Buffer, size?: number) {
  const errors: MapError[] = [];
  const records: Omit<MapRecord, 'product'>[] = [];
  try {
    const mapper = createMapper({ onBadRow: 'skip', onError: (error) => errors.push(error) });
    for await (const { product: _, ...record } of mapper.map(bytesOf(text, size))) records.push(record);
  } catch (error) {
    return { records, errors, refused: error instanceof Error ? error.message : String(error) };
  }
  return { records, errors };
}

export const image = (line: number, record: object, warnings: object[] = []) => ({
  kind: 'product-image',
  line,
  record,
  warnings,
});
