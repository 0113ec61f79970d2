import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openJournal } from '../open-journal.ts';
import { query } from '../schema/statements.ts';
import { upgrades } from '../schema/upgrades.ts';
import { someFinding, someRun, stillJournal, temporaryFolder } from '../testing/samples.ts';
import { openConnection } from './connection.ts';

const refusedWith = (code: string) => expect.objectContaining({ name: 'JournalError', code });

async function journalFile(path: string, findings = 0): Promise<void> {
  const journal = stillJournal(path);
  const { id: run } = await journal.openRun(someRun());
  await journal.addFindings(
    run,
    Array.from({ length: findings }, () => someFinding({ message: 'm'.repeat(200) })),
  );
  await journal.close();
}

describe('opening', { timeout: 30_000 }, () => {
  it('makes durable what SQLite and better-sqlite3 leave to chance, and one plain file when closed', async () => {
    const path = join(temporaryFolder(), 'cutover.db');
    const database = openConnection(path, { readOnly: false, upgrades, first: () => undefined });
    const settings = [
      'synchronous',
      'journal_mode',
      'foreign_keys',
      'busy_timeout',
      'application_id',
      'user_version',
    ];
    expect(settings.map((name) => database.pragma(name, { simple: true }))).toEqual([
      2,
      'wal',
      1,
      2000,
      0x4355544f,
      upgrades.length,
    ]);
    database.close();
    const again = openConnection(path, { readOnly: false, upgrades, first: () => undefined });
    expect(again.pragma('synchronous', { simple: true })).toBe(2);
    again.close();
  });

  it('leaves one plain file, which a reader opens without making another', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'cutover.db');
    await journalFile(path);
    const before = readFileSync(path);
    const journal = openJournal(path, { readOnly: true });
    expect([journal.runs().length, journal.unclean, journal.lostRows]).toEqual([1, false, false]);
    expect(readdirSync(folder)).toEqual(['cutover.db', 'cutover.db.seq']);
    await journal.close();
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('to read only refuses every write', async () => {
    const path = join(temporaryFolder(), 'cutover.db');
    await journalFile(path);
    const journal = openJournal(path, { readOnly: true });
    await expect(journal.openRun(someRun())).rejects.toEqual(refusedWith('read-only'));
    await expect(journal.finishRun('r0001-2222', 'done')).rejects.toEqual(refusedWith('read-only'));
    await journal.close();
  });

  it('reads while an owner writes, and sees what is committed', async () => {
    const path = join(temporaryFolder(), 'cutover.db');
    const owner = stillJournal(path);
    const { id: run } = await owner.openRun(someRun());
    const reader = openJournal(path, { readOnly: true });
    expect([reader.runs().length, reader.unclean]).toEqual([1, true]);
    await owner.addFindings(run, [someFinding()]);
    expect(reader.findings(run).length).toBe(1);
    await owner.close();
    expect(reader.findings(run).length).toBe(1);
    await reader.close();
    const next = stillJournal(path);
    expect(next.unclean).toBe(false);
    await next.close();
  });

  it.each([
    ['text', 'id,name\n1,x\n'],
    ['short text', 'x'],
    ['half a header', 'SQLite format 3\0'],
  ])('refuses %s and leaves it as it was', (_, content) => {
    const folder = temporaryFolder();
    const path = join(folder, 'products.csv');
    writeFileSync(path, content);
    for (const readOnly of [false, true])
      expect(() => openJournal(path, { readOnly })).toThrow(refusedWith('not-a-journal'));
    expect(readFileSync(path, 'latin1')).toBe(content);
    expect(readdirSync(folder)).toEqual(['products.csv']);
  });

  it("refuses another program's database and leaves it as it was", () => {
    const folder = temporaryFolder();
    const path = join(folder, 'other.db');
    new Database(path).exec('pragma journal_mode = wal; create table runs (run)').close();
    const before = readFileSync(path);
    for (const readOnly of [false, true])
      expect(() => openJournal(path, { readOnly })).toThrow(refusedWith('not-a-journal'));
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(readdirSync(folder)).toEqual(['other.db']);
  });

  it('refuses a folder, a missing folder, and a missing file that is only to be read', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'inner'));
    expect(() => openJournal(join(folder, 'inner'))).toThrow(refusedWith('not-a-journal'));
    expect(() => openJournal(join(folder, 'no', 'cutover.db'))).toThrow(refusedWith('missing'));
    expect(() => openJournal(join(folder, 'cutover.db'), { readOnly: true })).toThrow(refusedWith('missing'));
    expect(readdirSync(folder)).toEqual(['inner']);
  });

  it('takes an empty file for a new journal, but has nothing to read in it', async () => {
    const path = join(temporaryFolder(), 'cutover.db');
    writeFileSync(path, '');
    expect(() => openJournal(path, { readOnly: true })).toThrow(refusedWith('missing'));
    await journalFile(path);
    expect(openJournal(path, { readOnly: true }).runs().length).toBe(1);
  });

  it('refuses a journal of a later version and leaves it as it was', async () => {
    const path = join(temporaryFolder(), 'cutover.db');
    await journalFile(path);
    new Database(path).exec(`pragma user_version = ${upgrades.length + 1}`).close();
    const before = readFileSync(path);
    for (const readOnly of [false, true])
      expect(() => openJournal(path, { readOnly })).toThrow(refusedWith('newer'));
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('refuses a journal with damaged pages, wherever the damage is', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'cutover.db');
    await journalFile(path, 300);
    const whole = readFileSync(path);
    const pages = whole.length / 4096;
    expect(pages).toBeGreaterThan(20);
    const survived: number[] = [];
    for (let page = 1; page < pages; page += 1) {
      const damaged = Buffer.from(whole);
      damaged.fill(0xaa, page * 4096, page * 4096 + 512);
      const copy = join(folder, `damaged-${page}.db`);
      writeFileSync(copy, damaged);
      try {
        await openJournal(copy).close();
        survived.push(page);
      } catch (error) {
        expect(error).toEqual(refusedWith('damaged'));
      }
    }
    expect(survived).toEqual([]);
  });

  it('refuses a journal that was cut short', async () => {
    const path = join(temporaryFolder(), 'cutover.db');
    await journalFile(path, 300);
    writeFileSync(path, readFileSync(path).subarray(0, 40_000));
    expect(() => openJournal(path)).toThrow(refusedWith('damaged'));
  });
});

describe('an upgrade', () => {
  const second = () => [query.schema.alterTable('runs').addColumn('note', 'text')];
  const broken = () => [...second(), query.schema.createTable('runs').addColumn('again', 'text')];
  const columns = (path: string) => {
    const database = new Database(path, { readonly: true });
    const found = database.pragma('table_info(runs)') as { name: string }[];
    const version = database.pragma('user_version', { simple: true });
    database.close();
    return [version, found.some(({ name }) => name === 'note')];
  };

  it('runs what the file has not seen, all or nothing, and never for a reader', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'cutover.db');
    await journalFile(path);
    copyFileSync(path, join(folder, 'copy.db'));
    const first = () => expect.unreachable('the journal is not new');
    expect(() => openConnection(path, { readOnly: true, upgrades: [...upgrades, second], first })).toThrow(
      refusedWith('older'),
    );
    expect(() => openConnection(path, { readOnly: false, upgrades: [...upgrades, broken], first })).toThrow(
      refusedWith('damaged'),
    );
    expect(columns(path)).toEqual([upgrades.length, false]);
    openConnection(path, { readOnly: false, upgrades: [...upgrades, second], first }).close();
    expect(columns(path)).toEqual([upgrades.length + 1, true]);
  });
});
