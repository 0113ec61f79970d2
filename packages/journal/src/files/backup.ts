// A copy of the journal that can take its place, made while a run may be writing to it. Invariants: the copy is one
// moment of the journal, whole and checked before it gets its name; nothing is ever overwritten, nor put beside files
// that SQLite would take for part of it. A copy does not know what came after it, so whoever opens it has to look first.
import { randomUUID } from 'node:crypto';
import { existsSync, linkSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { fromSqlite, JournalError } from '../journal-error.ts';
import { upgrades } from '../schema/upgrades.ts';
import { checkPages, openConnection } from './connection.ts';
import { isTaken, makeOwnFile } from './own-file.ts';
import { openTailFile, type TailNote } from './tail-file.ts';

/** All that is left in one step: another process that writes in between would make SQLite start over. */
const everyPage = 0x7f_ff_ff_ff;

/**
 * Copies the journal at `from` to `to`, which must not be there. Throws {@link JournalError}: `exists`, `missing`,
 * `not-a-journal`, `newer`, `damaged`, `full`, `read-only`.
 */
export async function backupJournal(from: string, to: string): Promise<void> {
  refuseToOverwrite(to);
  if (!existsSync(dirname(to)))
    throw new JournalError('missing', `There is no folder ${dirname(to)} to keep the copy in.`);
  // A name that nobody can guess: what lies there is ours alone, to write to and to remove.
  const part = `${to}.${randomUUID()}.part`;
  const source = openConnection(from, {
    readOnly: true,
    anyVersion: true,
    upgrades,
    first: () => undefined,
  });
  try {
    makeOwnFile(part);
    await source.backup(part, { progress: () => everyPage });
    const note = makeWhole(part);
    refuseToOverwrite(to);
    giveName(part, to);
    const tail = openTailFile(to);
    tail.note(note);
    tail.close();
  } catch (error) {
    throw fromSqlite(error, part);
  } finally {
    source.close();
    for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${part}${end}`, { force: true });
  }
}

function refuseToOverwrite(path: string): void {
  const there = ['', '-wal', '-shm', '-journal', '.seq'].find((end) => isTaken(`${path}${end}`));
  if (there !== undefined)
    throw new JournalError('exists', `${path}${there} is there already; nothing is overwritten.`);
}

/** Only where nothing is by now; a disk that knows no second names is taken at its word of a moment ago. */
function giveName(part: string, to: string): void {
  try {
    linkSync(part, to);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      throw new JournalError('exists', `${to} is there already; nothing is overwritten.`, { cause: error });
    renameSync(part, to);
  }
}

/** One plain file, marked as not closed, with what the note beside it has to say. */
function makeWhole(path: string): TailNote {
  const copy = new Database(path);
  try {
    checkPages(copy, path);
    copy.pragma('synchronous = full');
    copy.exec('update journal set dirty = 1');
    copy.pragma('journal_mode = delete');
    const read = copy.prepare<[], TailNote>(
      'select id as journal, (select coalesce(max(number), 0) from runs) as runs, seq from journal',
    );
    const note = read.get();
    if (note === undefined)
      throw new JournalError('damaged', 'The journal does not know which journal it is.');
    return note;
  } finally {
    copy.close();
  }
}
