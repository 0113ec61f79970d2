// The one error of this package. Invariant: whatever SQLite or the file system says leaves here as one of these codes,
// with words a person can act on; the original error is kept as `cause`. It must not know what an exit code is.
import Database from 'better-sqlite3';
import type { LockNote } from './lock-owner.ts';

/**
 * What went wrong, by what can be done about it: `missing` no such file · `not-a-journal` some other file · `newer`
 * written by a later version · `older` by an earlier one, and it is only to be read · `gone` removed or replaced while it was in use · `damaged` pages or rows that cannot be right, or a disk that fails · `full` no room ·
 * `read-only` it may not be written (or is closed) · `busy` another connection is writing · `held` another process owns
 * it · `altered` a journal whose tables are not as Cutover makes them · `in-the-way` something that is no file lies where
 * one is kept · `transition` a step that the state machine has not · `claimed` an image that belongs to another action ·
 * `not-before` an action may not start before another one is recorded ·
 * `unknown-run` a run or snapshot that is not here · `exists` a file that would be overwritten.
 */
export type JournalErrorCode =
  | 'missing'
  | 'not-a-journal'
  | 'newer'
  | 'older'
  | 'gone'
  | 'damaged'
  | 'altered'
  | 'in-the-way'
  | 'full'
  | 'read-only'
  | 'busy'
  | 'held'
  | 'transition'
  | 'claimed'
  | 'not-before'
  | 'unknown-run'
  | 'exists';

/** Every failure of the journal or its lock; `message` says what and why, `cause` is SQLite's own error. */
export class JournalError extends Error {
  override readonly name = 'JournalError';
  readonly code: JournalErrorCode;
  /** For `held`: who holds it, as far as its note could be read. */
  readonly owner: LockNote | undefined;
  /** For `older`: the stores of its newest run, as far as they can be read and are stores. */
  readonly stores: readonly string[] | undefined;

  constructor(
    code: JournalErrorCode,
    message: string,
    options?: {
      cause?: unknown;
      owner?: LockNote | undefined;
      stores?: readonly string[] | undefined;
    },
  ) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.owner = options?.owner;
    this.stores = options?.stores;
  }
}

const bySqliteCode: readonly (readonly [prefix: string, code: JournalErrorCode, words: string])[] = [
  ['SQLITE_FULL', 'full', 'the disk is full'],
  // The file beside the journal that its readers share could not be given its size: only a full disk does that.
  ['SQLITE_IOERR_SHMSIZE', 'full', 'the disk is full'],
  ['SQLITE_IOERR', 'damaged', 'the disk failed to read or write it'],
  ['SQLITE_CORRUPT', 'damaged', 'its pages are damaged'],
  ['SQLITE_CONSTRAINT_DATATYPE', 'damaged', 'it holds a number that cannot be right'],
  ['SQLITE_NOTADB', 'not-a-journal', 'the file is not a journal'],
  ['SQLITE_READONLY', 'read-only', 'it may not be written to'],
  ['SQLITE_PERM', 'read-only', 'it may not be opened'],
  ['SQLITE_AUTH', 'read-only', 'it may not be opened'],
  ['SQLITE_BUSY', 'busy', 'another connection is writing to it'],
  ['SQLITE_LOCKED', 'busy', 'another connection is writing to it'],
  ['SQLITE_CANTOPEN', 'read-only', 'it cannot be opened'],
  ['SQLITE_CONSTRAINT_FOREIGNKEY', 'unknown-run', 'it does not know the run or row that was named'],
];

/** What a statement of ours meets in tables that are not ours, or in rows that the tables of this version do not take. */
const notAsMade = /^SQLITE_(?:ERROR|CONSTRAINT|MISMATCH|TOOBIG)/;

/**
 * SQLite's error as a {@link JournalError}; anything else, which is a bug, comes back as it is. While a file is opened,
 * a statement that its tables do not fit is no bug of ours: they are not as we have made them.
 */
export function fromSqlite(error: unknown, path: string, opening = false): unknown {
  if (!(error instanceof Database.SqliteError)) return error;
  const known =
    opening && notAsMade.test(error.code)
      ? ([error.code, 'damaged', 'its rows or tables are not as they were made'] as const)
      : bySqliteCode.find(([prefix]) => error.code.startsWith(prefix));
  if (known === undefined) return error;
  const [, code, words] = known;
  return new JournalError(code, `The journal ${path}: ${words} (${error.code}).`, { cause: error });
}

/** Errors after which SQLite may have dropped the whole transaction, so that no write of the turn can be trusted. */
export function endsTheTurn(error: unknown): boolean {
  return (
    error instanceof Database.SqliteError &&
    /^SQLITE_(?:FULL|IOERR|CORRUPT|NOTADB|READONLY|NOMEM|BUSY|LOCKED|CANTOPEN|INTERRUPT)/.test(error.code)
  );
}
