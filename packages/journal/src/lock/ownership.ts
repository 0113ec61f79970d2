// What the journal knows of its owners: whether the last one closed it, and whether rows that it had are gone.
// Invariants: the mark is committed with an owner's first write and taken off only by a close after it; an unclean stop
// stays with every run that was unfinished then, until that run finishes, however often it is stopped in between.
import { statSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { standingPlace, standingState } from '../files/standing-place.ts';
import { openTailFile, readTail, type TailFile } from '../files/tail-file.ts';
import { rowBytesMax } from '../files/untrusted.ts';
import { JournalError } from '../journal-error.ts';
import { query, type Statements } from '../schema/statements.ts';

/** After this many rows the tail file is brought up to date. */
const rowsPerNote = 1000;

export interface Ownership {
  readonly unclean: boolean;
  readonly lostRows: boolean;
  /** The last owner wrote to this very file, and this machine has not stopped since: no page of it can be half written. */
  readonly arePagesKept: boolean;
  /** The highest run number that was ever given, as far as either witness knows. */
  readonly numbersUsed: number;
  /** Part of every transaction: counts its rows and sets the mark. */
  readonly beforeCommit: () => void;
  /** Brings the tail file up to date when enough has been written. */
  readonly afterCommit: () => void;
  /** The last write of an owner that wrote: takes the mark off. */
  readonly closing: () => void;
  close(): void;
}

export function createOwnership(
  database: Database.Database,
  statements: Statements,
  path: string,
): Ownership {
  const { prepare } = statements;
  const self = prepare(() => query.selectFrom('journal').selectAll());
  const runs = prepare(() =>
    query
      .selectFrom('runs')
      .select((e) => [
        e.fn.coalesce(e.fn.max('number'), e.lit(0)).as('highest'),
        e.fn
          .countAll<number>()
          .filterWhere('phase', '!=', 'finished')
          .filterWhere('unclean', '=', 1)
          .as('marked'),
      ]),
  );
  const count = prepare((p: { rows: number }) =>
    query.updateTable('journal').set((e) => ({ seq: e('seq', '+', p.rows), dirty: 1 })),
  );
  const markRuns = prepare(() =>
    query.updateTable('runs').set({ unclean: 1 }).where('phase', '!=', 'finished'),
  );
  const clean = prepare(() => query.updateTable('journal').set({ dirty: 0 }));

  const onDisk = path !== ':memory:';
  const before = self.get({});
  const found = runs.get({});
  const highest = Math.max(found?.highest ?? 0, before?.runs_numbered ?? 0);
  if (![highest, before?.seq ?? 0].every(Number.isSafeInteger))
    throw new JournalError('damaged', `The journal ${path} counts further than any journal gets.`);
  const tail = onDisk ? readTail(path) : undefined;
  const ours = before !== undefined && tail?.journal === before.id ? tail : undefined;
  // A new journal beside the note of another: the one that was here is gone, with all that it knew.
  const isInItsPlace = tail !== undefined && ours === undefined && (before?.seq ?? 0) === 0 && tail.seq > 0;
  const isBehind =
    before !== undefined && ours !== undefined && (ours.seq > before.seq || ours.runs > highest);
  const lostRows = isBehind || isInItsPlace;
  const witnessMissing = onDisk && ours === undefined && (before?.seq ?? 0) > 0;
  const unclean = before?.dirty === 1 || (found?.marked ?? 0) > 0 || lostRows || witnessMissing;

  const place = onDisk ? standingPlace(path) : undefined;
  const arePagesKept = !lostRows && place !== undefined && ours?.place === place;

  const tailFile: TailFile | undefined = onDisk && !database.readonly ? openTailFile(path) : undefined;
  let wrote = false;
  let rowsCounted = statements.rowsChanged;
  let rowsSinceNote = Number.POSITIVE_INFINITY;
  /** When the file was last written to, as far as the note says; only a large one is looked through for its rows. */
  let notedAt: bigint | undefined;
  function writtenAt(): bigint | undefined {
    const status = onDisk ? statSync(path, { bigint: true, throwIfNoEntry: false }) : undefined;
    return status !== undefined && status.size > rowBytesMax ? status.ctimeNs : undefined;
  }

  /** SQLite writes on into a file that nobody can open any more: what is acknowledged has to be where it is looked for. */
  const file = fileAt(path, onDisk);
  function refuseWhenGone(): void {
    if (fileAt(path, onDisk) === file) return;
    throw new JournalError('gone', `The journal ${path} was removed or replaced while it was in use.`);
  }

  /** A disk that refuses is no error: the older note stays true, and the journal is what is durable. */
  function note(): void {
    try {
      const now = self.get({});
      if (now === undefined) return;
      const at = writtenAt();
      const state = at === undefined ? undefined : standingState(path);
      tailFile?.note({
        journal: now.id,
        runs: Math.max(runs.get({})?.highest ?? 0, now.runs_numbered),
        seq: now.seq,
        ...(place === undefined ? {} : { place }),
        ...(state === undefined ? {} : { state }),
      });
      rowsSinceNote = 0;
      notedAt = at;
    } catch {
      // Tried again after the next commit.
    }
  }

  return {
    unclean,
    lostRows,
    arePagesKept,
    numbersUsed: Math.max(highest, ours?.runs ?? 0),
    beforeCommit() {
      refuseWhenGone();
      if (!wrote && unclean) markRuns.run({});
      const rows = statements.rowsChanged - rowsCounted;
      count.run({ rows });
      rowsSinceNote += rows;
    },
    afterCommit() {
      wrote = true;
      rowsCounted = statements.rowsChanged;
      // What stood in the log is put into the file now and then, which is another one afterwards.
      if (rowsSinceNote >= rowsPerNote || writtenAt() !== notedAt) note();
    },
    closing() {
      if (!wrote) return;
      database.transaction(() => clean.run({})).immediate();
      note();
    },
    close() {
      // All of the log was put into the file since. A note that is missing, or ahead, is a witness and stays so.
      const isToBeKept = wrote || (ours !== undefined && !lostRows);
      if (tailFile !== undefined && isToBeKept && writtenAt() !== notedAt) note();
      tailFile?.close();
    },
  };
}

/** Which file lies there, as far as the system numbers its files; '' where nothing does. */
function fileAt(path: string, onDisk: boolean): string {
  const status = onDisk ? statSync(path, { bigint: true, throwIfNoEntry: false }) : undefined;
  return status === undefined ? '' : `${status.dev}:${status.ino}`;
}
