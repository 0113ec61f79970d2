// A journal made by somebody who means harm: what stands in it must not run, not be believed, and not take for ever.
import {
  copyFileSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openJournal } from '../open-journal.ts';
import { newest } from '../schema/newest.ts';
import { upgrades } from '../schema/upgrades.ts';
import {
  noon,
  planned,
  someCreate,
  someRun,
  started,
  stillJournal,
  temporaryFolder,
} from '../testing/samples.ts';
import { backupJournal } from './backup.ts';
import { checkJournal } from './check.ts';
import { openConnection } from './connection.ts';
import { standingState } from './standing-place.ts';
import { digestOfSchema } from './untrusted.ts';

const endless = 'with recursive n(i) as (select 1 union all select i + 1 from n) select';

async function journalFile(path: string): Promise<void> {
  const journal = stillJournal(path);
  await started(journal);
  await journal.close();
}

/** Changes the file as SQLite lets anybody who has it, schema and all. */
function craft(path: string, sql: string): void {
  const database = new Database(path);
  database.unsafeMode();
  database.pragma('foreign_keys = off');
  database.pragma('ignore_check_constraints = on');
  database.pragma('writable_schema = on');
  database.exec(sql);
  database.close();
}

/** The folder's files and their bytes. */
const bytesIn = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder)
      .toSorted()
      .map((name) => [name, readFileSync(join(folder, name)).toString('base64')]),
  );

describe('the newest tables are known', () => {
  it('by the digest of what the upgrades make', () => {
    const database = new Database(':memory:');
    database.pragma('foreign_keys = off');
    for (const statement of upgrades.flatMap((step) => step())) database.exec(statement.compile().sql);
    expect(newest).toEqual({ version: upgrades.length, digest: digestOfSchema(database) });
    database.close();
  });

  it('in whatever order a file has them, and not beside any that are not ours, however many', () => {
    const path = join(temporaryFolder(), 'cutover.db');
    openConnection(path, { readOnly: false, upgrades, first: () => undefined }).close();
    const database = new Database(path);
    const order = () => database.prepare('select name from sqlite_schema').pluck().all();
    const before = order();
    database.exec('vacuum');
    expect(order()).not.toEqual(before);
    expect(digestOfSchema(database)).toBe(newest.digest);
    for (const count of [1, 300]) {
      for (let number = 0; number < count; number += 1)
        database.exec(`create table mine${count}_${number} (a)`);
      expect(digestOfSchema(database)).not.toBe(newest.digest);
    }
    database.close();
  });
});

const altered: Readonly<Record<string, readonly [sql: string, words: string]>> = {
  'a trigger that never ends': [
    `create trigger t after update on runs begin ${endless} count(*) from n; end`,
    'it holds the trigger "t", which is not of its making',
  ],
  'a view that never ends in the place of a table': [
    `alter table runs rename to other; create view runs as ${endless} i as number, 'diff' as command from n`,
    'which is not of its making',
  ],
  'a view beside the tables': [`create view v as ${endless} i from n`, 'it holds the view "v"'],
  'a computed column': [
    `update sqlite_schema set sql = replace(sql, '"dirty"', 'x blob as (zeroblob(1000000000)), "dirty"') where name = 'journal'`,
    'it holds the table "journal", which is not of its making',
  ],
  'a table of its own': ['create table mine (a)', 'it holds the table "mine"'],
  'an index of its own': ['create index mine on runs (command)', 'it holds the index "mine"'],
  'numbers of its own for SQLite to plan by': ['analyze', 'it holds the table "sqlite_stat1"'],
  'another check': [
    `update sqlite_schema set sql = replace(sql, '''audit''', '''other''') where name = 'runs'`,
    'it holds the table "runs", which is not of its making',
  ],
  'no index': ['drop index actions_claim', 'tables or indexes of it are missing'],
  'no table': ['drop table spells', 'tables or indexes of it are missing'],
};

describe('a journal that holds', { timeout: 20_000 }, () => {
  it.each(Object.entries(altered))('%s is refused before it is asked anything', async (_, [sql, words]) => {
    const folder = temporaryFolder();
    const path = join(folder, 'cutover.db');
    await journalFile(path);
    craft(path, sql);
    const before = bytesIn(folder);
    const refusal = expect.objectContaining({
      name: 'JournalError',
      code: 'altered',
      message: expect.stringContaining(`The journal ${path} is not as Cutover makes it: `),
    });
    for (const readOnly of [false, true]) expect(() => openJournal(path, { readOnly })).toThrow(refusal);
    expect(() => openJournal(path)).toThrow(words);
    await expect(backupJournal(path, join(folder, 'copy.db'))).rejects.toEqual(refusal);
    expect(await checkJournal(path)).toEqual({
      problems: [{ code: 'tables-altered', message: expect.stringContaining(words) }],
      facts: {},
    });
    expect(bytesIn(folder)).toEqual(before);
  });

  it('the number of another version is refused', async () => {
    const path = join(temporaryFolder(), 'cutover.db');
    await journalFile(path);
    craft(path, 'pragma user_version = 3');
    const before = readFileSync(path, 'base64');
    expect(() => openJournal(path)).toThrow(expect.objectContaining({ code: 'altered' }));
    expect(readFileSync(path, 'base64')).toBe(before);
  });

  it('something of its own in the log alone is refused, and the log is not folded in', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'cutover.db');
    await journalFile(path);
    const database = new Database(path);
    database.pragma('journal_mode = wal');
    database.exec(`create trigger t after update on runs begin ${endless} count(*) from n; end`);
    for (const end of ['', '-wal']) copyFileSync(`${path}${end}`, join(folder, `left.db${end}`));
    database.close();
    const parts = ['', '-wal'].map((end) => join(folder, `left.db${end}`));
    const before = parts.map((part) => readFileSync(part, 'base64'));
    expect(() => openJournal(join(folder, 'left.db'))).toThrow(expect.objectContaining({ code: 'altered' }));
    expect(parts.map((part) => readFileSync(part, 'base64'))).toEqual(before);
  });

  it('a row larger than any that is ever written is refused, and the row is not read', async () => {
    const path = join(temporaryFolder(), 'cutover.db');
    await journalFile(path);
    craft(path, `update runs set options = '{"x":"' || printf('%.*c', 68000000, 'x') || '"}'`);
    for (const readOnly of [false, true])
      expect(() => openJournal(path, { readOnly })).toThrow(
        expect.objectContaining({
          code: 'damaged',
          message: `The journal ${path} holds a row of runs that is larger than any that Cutover writes.`,
        }),
      );
    expect(await checkJournal(path)).toMatchObject({ problems: [{ code: 'pages-damaged' }] });
  });
});

it('a journal that holds an entry of an index larger than any that is ever written is refused, and it is not read', async () => {
  const path = join(temporaryFolder(), 'cutover.db');
  await journalFile(path);
  const index = 'snapshot_products_sku';
  craft(
    path,
    `insert into snapshot_products (snapshot, product_id, sku, name, url, match_key, is_hidden)
      values (1, 1, printf('%.*c', 68000000, 'x'), '', '', '', 0);
    create table kept as select * from sqlite_schema where name = '${index}';
    delete from sqlite_schema where name = '${index}'`,
  );
  // The row goes, and what the index has of it stays.
  craft(
    path,
    `delete from snapshot_products;
    insert into sqlite_schema select * from kept;
    drop table kept`,
  );
  expect(() => openJournal(path)).toThrow(
    expect.objectContaining({
      code: 'damaged',
      message: `The journal ${path} holds a row of an index that is larger than any that Cutover writes.`,
    }),
  );
}, 20_000);

describe.runIf(process.platform === 'linux')('a large journal', { timeout: 20_000 }, () => {
  const note = (path: string): { state?: string } => JSON.parse(readFileSync(`${path}.seq`, 'utf8'));

  it('is not looked through again as long as it is as its last owner left it', async () => {
    const path = join(temporaryFolder(), 'cutover.db');
    await journalFile(path);
    const rows = 'with recursive n(i) as (select 1 union all select i + 1 from n where i < 1200)';
    craft(
      path,
      `insert into findings (run, kind, message) ${rows} select run, 'product-image', printf('%.*c', 60000, 'x') from n, runs`,
    );
    expect(note(path).state).toBeUndefined();
    const owner = openJournal(path);
    const [run] = owner.runs();
    await owner.addCounts(run?.id ?? '', { images: 1 });
    expect(note(path).state).toBe(standingState(path));
    await owner.close();
    expect(note(path).state).toBe(standingState(path));

    // What nobody but its owner can have done: it is believed, and so the row is not found.
    craft(path, `update findings set message = printf('%.*c', 68000000, 'x') where seq = 1`);
    const refusal = expect.objectContaining({ code: 'damaged' });
    expect(() => openJournal(path)).toThrow(refusal);
    writeFileSync(`${path}.seq`, JSON.stringify({ ...note(path), state: standingState(path) }));
    await openJournal(path).close();
    const reader = openJournal(path, { readOnly: true });
    expect(reader.findings(run?.id ?? '', 1, 1)).toHaveLength(1);
    await reader.close();

    // A time can be given back to a file; that it was changed cannot be taken from it.
    const { atime, mtime } = statSync(path);
    utimesSync(path, atime, mtime);
    expect(() => openJournal(path)).toThrow(refusal);
  });
});

describe('a journal that is only read', { timeout: 20_000 }, () => {
  const long = `printf('%.*c', 68000000, 'x')`;
  const refusal = (table: string): unknown =>
    expect.objectContaining({
      code: 'damaged',
      message: expect.stringContaining(`holds a row of ${table} that is larger than any`),
    });

  it('is refused a row that is too large when its table is asked for rows, and not before', async () => {
    const path = join(temporaryFolder(), 'cutover.db');
    const journal = stillJournal(path);
    const { id } = await journal.openRun(someRun());
    await journal.close();
    craft(path, `insert into findings (run, kind, message) values ('${id}', 'product-image', ${long})`);
    expect(() => openJournal(path)).toThrow(refusal('findings'));
    const reader = openJournal(path, { readOnly: true });
    expect(reader.runs()).toMatchObject([{ id }]);
    expect(() => reader.findings(id)).toThrow(refusal('findings'));
    expect(() => reader.findings(id)).toThrow(refusal('findings'));
    await reader.close();
  });

  it.each([
    ['in doubt, when doubts are asked for', 'started', true],
    ['settled, when all are', 'applied', false],
  ])('is refused an action that is %s', async (_, status, isInDoubt) => {
    const path = join(temporaryFolder(), 'cutover.db');
    await journalFile(path);
    craft(path, `update actions set status = '${status}', sku = ${long} where action like '%1'`);
    const reader = openJournal(path, { readOnly: true });
    const [run] = reader.runs();
    if (run === undefined) throw new Error('no run');
    expect(reader.actionCounts(run.id).create).toMatchObject({ [status]: 1 });
    expect(reader.failures(run.id)).toEqual({});
    const asking = (): unknown => (isInDoubt ? reader.doubts(run) : reader.actions(run.id));
    expect(asking).toThrow(refusal('actions'));
    if (!isInDoubt) expect(reader.doubts(run)).toEqual([]);
    await reader.close();
  });
});

it('a connection runs nothing that stands in the file', async () => {
  const path = join(temporaryFolder(), 'cutover.db');
  await journalFile(path);
  for (const readOnly of [false, true]) {
    const database = openConnection(path, { readOnly, upgrades, first: () => undefined });
    const settings = ['trusted_schema', 'cell_size_check', 'mmap_size'];
    expect(settings.map((name) => database.pragma(name, { simple: true }))).toEqual([0, 1, 0]);
    // Defensive: SQLite lets no statement change its own tables.
    expect(() => database.exec('pragma writable_schema = on; delete from sqlite_schema')).toThrow(
      'sqlite_master may not be modified',
    );
    database.close();
  }
});

describe('a row that cannot have been written', () => {
  const runs: Readonly<Record<string, string>> = {
    'a time that is none': `update runs set started_at = 'yesterday'`,
    'a month that is none': `update runs set updated_at = '2026-13-01T00:00:00.000Z'`,
    'an id that is none': `pragma foreign_keys = off; update runs set run = '../r0001-2222'`,
    'a phase that is none': `update runs set phase = 'done'`,
    'a command that is none': `update runs set command = 'rm'`,
    'a store with a terminal code': `update runs set source = char(27) || '[2J'`,
    'options that are no JSON': `update runs set options = '{'`,
    'options nested too deep': `update runs set options = replace(hex(zeroblob(5000)), '00', '[')`,
    'a number past all numbers': `update runs set resumes = 9223372036854775807`,
  };
  it.each(Object.entries(runs))('in a run: %s', async (_, sql) => {
    const path = join(temporaryFolder(), 'cutover.db');
    await journalFile(path);
    craft(path, sql);
    const before = readFileSync(path, 'base64');
    for (const readOnly of [false, true])
      expect(() => openJournal(path, { readOnly })).toThrow(
        expect.objectContaining({ name: 'JournalError', code: 'damaged' }),
      );
    expect(readFileSync(path, 'base64')).toBe(before);
    // Whatever it finds, it ends with a verdict and not with a bug.
    expect(await checkJournal(path)).toMatchObject({ problems: expect.any(Array) });
  });

  const actions: Readonly<Record<string, string>> = {
    'a time that is none': `update actions set updated_at = 'yesterday'`,
    'a file elsewhere instead of a digest': `update actions set archived = '../../etc/passwd'`,
    'another instead of the one to put back': `update actions set archive = 'x'`,
    'a kind that is none': `update actions set kind = 'destroy'`,
    'a status that is none': `update actions set status = 'gone'`,
  };
  it.each(Object.entries(actions))('in an action: %s', async (_, sql) => {
    const path = join(temporaryFolder(), 'cutover.db');
    await journalFile(path);
    craft(path, sql);
    const reading = (): unknown => openJournal(path, { readOnly: true }).action('r0001-2222/0000001');
    expect(reading).toThrow(expect.objectContaining({ name: 'JournalError', code: 'damaged' }));
  });

  it('in a number of actions: a status that is none', async () => {
    const path = join(temporaryFolder(), 'cutover.db');
    await journalFile(path);
    const journal = openJournal(path, { readOnly: true });
    craft(path, `update actions set status = '__proto__'`);
    expect(() => journal.actionCounts('r0001-2222')).toThrow(expect.objectContaining({ code: 'damaged' }));
    await journal.close();
  });

  it.each(['update runs set number = 9223372036854775807', 'update journal set seq = 9223372036854775807'])(
    'counts too far: %s',
    async (sql) => {
      const path = join(temporaryFolder(), 'cutover.db');
      await journalFile(path);
      craft(path, sql);
      expect(() => openJournal(path)).toThrow(expect.objectContaining({ code: 'damaged' }));
    },
  );

  it('counts attempts so far that there is no next one', async () => {
    const path = join(temporaryFolder(), 'cutover.db');
    const journal = stillJournal(path);
    const { run, actions: made } = await planned(journal, someCreate(1, 11));
    const basis = await journal.saveBasis(run, 1, []);
    await journal.close();
    craft(path, 'update actions set attempts = 9223372036854775807');
    const again = stillJournal(path);
    const [action = { id: '' }] = made;
    await expect(
      again.start([{ action: action.id, run, basis, sentName: 'x.jpg', sentVia: 'url', digest: 'd' }]),
    ).rejects.toMatchObject({ name: 'JournalError', code: 'damaged' });
    await again.close();
  });

  it('an image that was put back as itself, which nobody would come to the end of', async () => {
    const path = join(temporaryFolder(), 'cutover.db');
    await journalFile(path);
    const columns = `action, plan_run, source, target, kind, status, source_product_id, source_image_id, target_product_id,
      target_image_id, wanted, position, attempts, candidates, result_image_id, updated_at, archive, replaces, of`;
    const row = (name: string, kind: string, image: number, result: string, archive: string): string =>
      `insert into actions (${columns}) values ('r0001-2222/${name}', 'r0001-2222', 'source1', 'target1', '${kind}', 'applied',
        1, 2, 1, ${image}, '{}', 1, 1, '[]', ${result}, '${noon}', ${archive}, 0, 'product-image')`;
    const digest = `'${'a'.repeat(64)}'`;
    craft(
      path,
      [
        row('1000001', 'remove', 71, 'null', 'null'),
        row('1000002', 'remove', 72, 'null', 'null'),
        row('1000003', 'create', 71, '72', digest),
        row('1000004', 'create', 72, '71', digest),
      ].join(';'),
    );
    const journal = openJournal(path, { readOnly: true });
    expect(() => journal.links({ source: 'source1', target: 'target1' }, [1])).toThrow(
      expect.objectContaining({ code: 'damaged' }),
    );
    await journal.close();
  });
});

describe('the note beside a journal', () => {
  const spoilt: Readonly<Record<string, (path: string) => void>> = {
    'that counts past all numbers': (path) =>
      writeFileSync(path, readFileSync(path, 'utf8').trim().replace('"runs":1', '"runs":1e300')),
    'that is endless': (path) => truncateSync(path, 3_000_000_000),
  };
  it.each(Object.entries(spoilt))('%s is no note', async (_, spoil) => {
    const path = join(temporaryFolder(), 'cutover.db');
    await journalFile(path);
    spoil(`${path}.seq`);
    const journal = stillJournal(path);
    expect([journal.unclean, journal.lostRows]).toEqual([true, false]);
    expect((await journal.openRun(someRun())).id).toBe('r0002-2222');
    await journal.close();
  });
});
