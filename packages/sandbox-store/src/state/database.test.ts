import { chownSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openState } from './database.ts';

function folderForTest(): string {
  const folder = mkdtempSync(join(tmpdir(), 'state-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
const refused = expect.objectContaining({ name: 'StateFileError' });

describe('the file of a sandbox', () => {
  it('is made for its owner alone, also where an empty one lies, and opened again', () => {
    const folder = folderForTest();
    const umask = process.umask(0);
    try {
      for (const name of ['new.db', 'empty.db']) {
        const path = join(folder, name);
        if (name === 'empty.db') writeFileSync(path, '', { mode: 0o600 });
        openState(path).close();
        const again = openState(path);
        again.exec("insert into picture values ('k', x'00')");
        const modes = readdirSync(folder).map((one) =>
          (statSync(join(folder, one)).mode & 0o777).toString(8),
        );
        expect(new Set(modes)).toEqual(new Set(['600']));
        again.close();
        expect(openState(path).prepare('select count(*) from picture').pluck().get()).toBe(1);
      }
    } finally {
      process.umask(umask);
    }
  });

  it.each([
    ['another program’s database', 'create table recipe (name text)'],
    ['another program’s database in WAL mode', 'pragma journal_mode = wal; create table recipe (name text)'],
    [
      'another program’s, which says whose it is',
      'pragma application_id = 7; create table recipe (name text)',
    ],
  ])('is not %s, which is left as it is', (_, sql) => {
    const folder = folderForTest();
    const path = join(folder, 'mine.db');
    new Database(path).exec(sql).close();
    const before = readFileSync(path, 'base64');
    expect(() => openState(path)).toThrow(refused);
    expect([readFileSync(path, 'base64'), readdirSync(folder)]).toEqual([before, ['mine.db']]);
  });

  it.runIf(process.getuid?.() === 0)('is not another user’s, empty or not', () => {
    const path = join(folderForTest(), 'stores.db');
    openState(path).close();
    for (const fill of [undefined, '']) {
      if (fill !== undefined) writeFileSync(path, fill);
      chownSync(path, 4_321, 4_321);
      expect(() => openState(path)).toThrow(refused);
    }
    chownSync(path, 0, 0);
    openState(path).close();
  });

  it('runs no trigger of somebody else’s', () => {
    const path = join(folderForTest(), 'stores.db');
    openState(path).close();
    new Database(path).exec('create trigger t after insert on image begin select 1; end').close();
    expect(() => openState(path)).toThrow(refused);
  });

  it.each(['-wal', '-shm', '-journal'])('is not begun beside a file that SQLite would remove: %s', (end) => {
    const folder = folderForTest();
    const path = join(folder, 'stores.db');
    writeFileSync(`${path}${end}`, 'mine');
    expect(() => openState(path)).toThrow(refused);
    expect(readFileSync(`${path}${end}`, 'utf8')).toBe('mine');
  });
});
