// The face of the package: a file is read whole once, and is then a store that answers reads. Two readings of the same
// bytes are the same store, which is what a run that is continued goes by; a file that has changed is another one.
import { createHash } from 'node:crypto';
import {
  type FileImage,
  type MapError,
  type MapWarning,
  readImagesFile,
  renditionAddress,
} from '@cutover/field-mapper';
import type { ContentHttp } from '@cutover/image-content';
import type { V2Reader } from '@cutover/v2-client';
import type { V3Client } from '@cutover/v3-client';
import { type CatalogCounts, type CatalogRow, createCatalog, isAddress } from './catalog.ts';
import { contentOfFile, pictureTemplate, schemeOf, slotPicture } from './file-content.ts';
import { v2OfFile, v3OfFile } from './file-readers.ts';
import { openPictureFolder } from './picture-folder.ts';
import { bytesOf } from './plain-place.ts';

/** How the hash of every file begins; no store's does. */
export const filePrefix = 'file-';

export interface FileStoreOptions {
  /** A V2 or V3 dump (JSON, JSON Lines) or a product CSV. */
  readonly file: string;
  /** Where pictures are looked for by their names; undefined: at their addresses alone. */
  readonly pictures: string | undefined;
  readonly signal: AbortSignal;
  /** Told each row that cannot be used, which is then left out. */
  readonly onProblem: (problem: FileProblem) => void;
}

export type FileProblem = Pick<MapError, 'line' | 'reason'>;

export interface FileStore {
  /** `file-` and the start of the digest of its bytes. */
  readonly hash: string;
  readonly v2: V2Reader;
  readonly v3: V3Client;
  /** Of the addresses by which originals are looked for, ours; it has to be the first. */
  readonly originals: readonly string[];
  readonly counts: CatalogCounts & {
    /** Pictures of modifiers and swatches that are passed over, because the file does not say what they belong to. */
    readonly values: number;
    /** Files in the folder of pictures. */
    readonly pictures: number;
  };
  /** Fetches the pictures of this file, and all others with what is given. */
  content(others: ContentHttp): ContentHttp;
  close(): void;
}

/**
 * Reads the file and the names in the folder. Rejects with {@link UnreadableFileError} where the file is of another kind or
 * cannot be read on, with the system's error where it or the folder cannot be read, and with the signal's reason.
 */
export async function openFileStore(options: FileStoreOptions): Promise<FileStore> {
  const { file, pictures, signal, onProblem } = options;
  const folder = pictures === undefined ? undefined : await openPictureFolder(pictures, signal);
  let scheme = '';
  const catalog = createCatalog(({ of, product, id, image }) => {
    // A small copy of a product's image is that image, which only its address tells; and a swatch takes an address alone.
    const isAsItIs =
      renditionAddress(image)?.ofProductImage === true || (of === 'swatch' && isAddress(image));
    return isAsItIs ? image : slotPicture(scheme, { of, product, id });
  });
  let values = 0;
  const digest = createHash('sha256');
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for await (const piece of bytesOf(file)) {
      signal.throwIfAborted();
      digest.update(piece);
      yield piece;
    }
  }
  const leftOut = (line: number, { reason, leftOut: cause }: MapWarning): void => {
    if (cause !== undefined) onProblem({ line, reason });
  };
  try {
    for await (const row of readImagesFile(pieces(), { onError: onProblem, onRemark: leftOut })) {
      if (isUsed(row)) {
        const reason = catalog.add(row);
        if (reason !== undefined) onProblem({ line: row.line, reason });
      } else values += 1;
    }
  } catch (error) {
    catalog.close();
    throw error;
  }
  const hex = digest.digest('hex');
  const hash = `${filePrefix}${hex.slice(0, 12)}`;
  scheme = schemeOf(hex);
  return {
    hash,
    v2: v2OfFile(catalog),
    v3: v3OfFile(catalog, hash),
    originals: [pictureTemplate(scheme)],
    counts: { ...catalog.counts(), values, pictures: folder?.pictures ?? 0 },
    content: (others) => contentOfFile(catalog, folder, others, scheme),
    close: () => catalog.close(),
  };
}

function isUsed(row: FileImage): row is CatalogRow {
  if (row.kind === 'product-image' || row.kind === 'variant-image') return true;
  const { name = '', valueId, optionId } = row;
  return name !== '' && valueId > 0 && optionId > 0;
}
