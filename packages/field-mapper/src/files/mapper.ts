// `map`: any saved file of images in, V3's shape out, row by row. Invariant: memory does not grow with the file, and
// each row of it becomes a record or an error with its line; none is lost in silence.
import { type MapError, UnreadableFileError } from './file-problem.ts';
import { type FileKind, fileRows } from './file-rows.ts';
import type { FileRow, MapWarning } from './image-row.ts';
import { createMapSummary, type MapCounts, type MapRemarks } from './map-summary.ts';
import { type MapRecord, mappedRecord } from './mapped-record.ts';
import { createThumbnailWatch, type ThumbnailWatch } from './thumbnail-watch.ts';

export interface MapperOptions {
  /** The kind of the file; `auto` looks at its start. `v2-json` is `json`, which takes V3's shape too. Default `auto`. */
  readonly from?: FileKind | 'v2-json' | 'auto';
  /** `stop` throws at the first bad row, `skip` counts it and goes on. Default `stop`. */
  readonly onBadRow?: 'stop' | 'skip';
  /** Told each bad row under `skip`. */
  readonly onError?: (error: MapError) => void;
  /** Told what belongs to no record: a picture that V3 has no place for, values under a heading that nobody reads. */
  readonly onRemark?: (line: number, warning: MapWarning) => void;
}

export interface Mapper {
  /** The records of one file; throws {@link UnreadableFileError} where it cannot be read on. */
  map(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<MapRecord>;
  /** Over all files so far. */
  counts(): MapCounts;
  /** What else a person should hear of all files so far. */
  remarks(): MapRemarks;
}

export function createMapper(options: MapperOptions = {}): Mapper {
  const summary = createMapSummary();
  const kind = options.from === 'v2-json' ? 'json' : (options.from ?? 'auto');
  return {
    async *map(bytes) {
      const thumbnails = createThumbnailWatch();
      for await (const row of fileRows(bytes, kind)) {
        if (row.kind === 'remark') {
          summary.addRemark(row.warning);
          options.onRemark?.(row.line, row.warning);
          continue;
        }
        const mapped = row.kind === 'problem' ? row : mappedRecord(watched(row, thumbnails));
        if (mapped.kind === 'problem') {
          const { kind: _, ...error } = mapped;
          summary.addError();
          if (options.onBadRow !== 'skip') throw new UnreadableFileError(error);
          options.onError?.(error);
          continue;
        }
        summary.addRecord(mapped);
        yield mapped;
      }
    },
    counts: () => summary.counts(),
    remarks: () => summary.remarks(),
  };
}

/** Records as JSON Lines, a line at a time with its line end; only what is V3's is printed. */
export async function* serialiseJsonl(records: AsyncIterable<MapRecord>): AsyncGenerator<string> {
  for await (const { record } of records) yield `${JSON.stringify(record)}\n`;
}

type ImageFileRow = Exclude<FileRow, { kind: 'problem' | 'remark' }>;

function watched(row: ImageFileRow, thumbnails: ThumbnailWatch): ImageFileRow {
  const before = row.kind === 'product-image' ? thumbnails.see(row) : undefined;
  if (before === undefined) return row;
  const reason = `the product has another thumbnail already, on line ${before}; V3 keeps one`;
  return { ...row, warnings: [...row.warnings, { field: 'is_thumbnail', reason }] };
}
