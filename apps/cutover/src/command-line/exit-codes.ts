// What each exit code means, in the words of the help, and which one tells what a run has come to.
import type { RunOutcome } from '@cutover/journal';
import type { ResultOutcome } from '@cutover/sync-engine';
import type { ExitCode } from '../problem.ts';

const codes = { done: 0, differs: 3, incomplete: 4, abandoned: 7, stopped: 130 } as const satisfies Record<
  RunOutcome | ResultOutcome,
  ExitCode
>;

export function exitCodeOf(outcome: RunOutcome | ResultOutcome): ExitCode {
  return codes[outcome];
}

export const exitCodeTable: Readonly<Record<number, string>> = {
  0: 'done, nothing to report (also a dry run that could make its plan)',
  1: 'Cutover itself failed; the crash file is named',
  2: 'wrong usage or configuration, unreadable input',
  3: 'differences or findings: diff found any, verify a mismatch, audit one at or above --fail-on',
  4: 'done in part: something failed, is in doubt or unmatched, was left out, or could not be checked',
  5: 'credentials, scope, or no such store',
  6: 'the journal or the target store is held by another process',
  7: 'refused: too many changes, other options or stores, not the store confirmed, or answered with no',
  8: 'the store cannot be reached or keeps failing; run the same command again later',
  9: 'the journal or the disk: full, read-only, damaged, or of a newer version',
  130: 'stopped by a signal; nothing is lost, and the same command continues',
};
