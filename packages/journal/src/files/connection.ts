// Opens the file: refuses what is not a journal before touching it, sets what durability rests on and reads it back.
// Invariants: synchronous=FULL holds on every connection that writes (better-sqlite3 falls back to NORMAL in WAL mode,
// where a power cut may take acknowledged commits away); a connection that only reads creates and upgrades nothing.
import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  lstatSync,
  openSync,
  readSync,
  statSync,
} from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import * as z from 'zod';
import { fromSqlite, JournalError } from '../journal-error.ts';
import { schemaVersion, type Upgrade, upgrade } from '../schema/upgrades.ts';
import { kindOf, makeOwnFile, refuseInTheWay, refuseStrangers } from './own-file.ts';
import { refuseAltered, refuseHugeCells } from './untrusted.ts';

/** "CUTO", in SQLite's header field for the application that owns a file. */
const applicationId = 0x43_55_54_4f;
const busyTimeoutMs = 2000;
/** A quarter of what better-sqlite3 takes: no command is slower for it, and its peak is up to 20 MB lower. */
const cacheKibibytes = 4_000;
const synchronousFull = 2;
const sqliteHeader = Buffer.from('SQLite format 3\0', 'latin1');

export interface ConnectionOptions {
  readonly readOnly: boolean;
  readonly upgrades: readonly Upgrade[];
  /** A reader that knows its way in every version, and so needs no upgrade first. Default false. */
  readonly anyVersion?: boolean;
  /** The long tables are looked at when they are asked for rows (see {@link createGuard}). Default false. */
  readonly isGuarded?: boolean;
  /** Reads what has to make sense before anything is written; throws when it does not. Asked in the newest version only. */
  readonly believe?: (database: Database.Database) => void;
  /** Fills a new journal, in the transaction that makes its tables. */
  readonly first: (database: Database.Database) => void;
}

export function openConnection(path: string, options: ConnectionOptions): Database.Database {
  const inMemory = path === ':memory:';
  const there = inMemory ? 'new' : lookAtJournal(path);
  if (there === 'new' && options.readOnly) {
    const what = existsSync(path) ? `The file ${path} is empty` : `There is no journal at ${path}`;
    throw new JournalError('missing', `${what}.`);
  }
  if (!inMemory && !existsSync(dirname(path))) {
    throw new JournalError('missing', `There is no folder ${dirname(path)} to keep the journal in.`);
  }
  let database: Database.Database | undefined;
  try {
    if (there === 'new' && !inMemory) makeOwnFile(path);
    // A writer that closes folds the log into the file, so one with a log is judged by a reader first.
    const isRead =
      there === 'journal' &&
      !options.readOnly &&
      existsSync(`${path}-wal`) &&
      isJudgedByReading(path, options);
    database = open(path, options);
    // Rows are looked at once: nobody else has written since.
    judge(database, path, isRead ? { ...options, isGuarded: true } : options);
    if (!options.readOnly) makeDurable(database, path, options);
    return database;
  } catch (error) {
    database?.close();
    throw options.readOnly && isCutShort(error) ? cutShort(error, path) : fromSqlite(error, path, true);
  }
}

/** Nothing that stands in the file is run, and no page is believed that does not add up. */
function open(path: string, { readOnly }: Pick<ConnectionOptions, 'readOnly'>): Database.Database {
  const database = new Database(path, { readonly: readOnly, timeout: busyTimeoutMs });
  database.pragma('trusted_schema = off');
  database.pragma('cell_size_check = on');
  database.pragma('mmap_size = 0');
  database.pragma(`cache_size = -${cacheKibibytes}`);
  return database;
}

/** All that has to be true before the first statement asks a table anything. */
function judge(database: Database.Database, path: string, options: ConnectionOptions): void {
  checkOwnership(database, path, options);
  refuseAltered(database, path, options.upgrades);
  if (path === ':memory:') return;
  refuseHugeCells(database, path, options.isGuarded === true ? 'short tables' : 'all tables');
  refuseOlder(database, path, options);
  if (schemaVersion(database) === options.upgrades.length) options.believe?.(database);
}

/** False: it could not be read yet. */
function isJudgedByReading(path: string, options: ConnectionOptions): boolean {
  let reader: Database.Database | undefined;
  try {
    reader = open(path, { readOnly: true });
    judge(reader, path, options);
    return true;
  } catch (error) {
    if (!isCutShort(error)) throw error;
    return false;
  } finally {
    reader?.close();
  }
}

/** An upgrade that was killed is undone first, which only a writer can do: nothing else is written but to the log. */
const isCutShort = (error: unknown): boolean =>
  error instanceof Database.SqliteError && error.code === 'SQLITE_READONLY_ROLLBACK';

const cutShort = (cause: unknown, path: string): JournalError =>
  new JournalError(
    'older',
    `The journal ${path} was being brought up to date when the program ended; whatever writes to it does that again.`,
    { cause },
  );

/** Damage that SQLite can see: pages that do not hang together. A lost tail is not among it (see tail-file.ts). */
export function checkPages(database: Database.Database, path: string): void {
  let verdict: unknown;
  try {
    verdict = database.pragma('quick_check(1)', { simple: true });
  } catch (error) {
    throw fromSqlite(error, path);
  }
  if (verdict !== 'ok') {
    throw new JournalError('damaged', `The journal ${path} is damaged: ${String(verdict)}`);
  }
}

/**
 * Judges by the bytes, so that a text file or another program's database is never opened, let alone changed; the same of
 * what lies beside it under the names that SQLite uses. Makes nothing. Throws {@link JournalError}: `not-a-journal`,
 * `in-the-way`, `read-only`.
 */
export function lookAtJournal(path: string): 'new' | 'journal' {
  for (const end of ['-wal', '-shm', '-journal', '.seq']) refuseInTheWay(`${path}${end}`);
  let file: number;
  try {
    const status = statSync(path, { throwIfNoEntry: false });
    if (status === undefined) return 'new';
    if (!status.isFile())
      throw new JournalError('not-a-journal', `${path} is ${kindOf(status)}, not a file.`);
    refuseStrangers(path, status);
    // Who has put a link there has chosen which of our journals is written to.
    refuseStrangers(path, lstatSync(path));
    // A pipe that has come since would be waited for otherwise.
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if (error instanceof JournalError) throw error;
    throw new JournalError('read-only', `The journal ${path} cannot be opened.`, { cause: error });
  }
  try {
    const status = fstatSync(file);
    if (!status.isFile()) throw new JournalError('not-a-journal', `${path} is not a file.`);
    if (status.size === 0) return 'new';
    const header = Buffer.alloc(100);
    readSync(file, header, 0, header.length, 0);
    const ours =
      header.subarray(0, sqliteHeader.length).equals(sqliteHeader) &&
      header.readUInt32BE(68) === applicationId;
    // A kill while the first transaction was written leaves half a file and the means to undo it: SQLite decides.
    if (ours || existsSync(`${path}-journal`)) return 'journal';
    throw new JournalError('not-a-journal', `${path} is not a Cutover journal; it was left as it is.`);
  } finally {
    closeSync(file);
  }
}

function checkOwnership(database: Database.Database, path: string, options: ConnectionOptions): void {
  const id = Number(database.pragma('application_id', { simple: true }));
  const tables = Number(database.prepare('select count(*) from sqlite_schema').pluck().get());
  if (id !== applicationId && tables > 0) {
    throw new JournalError(
      'not-a-journal',
      `${path} is the database of another program; it was left as it is.`,
    );
  }
  const version = schemaVersion(database);
  const known = options.upgrades.length;
  if (version > known) {
    throw new JournalError(
      'newer',
      `The journal ${path} was written by a later version (schema ${version}, this one knows ${known}); it was left as it is.`,
    );
  }
  if (options.readOnly && version === 0)
    throw new JournalError('missing', `There is nothing in the journal ${path} yet.`);
}

/** Asked of tables that are as an earlier version has made them. */
function refuseOlder(database: Database.Database, path: string, options: ConnectionOptions): void {
  const version = schemaVersion(database);
  const known = options.upgrades.length;
  if (!options.readOnly || options.anyVersion === true || version >= known) return;
  throw new JournalError(
    'older',
    `The journal ${path} was written by an earlier version (schema ${version}, this one has ${known}); whatever writes to it brings it up to date.`,
    { stores: newestStores(database) },
  );
}

/** A file of pictures is no store, and what is to be pasted has nothing else in it. */
const storeHash = z.string().regex(/^[\da-z]{1,64}$/iu);
const newestRun = z.object({ mode: z.enum(['parity', 'transfer']), source: storeHash, target: storeHash });

/** Of the newest run of an older file: one store, or two. Each version has had these columns. */
function newestStores(database: Database.Database): readonly string[] | undefined {
  try {
    const { mode, source, target } = newestRun.parse(
      database.prepare('select mode, source, target from runs order by number desc limit 1').get(),
    );
    return mode === 'parity' ? [source] : [source, target];
  } catch {
    // That it is older is what matters, whatever else there is to be said of it.
    return undefined;
  }
}

function makeDurable(database: Database.Database, path: string, options: ConnectionOptions): void {
  database.pragma(`synchronous = ${synchronousFull}`);
  // Off only while tables may be replaced; inside a transaction it cannot be switched.
  database.pragma('foreign_keys = off');
  upgrade(database, options.upgrades, () => {
    database.pragma(`application_id = ${applicationId}`);
    options.first(database);
  });
  database.pragma('foreign_keys = on');
  // Only now: the first transaction of a file is in the file itself, so its header says whose it is from the start.
  const mode = database.pragma('journal_mode = wal', { simple: true });
  database.pragma(`synchronous = ${synchronousFull}`);
  const set = database.pragma('synchronous', { simple: true });
  if (set !== synchronousFull || (mode !== 'wal' && mode !== 'memory')) {
    throw new JournalError(
      'read-only',
      `The journal ${path} cannot be made durable (synchronous ${String(set)}, mode ${String(mode)}).`,
    );
  }
}
