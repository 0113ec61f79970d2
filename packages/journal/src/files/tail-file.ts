// The second witness: a small file beside the journal that notes how far the journal had got. SQLite takes a damaged
// or lost write-ahead log for a shorter one and reports no error (measured: one damaged byte, a quarter of the rows
// gone, integrity check "ok"), so only a note outside of it can tell. Invariant: the note is never ahead of what is
// committed, so a journal that is behind its note has lost rows. It knows nothing of tables.
import { closeSync, fdatasyncSync, writeSync } from 'node:fs';
import * as z from 'zod';
import { openOwnFile, readOwnFile } from './own-file.ts';

const tailNote = z.object({
  journal: z.string(),
  runs: z.int(),
  seq: z.int(),
  place: z.string().optional(),
  state: z.string().optional(),
});
/**
 * The journal's id, its highest run number and the number of rows written to it so far; which file that was, and of a
 * large one, the state in which it was left (see standing-place.ts).
 */
export type TailNote = z.infer<typeof tailNote>;

/** Fixed, so that a note overwrites the one before it whole and within one disk sector. */
const noteBytes = 128;

/** The note beside this journal; undefined when there is none or it cannot be read. */
export function readTail(path: string): TailNote | undefined {
  try {
    return tailNote.parse(JSON.parse(readOwnFile(`${path}.seq`, noteBytes) ?? ''));
  } catch {
    return undefined;
  }
}

export interface TailFile {
  /** Writes the note and waits for the disk. */
  note(note: TailNote): void;
  close(): void;
}

export function openTailFile(path: string): TailFile {
  let file: number | undefined;
  return {
    note(note) {
      file ??= openOwnFile(`${path}.seq`);
      writeSync(file, `${JSON.stringify(note).padEnd(noteBytes - 1)}\n`, 0, 'utf8');
      fdatasyncSync(file);
    },
    close() {
      if (file !== undefined) closeSync(file);
      file = undefined;
    },
  };
}
