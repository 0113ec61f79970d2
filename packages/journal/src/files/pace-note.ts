// What another process asks of the run that is under way on a journal: another pace. It lies beside the journal until that run
// has taken it up. Read with suspicion, as anything that lies there.
import * as z from 'zod';
import { readOwnFile } from './own-file.ts';
import { drop, writeUnlessThere } from './small-file.ts';

const noteBytesMax = 1024;
const paceNote = z.object({
  /** Of the one who asks, new each time: another note in its place is another's. */
  id: z.uuid(),
  run: z.string().max(200),
  /** Of the quota, 0 to 1. */
  quotaShare: z.number().positive().max(1).optional(),
  concurrency: z.int().min(1).max(256).optional(),
});

export type PaceNote = Readonly<z.infer<typeof paceNote>>;

/** Undefined: there is none, or nothing that we have written. */
export function readPaceNote(journalPath: string): PaceNote | undefined {
  try {
    return paceNote.parse(JSON.parse(readOwnFile(pathOf(journalPath), noteBytesMax) ?? ''));
  } catch {
    return undefined;
  }
}

/** False: another one lies there, which is not written over, because its writer takes it for taken up once it is gone. */
export function writePaceNote(journalPath: string, note: PaceNote): boolean {
  return writeUnlessThere(pathOf(journalPath), note);
}

/** It was taken up, or nobody is there to do so. */
export function dropPaceNote(journalPath: string): void {
  drop(pathOf(journalPath));
}

const pathOf = (journalPath: string): string => `${journalPath}.pace.json`;
