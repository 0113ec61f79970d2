import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../testing/samples.ts';
import { createGroupCommit } from './group-commit.ts';

/** A table whose references are only looked at by COMMIT, so that COMMIT itself can fail. */
function opened(gatherMs = 0) {
  const database = new Database(':memory:');
  database.exec(`
    pragma foreign_keys = on;
    create table parent (id integer primary key);
    create table child (id integer primary key, parent integer references parent deferrable initially deferred);
  `);
  let commits = 0;
  const queue = createGroupCommit(database, {
    path: 'x',
    gatherMs,
    beforeCommit: () => undefined,
    afterCommit: () => (commits += 1),
  });
  const add = database.prepare('insert into child values (?, ?)');
  return {
    database,
    queue,
    commits: () => commits,
    insert: (id: number, parent: number | null = null) =>
      queue.write(() => Number(add.run(id, parent).lastInsertRowid)),
    step: (id: number) => queue.writeInCompany(() => Number(add.run(id, null).lastInsertRowid)),
    children: () => database.prepare('select id from child order by id').pluck().all(),
  };
}
const outcomes = (settled: readonly PromiseSettledResult<unknown>[]) =>
  settled.map((one) => (one.status === 'fulfilled' ? one.value : one.reason.code));

describe('writes of one turn', () => {
  it('share a commit, which is over before the first of them resolves', async () => {
    const { insert, commits, database } = opened();
    const writes = [insert(1), insert(2), insert(3)];
    expect(commits()).toBe(0);
    expect(await Promise.all(writes)).toEqual([1, 2, 3]);
    expect([commits(), database.inTransaction]).toEqual([1, false]);
    await insert(4);
    expect(commits()).toBe(2);
  });

  it('are refused one by one, each undone whole', async () => {
    const { insert, queue, children, database } = opened();
    const half = queue.write(() => {
      database.exec('insert into child values (8, null)');
      throw new RangeError('half way');
    });
    const settled = await Promise.allSettled([insert(1), half, insert(1), insert(2)]);
    expect(outcomes(settled)).toEqual([1, undefined, 'SQLITE_CONSTRAINT_PRIMARYKEY', 2]);
    await expect(half).rejects.toThrow('half way');
    expect(children()).toEqual([1, 2]);
  });

  it('are all refused when the commit fails, leave nothing behind, and the next turn is free', async () => {
    const { insert, children, commits } = opened();
    const settled = await Promise.allSettled([insert(1), insert(2, 99), insert(3)]);
    expect(outcomes(settled)).toEqual(['unknown-run', 'unknown-run', 'unknown-run']);
    expect([children(), commits()]).toEqual([[], 0]);
    expect(await insert(4)).toBe(4);
    expect(children()).toEqual([4]);
  });

  it('are all refused when the disk is full, leave nothing behind, and may be tried again', async () => {
    const { insert, queue, database, children } = opened();
    database.exec('create table blobs (bytes blob)');
    const blob = database.prepare('insert into blobs values (zeroblob(?))');
    database.pragma(`max_page_count = ${Number(database.pragma('page_count', { simple: true })) + 1}`);
    const settled = await Promise.allSettled([insert(1), queue.write(() => blob.run(100_000)), insert(2)]);
    expect(outcomes(settled)).toEqual(['full', 'full', 'full']);
    expect(children()).toEqual([]);
    expect(await Promise.all([insert(1), insert(2)])).toEqual([1, 2]);
  });

  it('are all refused when the disk fails one of them, even where SQLite would go on', async () => {
    const { insert, queue, children } = opened();
    const failing = queue.write(() => {
      throw new Database.SqliteError('disk I/O error', 'SQLITE_IOERR_WRITE');
    });
    const settled = await Promise.allSettled([insert(1), failing, insert(2)]);
    expect(outcomes(settled)).toEqual(['damaged', 'damaged', 'damaged']);
    expect(children()).toEqual([]);
  });

  it('have the file to themselves from the start, so that none fails half way for another writer', async () => {
    const path = join(temporaryFolder(), 'x.db');
    const database = new Database(path);
    database.exec('pragma journal_mode = wal; create table rows (id integer)');
    const queue = createGroupCommit(database, {
      path,
      gatherMs: 0,
      beforeCommit: () => undefined,
      afterCommit: () => undefined,
    });
    const other = new Database(path, { timeout: 0 });
    await queue.write(() => expect(() => other.exec('begin immediate')).toThrow('locked'));
    other.exec('begin immediate');
    database.pragma('busy_timeout = 0');
    await expect(queue.write(() => 1)).rejects.toMatchObject({ code: 'busy' });
    other.exec('commit');
    expect(await queue.write(() => 1)).toBe(1);
    other.close();
    database.close();
  });

  it('that wait when the queue is closed are committed; later ones are refused', async () => {
    const { insert, queue, children } = opened();
    const last = insert(1);
    queue.close();
    expect(children()).toEqual([1]);
    expect(await last).toBe(1);
    await expect(insert(2)).rejects.toMatchObject({ code: 'read-only' });
  });
});

describe('steps of lanes that work side by side', () => {
  it('do not wait where nothing was committed just before, and after that until others need a commit', async () => {
    const { step, insert, commits, children } = opened(3_600_000);
    expect([await step(1), commits()]).toEqual([1, 1]);
    const second = step(2);
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    const third = step(3);
    expect([commits(), children()]).toEqual([1, [1]]);
    expect(await Promise.all([second, third, insert(4)])).toEqual([2, 3, 4]);
    expect([commits(), children()]).toEqual([2, [1, 2, 3, 4]]);
  });

  it('are committed when the time is over, and when the journal is closed', async () => {
    const { step, commits } = opened(2);
    await step(1);
    await step(2);
    expect(commits()).toBe(2);
    const { step: later, queue, children } = opened(3_600_000);
    await later(1);
    const last = later(2);
    queue.close();
    expect([await last, children()]).toEqual([2, [1, 2]]);
  });
});
