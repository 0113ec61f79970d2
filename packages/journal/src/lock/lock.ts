// One owner at a time, for a journal or a target store. The lock is the operating system's, on a small file that SQLite
// holds exclusively (fcntl on Linux and macOS, LockFileEx on Windows), so it dies with its owner, SIGKILL included, and
// the next one takes over at once; no clock and no process id is trusted. Invariant: the lock file is only ever opened
// through SQLite and never removed: closing another handle to it would drop the lock, removing it would make two.
// Across machines, and on network disks, it protects nothing.
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { isTaken, makeOwnFile, readOwnFile, refuseInTheWay } from '../files/own-file.ts';
import { fromSqlite, JournalError } from '../journal-error.ts';
import type { LockNote, LockOwner } from '../lock-owner.ts';
import { dropLockNote, hasLockNote, readLockNote, writeLockNote } from './lock-note.ts';

/** Long enough for an owner that has just taken the lock to write its note. */
const patienceMs = 50;
const heartbeatMs = 5000;
/** The largest sector that SQLite knows. */
const blankBytesMax = 65_536;
/** An owner elsewhere speaks every 5 s while it works; a store that holds it up may take longer. */
const silenceMaxMs = 120_000;

export interface Lock {
  /** Whose place this is: an owner that died with the lock, as its note says; undefined: the last one gave it up. */
  readonly dead: LockNote | undefined;
  /** Says that the owner is alive, at most every 5 s; cheap to call often. A failure to say so is no error. */
  heartbeat(): void;
  /** Gives the lock up; a second call does nothing. */
  release(): void;
}

export interface LockOptions {
  /** Wall clock in ms, for the note. Default `Date.now`. */
  readonly now?: () => number;
}

/**
 * Takes the lock on `path`, which need not exist: `<path>.lock` is held for the life of the process or until released,
 * and `<path>.lock.json` says by whom. Missing folders are made.
 * Throws {@link JournalError} `held` within 200 ms, with the owner where its note can be read, and `in-the-way`.
 */
export function acquireLock(path: string, owner: LockOwner, options: LockOptions = {}): Lock {
  const now = options.now ?? Date.now;
  let database: Database.Database | undefined;
  try {
    refuseOtherFiles(path);
    makeFolder(dirname(path));
    makeOwnFile(`${path}.lock`);
    database = new Database(`${path}.lock`, { timeout: patienceMs });
    database.exec('begin exclusive');
  } catch (error) {
    database?.close();
    throw refusal(error, path);
  }
  const held = database;
  const dead = readLockNote(path);
  let saidAt = now();
  say();

  /** The lock holds without its note; but a note of the owner before would name the wrong one. */
  function say(): void {
    try {
      writeLockNote(path, owner, new Date(saidAt).toISOString());
    } catch {
      dropLockNote(path);
    }
  }

  return {
    dead,
    heartbeat() {
      if (!held.open || Math.abs(now() - saidAt) < heartbeatMs) return;
      saidAt = now();
      say();
    },
    release() {
      if (!held.open) return;
      dropLockNote(path);
      held.close();
    },
  };
}

/**
 * Whether somebody holds the lock on `path` now, and who as far as its note can be read. Takes nothing and makes
 * nothing. Throws {@link JournalError} when the lock file cannot be read.
 */
export function lookAtLock(path: string): { held: boolean; owner: LockNote | undefined } {
  let database: Database.Database | undefined;
  try {
    refuseOtherFiles(path);
    if (!existsSync(`${path}.lock`)) return { held: false, owner: undefined };
    database = new Database(`${path}.lock`, { readonly: true, timeout: 0 });
    database.prepare('select count(*) from sqlite_schema').get();
    return { held: false, owner: undefined };
  } catch (error) {
    if (isBusy(error)) return { held: true, owner: readLockNote(path) };
    throw refusal(error, path);
  } finally {
    database?.close();
  }
}

/**
 * Clears the note that a dead owner left on `path`; `dead` is what it said (undefined: there was none that can be read).
 * A lock that is held is left alone, and so is its note. Machines that share a disk do not always share its locks, so the
 * note of another host that spoke within two minutes counts as held. Throws {@link JournalError} when the lock cannot be
 * tried.
 */
export function clearLock(
  path: string,
  owner: LockOwner,
  options: LockOptions = {},
):
  | { held: true; owner: LockNote | undefined }
  | { held: false; cleared: boolean; dead: LockNote | undefined } {
  const dead = readLockNote(path);
  if (!hasLockNote(path)) {
    const seen = lookAtLock(path);
    return seen.held ? { held: true, owner: seen.owner } : { held: false, cleared: false, dead: undefined };
  }
  const now = options.now ?? Date.now;
  if (
    dead !== undefined &&
    dead.host !== owner.host &&
    now() - Date.parse(dead.heartbeat ?? dead.since) < silenceMaxMs
  )
    return { held: true, owner: dead };
  try {
    // To hold it is the only proof that nobody does; giving it up takes the note away.
    acquireLock(path, owner).release();
  } catch (error) {
    if (error instanceof JournalError && error.code === 'held') return { held: true, owner: error.owner };
    throw error;
  }
  return { held: false, cleared: true, dead };
}

/**
 * A lock is an empty file, beside which SQLite keeps the blank first page of a rollback journal while it is held. It would
 * take anything else for its own, and remove it as left over.
 */
function refuseOtherFiles(path: string): void {
  for (const end of ['.lock', '.lock-journal', '.lock.json']) refuseInTheWay(`${path}${end}`);
  const strange = (
    [
      ['.lock', isEmpty],
      ['.lock-wal', isBlank],
      ['.lock-shm', isBlank],
      ['.lock-journal', isBlank],
      ['.lock.json', mayBeNote],
    ] as const
  ).find(([end, mayBeOurs]) => isTaken(`${path}${end}`) && !mayBeOurs(`${path}${end}`));
  if (strange !== undefined)
    throw new JournalError(
      'in-the-way',
      `${path}${strange[0]} is not a file that Cutover has made; it was left as it is.`,
    );
}

const isEmpty = (path: string): boolean => (statSync(path, { throwIfNoEntry: false })?.size ?? 0) === 0;

/** A note is one object of JSON; what a death has left of one begins as it does, or is empty. */
function mayBeNote(path: string): boolean {
  const text = readOwnFile(path, blankBytesMax);
  return text === undefined ? !isTaken(path) : text === '' || text.startsWith('{');
}

/** As SQLite begins a journal before there is anything to undo; one that is gone by now was no other. */
function isBlank(path: string): boolean {
  const text = readOwnFile(path, blankBytesMax);
  return text === undefined ? !isTaken(path) : text === '' || text.startsWith('\0'.repeat(12));
}

function isBusy(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
}

function refusal(error: unknown, path: string): unknown {
  if (isBusy(error)) {
    const owner = readLockNote(path);
    const who = owner === undefined ? 'another process' : describe(owner);
    return new JournalError('held', `${path} is held by ${who}.`, { cause: error, owner });
  }
  if (error instanceof Error && 'syscall' in error && 'code' in error) {
    const full = error.code === 'ENOSPC' || error.code === 'EDQUOT';
    return new JournalError(
      full ? 'full' : 'read-only',
      `The lock ${path}.lock cannot be taken (${String(error.code)}).`,
      { cause: error },
    );
  }
  return fromSqlite(error, `${path}.lock`);
}

function describe({ run, command, pid, host, since }: LockOwner): string {
  return `${command}${run === undefined ? '' : ` (run ${run})`}, process ${pid} on ${host}, since ${since}`;
}

/** One folder at a time: Node's own recursive way never returns where a system refuses to make any (`/proc`). */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Another process was quicker.
    if (!existsSync(folder)) throw error;
  }
}
