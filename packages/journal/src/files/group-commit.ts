// Writes of one event-loop turn share one transaction, and so one wait for the disk (measured: 6.7 times the writes a
// second at 32 at once); those of lanes that work side by side may wait some milliseconds for one another. Invariants: a
// write is settled only after the commit that holds it; each is all or nothing and is refused alone; when the transaction
// is lost, every write of the turn is refused. Knows nothing of tables.
import { performance } from 'node:perf_hooks';
import type Database from 'better-sqlite3';
import { endsTheTurn, fromSqlite, JournalError } from '../journal-error.ts';

export interface GroupCommit {
  /** Queues `work`, which runs synchronously inside the turn's transaction; resolves when that is committed. */
  write<T>(work: () => T): Promise<T>;
  /** The same for one of many that come side by side: it may wait for the others, see `gatherMs`. */
  writeInCompany<T>(work: () => T): Promise<T>;
  /** Commits what is queued and refuses everything after it. */
  close(): void;
}

export interface GroupCommitOptions {
  readonly path: string;
  /** How long after a commit the next one waits for company, in ms; as long as that commit took if that is longer. */
  readonly gatherMs: number;
  /** Runs last in every transaction. */
  readonly beforeCommit: () => void;
  /** Runs after every commit; must not throw. */
  readonly afterCommit: () => void;
}

interface Queued {
  /** Runs the write; returns how to tell its owner that it is durable. */
  readonly attempt: () => () => void;
  readonly refuse: (error: unknown) => void;
}

export function createGroupCommit(database: Database.Database, options: GroupCommitOptions): GroupCommit {
  const begin = database.prepare('begin immediate');
  const commit = database.prepare('commit');
  const rollback = database.prepare('rollback');
  const save = database.prepare('savepoint one_write');
  const release = database.prepare('release one_write');
  const undo = database.prepare('rollback to one_write');
  let queue: Queued[] = [];
  let turn: NodeJS.Immediate | undefined;
  let gathering: NodeJS.Timeout | undefined;
  /** When the last commit was over, and how long it took. */
  let last = { atMs: Number.NEGATIVE_INFINITY, tookMs: 0 };
  let closed = false;

  /** Runs one write; a refusal of its own undoes it alone, an error of the disk is thrown on. */
  function runOne(write: Queued): () => void {
    save.run();
    try {
      const settle = write.attempt();
      release.run();
      return settle;
    } catch (error) {
      if (endsTheTurn(error) || !database.inTransaction) throw error;
      undo.run();
      release.run();
      return () => write.refuse(fromSqlite(error, options.path));
    }
  }

  function giveUp(): void {
    try {
      if (database.inTransaction) rollback.run();
    } catch {
      // A disk that cannot even undo: SQLite does it from the log when the file is next opened.
    }
  }

  function flush(): void {
    clearTimeout(gathering);
    [turn, gathering] = [undefined, undefined];
    const writes = queue;
    queue = [];
    if (writes.length === 0) return;
    let settled: (() => void)[];
    const startedMs = performance.now();
    try {
      begin.run();
      settled = writes.map(runOne);
      options.beforeCommit();
      commit.run();
    } catch (error) {
      giveUp();
      const refusal = fromSqlite(error, options.path);
      for (const write of writes) write.refuse(refusal);
      return;
    }
    const atMs = performance.now();
    last = { atMs, tookMs: atMs - startedMs };
    for (const settle of settled) settle();
    options.afterCommit();
  }

  function enqueue<T>(work: () => T, whenToFlush: () => void): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (closed) {
        reject(new JournalError('read-only', `The journal ${options.path} is closed.`));
        return;
      }
      queue.push({
        attempt() {
          const result = work();
          return () => resolve(result);
        },
        refuse: reject,
      });
      whenToFlush();
    });
  }

  const thisTurn = (): void => {
    turn ??= setImmediate(flush);
  };

  return {
    write: async (work) => await enqueue(work, thisTurn),
    writeInCompany: async (work) =>
      await enqueue(work, () => {
        if (turn !== undefined || gathering !== undefined) return;
        // At least as long as a commit takes: a slow disk then has half of the time at most.
        const leftMs = last.atMs + Math.max(options.gatherMs, last.tookMs) - performance.now();
        if (options.gatherMs > 0 && leftMs > 0) gathering = setTimeout(flush, leftMs);
        else thisTurn();
      }),
    close() {
      closed = true;
      clearImmediate(turn);
      flush();
    },
  };
}
