// A saved file as a source of images, for a store that is already gone: the same reading as `map`, in the shape that the
// rest of the toolkit works with.
import { type MapError, UnreadableFileError } from './file-problem.ts';
import { type FileKind, fileRows } from './file-rows.ts';
import type { FileRow, MapWarning } from './image-row.ts';

/** One picture of a file, with the product it belongs to: of the product itself, of a variant, or of a value. */
export type FileImage = Exclude<FileRow, { kind: 'problem' | 'remark' }>;

export interface ImagesFileOptions {
  /** Default `auto`: told by the file's start. */
  readonly kind?: FileKind | 'auto';
  /** Told each bad row, which is then left out; without it the first one throws {@link UnreadableFileError}. */
  readonly onError?: (error: MapError) => void;
  /** Told what belongs to no row: a picture that V3 has no place for, values under a heading that nobody reads. */
  readonly onRemark?: (line: number, warning: MapWarning) => void;
}

/** The pictures of a V2 or V3 dump (JSON, JSON Lines) or of a product CSV, in the file's order. */
export async function* readImagesFile(
  bytes: AsyncIterable<Uint8Array>,
  options: ImagesFileOptions = {},
): AsyncGenerator<FileImage> {
  for await (const row of fileRows(bytes, options.kind ?? 'auto')) {
    if (row.kind === 'problem') {
      const { kind: _, ...error } = row;
      if (options.onError === undefined) throw new UnreadableFileError(error);
      options.onError(error);
    } else if (row.kind === 'remark') options.onRemark?.(row.line, row.warning);
    else yield row;
  }
}
