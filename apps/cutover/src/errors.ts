// THE table of errors: every stable code, its exit code and what it is called. A code is a promise: scripts compare it
// and docs/errors/<code>.md explains it, so codes are added and never renamed.
import type { ExitCode, Problem } from './problem.ts';

/** code → exit code and title. */
export const errorTable = {
  'unknown-command': { exitCode: 2, title: 'There is no such command.' },
  'unknown-option': { exitCode: 2, title: 'There is no such option here.' },
  'wrong-usage': { exitCode: 2, title: 'The command cannot be read.' },
  'bad-value': { exitCode: 2, title: 'A value cannot be read.' },
  'bad-config-file': { exitCode: 2, title: 'The configuration file cannot be used.' },
  'token-in-wrong-place': { exitCode: 2, title: 'A token does not belong there.' },
  'missing-token': { exitCode: 2, title: 'A token is missing.' },
  'bad-token': { exitCode: 2, title: 'The token cannot be used.' },
  'missing-store': { exitCode: 2, title: 'No source store is named.' },
  'stores-mixed-up': { exitCode: 2, title: 'The two stores cannot be told apart.' },
  'certificates-unchecked': { exitCode: 2, title: 'Certificates are not checked, so no token is sent.' },
  'needs-yes': { exitCode: 2, title: 'This writes to a store, and nobody has said yes.' },
  'needs-confirm': {
    exitCode: 2,
    title: 'This may remove images and must be confirmed by the target store.',
  },
  'bad-products-file': { exitCode: 2, title: 'The products file cannot be used.' },
  'bad-source-file': { exitCode: 2, title: 'The source file cannot be used.' },
  'unreadable-input': { exitCode: 2, title: 'The input cannot be read whole.' },
  'file-not-usable': { exitCode: 2, title: 'A file cannot be opened.' },
  'journal-missing': { exitCode: 2, title: 'There is no such journal.' },
  'unknown-run': { exitCode: 2, title: 'The journal knows no such run.' },
  'unknown-action': { exitCode: 2, title: 'The journal knows no such action.' },
  'not-in-doubt': { exitCode: 2, title: 'The action is not in doubt.' },
  'nothing-to-retry': { exitCode: 2, title: 'Nothing has failed for that reason.' },
  'not-revertible': { exitCode: 2, title: 'The run has written nothing.' },
  'nothing-verified': { exitCode: 2, title: 'There is no verify to repair.' },
  'port-in-use': { exitCode: 2, title: 'The port is taken.' },
  'credentials-refused': { exitCode: 5, title: 'The store refuses the token.' },
  'scope-missing': { exitCode: 5, title: 'The token may not do this.' },
  'no-such-store': { exitCode: 5, title: 'The API knows no such store.' },
  'journal-held': { exitCode: 6, title: 'The journal is held by another process.' },
  'target-held': { exitCode: 6, title: 'Another process on this machine is writing to this store.' },
  'too-many-changes': { exitCode: 7, title: 'The plan holds more changes than are allowed.' },
  'other-options': { exitCode: 7, title: 'The run was made with other options.' },
  'other-stores': { exitCode: 7, title: 'The run belongs to other stores.' },
  'plan-overtaken': { exitCode: 7, title: 'The plan has been overtaken.' },
  'run-pruned': { exitCode: 7, title: 'What the run found is no longer kept.' },
  'run-reverted': { exitCode: 7, title: 'The run has been taken back.' },
  'run-kept': { exitCode: 7, title: 'The run is not forgotten.' },
  'run-unfinished': { exitCode: 7, title: 'A run that writes is unfinished.' },
  'run-not-under-way': { exitCode: 7, title: 'The run is not under way.' },
  'not-the-image': { exitCode: 7, title: 'The image cannot be what the action made.' },
  'not-confirmed': { exitCode: 7, title: 'The store confirmed is not the target store.' },
  'store-unreachable': { exitCode: 8, title: 'The store cannot be reached.' },
  'v2-gone': { exitCode: 8, title: 'V2 does not answer any more.' },
  'store-failing': { exitCode: 8, title: 'The store keeps failing.' },
  'journal-full': { exitCode: 9, title: 'The disk is full.' },
  'journal-older': { exitCode: 9, title: 'The journal was written by an earlier version of Cutover.' },
  'journal-read-only': { exitCode: 9, title: 'The journal cannot be written.' },
  'journal-gone': { exitCode: 9, title: 'The journal is gone.' },
  'journal-damaged': { exitCode: 9, title: 'The journal is damaged.' },
  'journal-newer': { exitCode: 9, title: 'The journal was written by a newer version.' },
  'not-a-journal': { exitCode: 9, title: 'The file is not a journal.' },
  'disk-full': { exitCode: 9, title: 'A file cannot be written whole.' },
  stopped: { exitCode: 130, title: 'Stopped.' },
  declined: { exitCode: 7, title: 'Nothing was changed.' },
  bug: { exitCode: 1, title: 'Cutover itself failed.' },
} as const satisfies Record<string, { exitCode: ExitCode; title: string }>;

export type ErrorCode = keyof typeof errorTable;

/** A problem with a code of the table; `why` is for this case, `next` says what to do about it. */
export class CutoverError extends Error {
  override readonly name = 'CutoverError';
  readonly problem: Problem;
  constructor(code: ErrorCode, why: string, next: string, cause?: unknown) {
    super(`${errorTable[code].title} ${why}`, cause === undefined ? undefined : { cause });
    this.problem = problemOf(code, why, next);
  }
}

/** The problem of this code. */
export const problemOf = (code: ErrorCode, why: string, next: string): Problem => ({
  code,
  ...errorTable[code],
  why,
  next,
});
