// What each exit code means, in the words of the help, and which one tells what a run has come to.
import type { RunOutcome } from '@cutover/journal';
import type { ResultOutcome } from '@cutover/sync-engine';
import type { ExitCode } from '../problem.ts';
import { type CommandRow, heeds } from './command-row.ts';

/** What a command has come to that met no problem; unnamed: nobody said which command, so the help was given. */
export type Ending = Exclude<ResultOutcome, 'stopped'> | 'unnamed';

const codes = { done: 0, unnamed: 2, differs: 3, incomplete: 4, abandoned: 7 } as const satisfies Record<
  RunOutcome | Ending,
  ExitCode
>;

export function exitCodeOf(ending: RunOutcome | Ending): ExitCode {
  return codes[ending];
}

/** What 0 means besides, where there are dry runs. */
const dryRunToo = ' (also a dry run that could make its plan)';

/** What the code means for a command, or, without one, for all of them. */
export function exitCodeWords(
  code: number,
  row?: Pick<CommandRow<string>, 'options' | 'idle' | 'exitCodeHelp'>,
): string {
  if (code === stoppedCode && row !== undefined && row.exitCodeHelp?.[code] === undefined)
    return asksStores(row) ? continues : nothingLost;
  const words = row?.exitCodeHelp?.[code] ?? exitCodeTable[code] ?? '';
  return code === 0 && (row === undefined || heeds(row, 'dryRun')) ? `${words}${dryRunToo}` : words;
}

const stoppedCode = 130;
const nothingLost = 'stopped by a signal; nothing is lost';
const continues = `${nothingLost}, and the same command continues`;

/** What asks a store opens a run, which the same command takes up; the others are done in a moment, and begin again. */
const asksStores = (row: Pick<CommandRow<string>, 'options' | 'idle'>): boolean => heeds(row, 'quotaShare');

export const exitCodeTable: Readonly<Record<number, string>> = {
  0: 'done, nothing to report',
  1: 'Cutover itself failed (a bug); the crash file is named',
  2: 'wrong usage or configuration, unreadable input',
  3: 'differences or findings: diff found any, verify a mismatch, audit one at or above --fail-on',
  4: 'done in part: something failed, is in doubt or unmatched, was left out, or could not be checked',
  5: 'credentials, scope, or no such store',
  6: 'the journal or the target store is held by another process',
  7: 'refused: too many changes, other options or stores, the wrong store confirmed, or the answer was no',
  8: 'the store cannot be reached or keeps failing; run the same command again later',
  9: 'the journal or the disk: full, read-only, damaged, or of a newer version',
  [stoppedCode]: continues,
};
