// Takes up the pace that `cutover pace` asks for from another shell, by way of a note beside the journal, whose lock is ours.
// Invariant: a note for another run, or from before, is taken away and not heeded.
import { dropPaceNote, readPaceNote } from '@cutover/journal';
import type { PaceChange } from '@cutover/store-http';

const EVERY_MS = 500;

export interface PaceWatch {
  /** Looks once; also done every half second until it is stopped. */
  look(): void;
  stop(): void;
}

/** @param run of the command that runs here; undefined: none was opened yet. */
export function watchPace(
  journalPath: string,
  run: () => string | undefined,
  take: (to: PaceChange) => void,
): PaceWatch {
  const look = (): void => {
    const ours = run();
    const note = ours === undefined ? undefined : readPaceNote(journalPath);
    if (note === undefined) return;
    dropPaceNote(journalPath);
    if (note.run !== ours) return;
    const { quotaShare, concurrency } = note;
    take({ quotaShare, concurrency });
  };
  // Left by a command that was killed while it asked an earlier process.
  dropPaceNote(journalPath);
  const timer = setInterval(look, EVERY_MS).unref();
  return { look, stop: () => clearInterval(timer) };
}
