// For tests: a small file through the mapper, with everything that comes of it.
import type { MapError } from '../files/file-problem.ts';
import type { MapWarning } from '../files/image-row.ts';
import type { MapRecord } from '../files/mapped-record.ts';
import { createMapper } from '../files/mapper.ts';

/** What a file becomes: its records, its faults and remarks, and what a person hears of it at the end. */
export async function mapFile(content: string | Uint8Array) {
  const records: MapRecord[] = [];
  const errors: MapError[] = [];
  const remarks: (MapWarning & { readonly line: number })[] = [];
  const mapper = createMapper({
    onBadRow: 'skip',
    onError: (error) => errors.push(error),
    onRemark: (line, warning) => remarks.push({ line, ...warning }),
  });
  async function* bytes(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(content);
  }
  const told = () => ({
    records,
    errors,
    remarks,
    counts: mapper.counts(),
    told: mapper.remarks(),
  });
  try {
    for await (const record of mapper.map(bytes())) records.push(record);
    return told();
  } catch (error) {
    return { ...told(), refused: error instanceof Error ? error.message : String(error) };
  }
}

/** The records alone, as `map` prints them. */
export async function recordsOf(content: string | Uint8Array): Promise<readonly object[]> {
  return (await mapFile(content)).records.map(({ record }) => record);
}
