// Whether a row larger than any of ours can stand in a file, without asking SQLite: its pages are gone through as bytes, as
// its file format describes them (https://www.sqlite.org/fileformat2.html#b_tree_pages), the write-ahead log's with them.
// The length of a row, or of an entry of an index, stands before it on the page where it begins, so that nothing is read
// of the row itself, and a million rows take a tenth of a second. Invariant: what SQLite would read as such a row is found;
// what cannot be read counts as one, so the answer "no" can be believed and "perhaps" has to be looked into.
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

const chunkBytes = 1_048_576;
/** SQLite's own header stands before the first page's. */
const fileHeaderBytes = 100;
const logHeaderBytes = 32;
const frameHeaderBytes = 24;

/** Kinds of page that hold rows or entries: how long the page's header is, and what stands before the length of each. */
const kinds: Readonly<Partial<Record<number, { readonly headerBytes: number; readonly before: number }>>> = {
  // Of an index, or of a table without row ids: not a leaf, so each entry begins with the page below it.
  2: { headerBytes: 12, before: 4 },
  10: { headerBytes: 8, before: 0 },
  // A leaf of a table. Above the leaves are numbers only.
  13: { headerBytes: 8, before: 0 },
};

/**
 * False: no row and no entry of an index in the journal or in its log is longer than that.
 *
 * @param isLogOnly the file itself is known to hold none.
 */
export function mayHoldHugeRow(path: string, bytesMax: number, isLogOnly = false): boolean {
  return (!isLogOnly && isHugeInFile(path, bytesMax)) || isHugeInLog(path, bytesMax);
}

const isHugeInFile = (path: string, bytesMax: number): boolean =>
  looksHuge(path, (file) => {
    const header = bytesAt(file, 0, fileHeaderBytes);
    const said = header.readUInt16BE(16);
    // 65,536 does not fit into two bytes.
    const pageBytes = said === 1 ? 65_536 : said;
    return { from: 0, frameBytes: 0, pageBytes, bytesMax };
  });

const isHugeInLog = (path: string, bytesMax: number): boolean =>
  looksHuge(`${path}-wal`, (file) => ({
    from: logHeaderBytes,
    frameBytes: frameHeaderBytes,
    pageBytes: bytesAt(file, 0, logHeaderBytes).readUInt32BE(8),
    bytesMax,
  }));

interface Layout {
  /** Where the first page, or what stands before it, begins. */
  readonly from: number;
  /** What stands before each page. */
  readonly frameBytes: number;
  readonly pageBytes: number;
  readonly bytesMax: number;
}

function looksHuge(path: string, layoutOf: (file: number) => Layout): boolean {
  const file = openIfThere(path);
  if (file === undefined) return false;
  try {
    const { size } = fstatSync(file);
    if (size === 0) return false;
    const layout = layoutOf(file);
    const { from, frameBytes, pageBytes } = layout;
    if (pageBytes < 512 || pageBytes > 65_536 || (pageBytes & (pageBytes - 1)) !== 0) return true;
    const stepBytes = frameBytes + pageBytes;
    const chunk = Buffer.alloc(Math.max(1, Math.floor(chunkBytes / stepBytes)) * stepBytes);
    for (let at = from; at < size; at += chunk.length) {
      const read = readSync(file, chunk, 0, chunk.length, at);
      chunk.fill(0, read);
      for (let step = 0; step < read; step += stepBytes) {
        const isFirst = frameBytes === 0 ? at + step === 0 : chunk.readUInt32BE(step) === 1;
        const page = step + frameBytes;
        if (isHugeOnPage(chunk, { page, header: isFirst ? page + fileHeaderBytes : page }, layout))
          return true;
      }
    }
    return false;
  } finally {
    closeSync(file);
  }
}

/** A log that is not there, or has gone since, holds nothing. */
function openIfThere(path: string): number | undefined {
  try {
    return openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function bytesAt(file: number, at: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  readSync(file, bytes, 0, length, at);
  return bytes;
}

interface Place {
  readonly page: number;
  readonly header: number;
}

/** Whether an entry of the page says that it is longer; an entry that runs past the page is taken for one. */
function isHugeOnPage(chunk: Buffer, { page, header }: Place, { pageBytes, bytesMax }: Layout): boolean {
  const kind = kinds[chunk[header] ?? 0];
  if (kind === undefined) return false;
  const end = page + pageBytes;
  const entries = chunk.readUInt16BE(header + 3);
  const first = header + kind.headerBytes;
  if (first + entries * 2 > end) return true;
  for (let pointer = first; pointer < first + entries * 2; pointer += 2) {
    // SQLite takes no more of the pointer than a page has bytes.
    let at = page + (chunk.readUInt16BE(pointer) & (pageBytes - 1)) + kind.before;
    let length = 0;
    for (let isMore = true; isMore; at += 1) {
      if (at >= end) return true;
      const byte = chunk[at] ?? 0;
      length = length * 128 + (byte & 127);
      if (length > bytesMax) return true;
      isMore = byte > 127;
    }
  }
  return false;
}
