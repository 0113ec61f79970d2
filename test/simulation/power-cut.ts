// What a power cut leaves of a journal when the disk had said "written" too early: the last commits of the write-ahead
// log are gone. SQLite takes such a log for a shorter one, so the cut is made exactly behind an earlier commit.
import { existsSync, readFileSync, rmSync, truncateSync } from 'node:fs';

const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;

/** Takes the last commits away from the log of the journal at `path` (a copy that nobody has open), or all of it. */
export function losePower(path: string, lost: number | 'log'): void {
  const log = `${path}-wal`;
  if (lost === 0 || !existsSync(log)) return;
  if (lost === 'log') return rmSync(log);
  const ends = commitEnds(readFileSync(log));
  truncateSync(log, ends.at(-1 - lost) ?? 0);
}

/** Where each commit of the log ends, in bytes (https://www.sqlite.org/fileformat2.html, section 4). */
function commitEnds(log: Buffer): number[] {
  if (log.length < HEADER_BYTES) return [];
  const frameBytes = FRAME_HEADER_BYTES + log.readUInt32BE(8);
  const salts = log.subarray(16, 24);
  const ends: number[] = [];
  for (let at = HEADER_BYTES; at + frameBytes <= log.length; at += frameBytes) {
    // Frames of an earlier round of the log follow the current ones and carry other salts.
    if (!log.subarray(at + 8, at + 16).equals(salts)) break;
    if (log.readUInt32BE(at + 4) !== 0) ends.push(at + frameBytes);
  }
  return ends;
}
